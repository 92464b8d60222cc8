package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node to which the messages of a link go. §3.5.4.
 *
 * @param address the node's address; {@code null} for the anonymous terminus
 * @param durability what of the terminus survives
 * @param expiryPolicy when its time-out begins: {@code session-end} by default
 * @param timeoutS after how many seconds it expires, 0 to 2³²−1
 * @param dynamic whether a node is to be made
 * @param dynamicNodeProperties how that is to be
 * @param capabilities what the sender of the attach wants of the node, or what the node can
 */
public record Target(
    @Nullable String address,
    Durability durability,
    String expiryPolicy,
    long timeoutS,
    boolean dynamic,
    Map<String, @Nullable Object> dynamicNodeProperties,
    List<Symbol> capabilities)
    implements AnyTarget {
  static final long CODE = 0x29;

  static Target of(@Nullable Object list) {
    Fields fields = new Fields("target", list);
    String expiryPolicy = fields.symbolText(2);
    return new Target(
        fields.string(0),
        Durability.of(fields.uint(1, 0)),
        expiryPolicy == null ? Source.EXPIRY_DEFAULT : expiryPolicy,
        fields.uint(3, 0),
        fields.bool(4, false),
        fields.map(5),
        fields.symbols(6));
  }

  @Override
  public Described described() {
    return Described.of(
        CODE,
        Arrays.asList(
            address,
            Unsigned.uint(durability.ordinal()),
            Fields.symbol(expiryPolicy),
            Unsigned.uint(timeoutS),
            dynamic,
            Fields.symbolMap(dynamicNodeProperties),
            Fields.symbols(capabilities)));
  }
}

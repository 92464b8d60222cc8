package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a link come from. §3.5.3.
 *
 * @param address the node's address; {@code null} when absent
 * @param durability what of the terminus survives
 * @param expiryPolicy when its time-out begins: {@code session-end} by default
 * @param timeoutS after how many seconds it expires, 0 to 2³²−1
 * @param dynamic whether a node is to be made
 * @param dynamicNodeProperties how that is to be
 * @param distributionMode {@code move} or {@code copy}; {@code null} when absent
 * @param filters what is wanted, by name: {@link Described} values
 * @param defaultOutcome of deliveries that are settled without one; {@code null} when absent
 * @param outcomes which the sender of the attach knows
 * @param capabilities what it wants of the node, or what the node can
 */
public record Source(
    @Nullable String address,
    Durability durability,
    String expiryPolicy,
    long timeoutS,
    boolean dynamic,
    Map<String, @Nullable Object> dynamicNodeProperties,
    @Nullable String distributionMode,
    Map<String, @Nullable Object> filters,
    @Nullable DeliveryState defaultOutcome,
    List<Symbol> outcomes,
    List<Symbol> capabilities) {
  static final long CODE = 0x28;
  static final String EXPIRY_DEFAULT = "session-end";

  static @Nullable Source of(@Nullable Described described) {
    if (described == null) {
      return null;
    }
    if (SymbolicCodes.of(described) != CODE) {
      throw new DecodeFault("a source with the descriptor " + SymbolicCodes.name(described));
    }
    Fields fields = new Fields("source", described.value());
    String expiryPolicy = fields.symbolText(2);
    return new Source(
        fields.string(0),
        Durability.of(fields.uint(1, 0)),
        expiryPolicy == null ? EXPIRY_DEFAULT : expiryPolicy,
        fields.uint(3, 0),
        fields.bool(4, false),
        fields.map(5),
        fields.symbolText(6),
        fields.map(7),
        DeliveryState.of(fields.described(8)),
        fields.symbols(9),
        fields.symbols(10));
  }

  static @Nullable Described described(@Nullable Source source) {
    return source == null
        ? null
        : Described.of(
            CODE,
            Arrays.asList(
                source.address,
                Unsigned.uint(source.durability.ordinal()),
                Fields.symbol(source.expiryPolicy),
                Unsigned.uint(source.timeoutS),
                source.dynamic,
                Fields.symbolMap(source.dynamicNodeProperties),
                Fields.symbol(source.distributionMode),
                Fields.symbolMap(source.filters),
                source.defaultOutcome == null ? null : source.defaultOutcome.described(),
                Fields.symbols(source.outcomes),
                Fields.symbols(source.capabilities)));
  }
}

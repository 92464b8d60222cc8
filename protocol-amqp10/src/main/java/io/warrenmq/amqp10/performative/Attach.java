package io.warrenmq.amqp10.performative;

import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attaches a link. §2.7.3.
 *
 * @param name the link's name, one in each direction between two containers
 * @param handle the sender's handle of it, 0 to 2³²−1
 * @param role the end of the link at which the sender of the attach is
 * @param sndSettleMode how the sending end settles
 * @param rcvSettleMode how the receiving end settles
 * @param source where messages come from; {@code null} when there is none
 * @param target where they go: a {@link Target} or a {@link Coordinator}; {@code null} when there
 *     is none
 * @param unsettled whether it names deliveries that are to be resumed
 * @param initialDeliveryCount of the sending end, a serial number; {@code null} from the receiving
 *     one
 * @param maxMessageSize bytes of a message that the sender of the attach takes, as unsigned; 0 for
 *     any
 * @param offeredCapabilities what the sender can
 * @param desiredCapabilities what the sender wants
 * @param properties what the sender says of the link
 */
public record Attach(
    String name,
    long handle,
    Role role,
    SndSettleMode sndSettleMode,
    RcvSettleMode rcvSettleMode,
    @Nullable Source source,
    @Nullable AnyTarget target,
    boolean unsettled,
    @Nullable Integer initialDeliveryCount,
    long maxMessageSize,
    List<Symbol> offeredCapabilities,
    List<Symbol> desiredCapabilities,
    Map<String, @Nullable Object> properties)
    implements Performative {
  static final long CODE = 0x12;

  static Attach of(@Nullable Object list) {
    Fields fields = new Fields("attach", list);
    Long count = fields.uint(9);
    return new Attach(
        fields.mandatory(fields.string(0), "name"),
        fields.mandatory(fields.uint(1), "handle"),
        fields.mandatory(fields.bool(2), "role") ? Role.RECEIVER : Role.SENDER,
        SndSettleMode.of(fields.uint(3, SndSettleMode.MIXED.ordinal())),
        RcvSettleMode.of(fields.uint(4, 0)),
        Source.of(fields.described(5)),
        AnyTarget.of(fields.described(6)),
        fields.isFilledMap(7) || fields.bool(8, false),
        count == null ? null : Integer.valueOf(count.intValue()),
        fields.ulong(10, 0),
        fields.symbols(11),
        fields.symbols(12),
        fields.map(13));
  }

  /** The same with another source. */
  public Attach withSource(@Nullable Source other) {
    return new Attach(
        name,
        handle,
        role,
        sndSettleMode,
        rcvSettleMode,
        other,
        target,
        unsettled,
        initialDeliveryCount,
        maxMessageSize,
        offeredCapabilities,
        desiredCapabilities,
        properties);
  }

  @Override
  public long code() {
    return CODE;
  }

  @Override
  public List<@Nullable Object> fields() {
    return Arrays.asList(
        name,
        Unsigned.uint(handle),
        role == Role.RECEIVER,
        Unsigned.ubyte(sndSettleMode.ordinal()),
        Unsigned.ubyte(rcvSettleMode.ordinal()),
        Source.described(source),
        AnyTarget.described(target),
        null,
        null,
        initialDeliveryCount == null ? null : Unsigned.uint(initialDeliveryCount),
        maxMessageSize == 0 ? null : Unsigned.ulong(maxMessageSize),
        Fields.symbols(offeredCapabilities),
        Fields.symbols(desiredCapabilities),
        Fields.symbolMap(properties));
  }
}

package io.warrenmq.amqp10.performative;

import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins a session. §2.7.2.
 *
 * @param remoteChannel the channel whose begin this answers, 0 to 65535; −1 when it answers none
 * @param nextOutgoingId the transfer id of the sender's next transfer; a serial number
 * @param incomingWindow how many transfers the sender takes, 0 to 2³²−1
 * @param outgoingWindow how many transfers the sender may send, 0 to 2³²−1
 * @param handleMax highest link handle, 0 to 2³²−1
 * @param offeredCapabilities what the sender can
 * @param desiredCapabilities what the sender wants
 * @param properties what the sender says of the session
 */
public record Begin(
    int remoteChannel,
    int nextOutgoingId,
    long incomingWindow,
    long outgoingWindow,
    long handleMax,
    List<Symbol> offeredCapabilities,
    List<Symbol> desiredCapabilities,
    Map<String, @Nullable Object> properties)
    implements Performative {
  static final long CODE = 0x11;
  private static final long HANDLE_MAX_DEFAULT = 0xFFFF_FFFFL;

  static Begin of(@Nullable Object list) {
    Fields fields = new Fields("begin", list);
    return new Begin(
        fields.ushort(0, -1),
        fields.mandatory(fields.uint(1), "next-outgoing-id").intValue(),
        fields.mandatory(fields.uint(2), "incoming-window"),
        fields.mandatory(fields.uint(3), "outgoing-window"),
        fields.uint(4, HANDLE_MAX_DEFAULT),
        fields.symbols(5),
        fields.symbols(6),
        fields.map(7));
  }

  @Override
  public long code() {
    return CODE;
  }

  @Override
  public List<@Nullable Object> fields() {
    return Arrays.asList(
        remoteChannel < 0 ? null : Unsigned.ushort(remoteChannel),
        Unsigned.uint(nextOutgoingId),
        Unsigned.uint(incomingWindow),
        Unsigned.uint(outgoingWindow),
        Unsigned.uint(handleMax),
        Fields.symbols(offeredCapabilities),
        Fields.symbols(desiredCapabilities),
        Fields.symbolMap(properties));
  }
}

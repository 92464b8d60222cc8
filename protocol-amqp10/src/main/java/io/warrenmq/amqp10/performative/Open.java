package io.warrenmq.amqp10.performative;

import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates a connection. §2.7.1.
 *
 * @param containerId the sender's container
 * @param hostname the host, or {@code vhost:NAME}; {@code null} when absent
 * @param maxFrameSize bytes of a frame that the sender takes, 0 to 2³²−1
 * @param channelMax highest channel number, 0 to 65535
 * @param idleTimeoutMs after how many ms of silence the sender gives up; 0 for never
 * @param offeredCapabilities what the sender can
 * @param desiredCapabilities what the sender wants
 * @param properties what the sender says of itself
 */
public record Open(
    String containerId,
    @Nullable String hostname,
    long maxFrameSize,
    int channelMax,
    long idleTimeoutMs,
    List<Symbol> offeredCapabilities,
    List<Symbol> desiredCapabilities,
    Map<String, @Nullable Object> properties)
    implements Performative {
  static final long CODE = 0x10;
  private static final long MAX_FRAME_SIZE_DEFAULT = 0xFFFF_FFFFL;
  private static final int CHANNEL_MAX_DEFAULT = 0xFFFF;

  static Open of(@Nullable Object list) {
    Fields fields = new Fields("open", list);
    return new Open(
        fields.mandatory(fields.string(0), "container-id"),
        fields.string(1),
        fields.uint(2, MAX_FRAME_SIZE_DEFAULT),
        fields.ushort(3, CHANNEL_MAX_DEFAULT),
        fields.uint(4, 0),
        fields.symbols(7),
        fields.symbols(8),
        fields.map(9));
  }

  @Override
  public long code() {
    return CODE;
  }

  @Override
  public List<@Nullable Object> fields() {
    return Arrays.asList(
        containerId,
        hostname,
        Unsigned.uint(maxFrameSize),
        Unsigned.ushort(channelMax),
        idleTimeoutMs == 0 ? null : Unsigned.uint(idleTimeoutMs),
        null, // outgoing-locales: en-US always
        null,
        Fields.symbols(offeredCapabilities),
        Fields.symbols(desiredCapabilities),
        Fields.symbolMap(properties));
  }
}

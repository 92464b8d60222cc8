package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.method.PropertiesCursor;
import io.warrenmq.amqp091.wire.TableEntries;
import io.warrenmq.api.message.Timestamp;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a content header anew with what the broker has to say of the message. What the publisher
 * wrote is copied as it is, byte by byte; headers of the broker's take the place of the publisher's
 * of the same name and stand last.
 */
final class HeaderRewrite {
  private static final int EXTRA_BYTES_GUESS = 256;

  private final byte[] bytes;
  private final int headerLength;
  private final PropertiesCursor properties = new PropertiesCursor();

  HeaderRewrite(byte[] bytes, int headerLength) {
    this.bytes = bytes;
    this.headerLength = headerLength;
    properties.parse(bytes, 0, headerLength);
  }

  /**
   * The new header.
   *
   * @param added headers to add or replace, canonical values
   * @param timestamp in place of the property {@code timestamp}; {@code null}: as it is
   * @param withoutExpiration whether the property {@code expiration} is left out
   */
  byte[] write(
      Map<String, Object> added, @Nullable Timestamp timestamp, boolean withoutExpiration) {
    ByteBuf out = Unpooled.buffer(headerLength + EXTRA_BYTES_GUESS);
    out.writeShort(0);
    int flags = 0;
    for (int property = 0; property <= PropertiesCursor.CLUSTER_ID; property++) {
      boolean present = properties.has(property);
      if (property == PropertiesCursor.HEADERS && (present || !added.isEmpty())) {
        writeHeaders(out, added);
        flags |= 0x8000 >>> property;
      } else if (property == PropertiesCursor.TIMESTAMP && timestamp != null) {
        out.writeLong(timestamp.epochMs() / 1000);
        flags |= 0x8000 >>> property;
      } else if (present && !(withoutExpiration && property == PropertiesCursor.EXPIRATION)) {
        int start = properties.offset(property) - prefix(property);
        int end = properties.offset(property) + properties.length(property);
        out.writeBytes(bytes, start, end - start);
        flags |= 0x8000 >>> property;
      }
    }
    out.setShort(0, flags);
    return ByteBufUtil.getBytes(out);
  }

  /** Octets of length in front of a property's value. */
  private static int prefix(int property) {
    return switch (property) {
      case PropertiesCursor.DELIVERY_MODE, PropertiesCursor.PRIORITY, PropertiesCursor.TIMESTAMP ->
          0;
      default -> 1;
    };
  }

  private void writeHeaders(ByteBuf out, Map<String, Object> added) {
    int lengthAt = out.writerIndex();
    out.writeInt(0);
    if (properties.has(PropertiesCursor.HEADERS)) {
      int entry = properties.offset(PropertiesCursor.HEADERS);
      int end = entry + properties.length(PropertiesCursor.HEADERS);
      while (entry < end) {
        int value = TableEntries.value(bytes, entry);
        int next = TableEntries.next(bytes, value);
        String name = new String(bytes, entry + 1, value - entry - 1, UTF_8);
        if (!added.containsKey(name)) {
          out.writeBytes(bytes, entry, next - entry);
        }
        entry = next;
      }
    }
    out.writeBytes(FieldValues.table(added).encode());
    out.setInt(lengthAt, out.writerIndex() - lengthAt - 4);
  }
}

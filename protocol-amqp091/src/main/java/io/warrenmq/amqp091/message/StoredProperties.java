package io.warrenmq.amqp091.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.amqp091.method.PropertiesCursor;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.Shortstr;
import io.warrenmq.amqp091.wire.TableEntries;
import io.warrenmq.api.message.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Finds one property or header in a content header that was checked when the message came. Makes no
 * object but the value. Stateless.
 */
final class StoredProperties {
  private static final int ABSENT = -1;
  private static final int FLAGS_BYTES = 2;
  private static final int LENGTH_BYTES = 4;

  private StoredProperties() {}

  /** Where a property of {@link PropertiesCursor} begins, with its length; {@link #ABSENT}. */
  private static int find(byte[] bytes, int property) {
    int flags = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    if ((flags & 0x8000 >>> property) == 0) {
      return ABSENT;
    }
    int at = FLAGS_BYTES;
    for (int before = 0; before < property; before++) {
      if ((flags & 0x8000 >>> before) != 0) {
        at +=
            switch (before) {
              case PropertiesCursor.DELIVERY_MODE, PropertiesCursor.PRIORITY -> 1;
              case PropertiesCursor.TIMESTAMP -> Long.BYTES;
              case PropertiesCursor.HEADERS -> LENGTH_BYTES + TableEntries.length(bytes, at);
              default -> 1 + (bytes[at] & 0xFF);
            };
      }
    }
    return at;
  }

  /** A string property, with a {@code ?} for what is not UTF-8; {@code null} when absent. */
  static @Nullable String string(byte[] bytes, int property) {
    int at = find(bytes, property);
    return at == ABSENT ? null : Shortstr.decodeLenient(bytes, at + 1, bytes[at] & 0xFF);
  }

  /** The timestamp; {@code null} when absent. */
  static @Nullable Timestamp timestamp(byte[] bytes) {
    int at = find(bytes, PropertiesCursor.TIMESTAMP);
    if (at == ABSENT) {
      return null;
    }
    long seconds =
        (long) TableEntries.length(bytes, at) << 32
            | (TableEntries.length(bytes, at + 4) & 0xFFFF_FFFFL);
    return new Timestamp(seconds * 1000);
  }

  /** The first header of that name, canonical value; {@code null} when absent. */
  static @Nullable Object header(byte[] bytes, String name) {
    int table = find(bytes, PropertiesCursor.HEADERS);
    if (table == ABSENT) {
      return null;
    }
    int entry = table + LENGTH_BYTES;
    int end = entry + TableEntries.length(bytes, table);
    while (entry < end) {
      int value = TableEntries.value(bytes, entry);
      int next = TableEntries.next(bytes, value);
      if (TableEntries.isNamed(bytes, entry, name)) {
        return value(bytes, entry, value, next);
      }
      entry = next;
    }
    return null;
  }

  private static Object value(byte[] bytes, int entry, int value, int next) {
    if (bytes[value] == 'S') { // nearly all are
      int content = value + 1 + LENGTH_BYTES;
      String text = new String(bytes, content, next - content, UTF_8);
      if (text.indexOf('\uFFFD') < 0) {
        return text;
      }
    }
    return FieldValues.canonical(FieldTable.decode(bytes, entry, next - entry).value(0));
  }
}

package io.warrenmq.amqp10.message;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueCursor;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage.Body;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Value;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections of a message as canonical values. Never fails: what cannot be read counts as
 * absent. Confined to its user.
 */
final class StoredMessage {
  private static final Object ABSENT = new Object();

  private final byte[] bytes;
  private final int headerLength;
  private final MessageSections sections = new MessageSections();
  private final boolean isReadable;

  StoredMessage(Message message) {
    this.bytes = message.bytes();
    this.headerLength = message.headerLength();
    this.isReadable = isMessage(sections, bytes);
  }

  /** Whether bytes are the sections of a message; reads them then. */
  static boolean isMessage(MessageSections sections, byte[] bytes) {
    try {
      sections.read(bytes);
      return true;
    } catch (DecodeFault e) {
      return false;
    }
  }

  private boolean has(int section) {
    return isReadable && sections.has(section);
  }

  /** The entries of a section that is a map, by the text of their keys; others are left out. */
  Map<String, @Nullable Object> map(int section) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    if (has(section) && read(section) instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (key instanceof Symbol || key instanceof String) {
              named.putIfAbsent(key.toString(), CanonicalValue.of(value));
            }
          });
    }
    return named;
  }

  /** The fields of a section that is a list. */
  List<?> list(int section) {
    return has(section) && read(section) instanceof List<?> list ? list : List.of();
  }

  private @Nullable Object read(int section) {
    try {
      return new ValueReader(bytes, sections.valueAt(section), sections.endAt(section)).read();
    } catch (DecodeFault e) {
      return null; // as if it were not there
    }
  }

  /**
   * The value of an entry of a section that is a map.
   *
   * @return {@code null} when it is null, and {@link #isAbsent} when it is not there
   */
  @Nullable Object find(int section, String key) {
    if (!has(section)) {
      return ABSENT;
    }
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    try {
      ValueCursor cursor = new ValueCursor();
      cursor.begin(bytes, sections.valueAt(section), sections.endAt(section));
      for (int entries = cursor.enterMap(); entries > 0; entries--) {
        boolean isIt = cursor.isText(text);
        cursor.skip();
        if (isIt) {
          return CanonicalValue.of(cursor.value());
        }
        cursor.skip();
      }
    } catch (DecodeFault e) {
      return ABSENT;
    }
    return ABSENT;
  }

  /** One field of a section that is a list; {@code null} when absent. */
  @Nullable Object field(int section, int index) {
    if (!has(section)) {
      return null;
    }
    try {
      ValueCursor cursor = new ValueCursor();
      cursor.begin(bytes, sections.valueAt(section), sections.endAt(section));
      if (index >= cursor.enterList()) {
        return null;
      }
      for (int i = 0; i < index; i++) {
        cursor.skip();
      }
      return cursor.value();
    } catch (DecodeFault e) {
      return null; // as if it were not there
    }
  }

  static boolean isAbsent(@Nullable Object value) {
    return value == ABSENT;
  }

  /** The body. */
  Body body() {
    if (!isReadable) {
      return new Data(List.of(binary(headerLength, bytes.length)));
    } else if (sections.body() == 0) {
      return new Data(List.of());
    } else if (sections.body() == Section.DATA) {
      return new Data(data());
    }
    Binary encoded = binary(sections.bodyAt(), bytes.length);
    if (sections.body() == Section.VALUE && isSingle(bytes[sections.valueAt(Section.VALUE)])) {
      try {
        ValueReader reader =
            new ValueReader(bytes, sections.valueAt(Section.VALUE), sections.endAt(Section.VALUE));
        return new Value(reader.read(), encoded);
      } catch (DecodeFault e) {
        return new Encoded(encoded); // text that is no UTF-8, for one
      }
    }
    return new Encoded(encoded);
  }

  /** Whether a constructor is that of a value which has no others in it. §1.2. */
  private static boolean isSingle(int constructor) {
    int kind = (constructor & 0xF0) >> 4;
    return kind >= 0x4 && kind <= 0xB && (constructor & 0xFF) != 0x45; // 0x45 is the empty list
  }

  private List<Binary> data() {
    List<Binary> data = new ArrayList<>(1);
    ValueReader reader = new ValueReader(bytes, sections.bodyAt(), sections.endAt(Section.DATA));
    while (reader.hasMore()) {
      if (reader.read() instanceof Described section && section.value() instanceof Binary binary) {
        data.add(binary);
      }
    }
    return data;
  }

  private Binary binary(int from, int to) {
    return new Binary(Arrays.copyOfRange(bytes, from, to));
  }
}

package io.warrenmq.core.store;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the stored form of numbers, texts and values into a buffer that grows. Numbers are
 * varints, seven bits a byte, lowest first; everything else is big-endian. {@link StoredInput}
 * reads it. Confined to its user.
 */
public final class StoredOutput {
  // What a rare large record made of the buffer is given up after it.
  private static final int KEPT_BYTES_MAX = 8 << 20;

  private final int initialBytes;
  private ByteBuffer buffer;
  private byte[] ascii = new byte[256];

  /**
   * An empty output.
   *
   * @param initialBytes room to begin with, 64 or more
   */
  public StoredOutput(int initialBytes) {
    this.initialBytes = initialBytes;
    this.buffer = ByteBuffer.allocateDirect(initialBytes);
  }

  /** Forgets what was written, and begins with so many bytes that the caller fills in later. */
  public void reset(int reservedBytes) {
    if (buffer.capacity() > Math.max(initialBytes, KEPT_BYTES_MAX)) {
      buffer = ByteBuffer.allocateDirect(initialBytes);
    }
    buffer.clear();
    ensure(reservedBytes);
    buffer.position(reservedBytes);
  }

  /** The buffer; what was written ends at its position. Another one after the next write. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Bytes so far, the reserved ones included. */
  public int size() {
    return buffer.position();
  }

  /** Takes back what was written after so many bytes. */
  public void cutTo(int size) {
    buffer.position(size);
  }

  /** Sees to it that so many bytes more fit. */
  public void ensure(int more) {
    if (buffer.remaining() < more) {
      long wanted = Math.max(buffer.capacity() * 2L, (long) buffer.position() + more);
      if (wanted > Integer.MAX_VALUE - 4096) {
        wanted = Math.addExact(buffer.position(), more);
      }
      ByteBuffer larger = ByteBuffer.allocateDirect(Math.toIntExact(wanted));
      larger.put(buffer.flip());
      buffer = larger;
    }
  }

  /** One byte. */
  public void putByte(int value) {
    ensure(1);
    buffer.put((byte) value);
  }

  /** Eight bytes. */
  public void putLong(long value) {
    ensure(8);
    buffer.putLong(value);
  }

  /** A number that is usually small and not negative; one to ten bytes. */
  public void putNumber(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  /** Raw bytes without their length. */
  public void putBytes(byte[] bytes, int from, int count) {
    ensure(count);
    buffer.put(bytes, from, count);
  }

  /** A text, with its length. */
  public void putText(String text) {
    int length = text.length();
    if (length > ascii.length) {
      putUtf8(text);
      return;
    }
    // Names and keys are nearly always ASCII: no array is made for them.
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        putUtf8(text);
        return;
      }
      ascii[i] = (byte) c;
    }
    putNumber(length);
    putBytes(ascii, 0, length);
  }

  private void putUtf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    putNumber(bytes.length);
    putBytes(bytes, 0, bytes.length);
  }

  /** Texts, with their number. */
  public void putTexts(List<String> texts) {
    putNumber(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      putText(texts.get(i));
    }
  }

  /** Names to values of the canonical types. */
  public void putMap(Map<?, ?> map) {
    putNumber(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      putValue(entry.getKey());
      putValue(entry.getValue());
    }
  }

  /**
   * A value of the canonical types of {@link io.warrenmq.api.message.CanonicalMessage}, with its
   * type.
   *
   * @throws IllegalArgumentException for any other
   */
  public void putValue(@Nullable Object value) {
    if (value == null) {
      putByte(StoredType.NULL);
    } else if (value instanceof String text) {
      putByte(StoredType.STRING);
      putText(text);
    } else if (value instanceof Boolean bool) {
      putByte(bool ? StoredType.TRUE : StoredType.FALSE);
    } else if (value instanceof Number number) {
      putNumeric(number);
    } else if (value instanceof Unsigned unsigned) {
      putByte(StoredType.UNSIGNED);
      putByte(unsigned.width());
      putLong(unsigned.bits());
    } else if (value instanceof Timestamp timestamp) {
      putByte(StoredType.TIMESTAMP);
      putLong(timestamp.epochMs());
    } else if (value instanceof Map<?, ?> map) {
      putByte(StoredType.MAP);
      putMap(map);
    } else if (value instanceof List<?> list) {
      putByte(StoredType.LIST);
      putNumber(list.size());
      list.forEach(this::putValue);
    } else {
      putRare(value);
    }
  }

  private void putNumeric(Number value) {
    if (value instanceof Byte) {
      putByte(StoredType.BYTE);
      putByte(value.byteValue());
    } else if (value instanceof Short) {
      putByte(StoredType.SHORT);
      putLong(value.longValue());
    } else if (value instanceof Integer) {
      putByte(StoredType.INT);
      putLong(value.longValue());
    } else if (value instanceof Long) {
      putByte(StoredType.LONG);
      putLong(value.longValue());
    } else if (value instanceof Float) {
      putByte(StoredType.FLOAT);
      putLong(Float.floatToRawIntBits(value.floatValue()));
    } else if (value instanceof Double) {
      putByte(StoredType.DOUBLE);
      putLong(Double.doubleToRawLongBits(value.doubleValue()));
    } else if (value instanceof BigDecimal decimal) {
      putByte(StoredType.DECIMAL);
      putText(decimal.toString());
    } else {
      throw notStorable(value);
    }
  }

  private void putRare(Object value) {
    if (value == Arguments.VOID) {
      putByte(StoredType.VOID);
    } else if (value instanceof Symbol symbol) {
      putByte(StoredType.SYMBOL);
      putText(symbol.text());
    } else if (value instanceof Binary binary) {
      putByte(StoredType.BINARY);
      putNumber(binary.bytes().length);
      putBytes(binary.bytes(), 0, binary.bytes().length);
    } else if (value instanceof Character character) {
      putByte(StoredType.CHAR);
      putLong(character);
    } else if (value instanceof UUID uuid) {
      putByte(StoredType.UUID);
      putLong(uuid.getMostSignificantBits());
      putLong(uuid.getLeastSignificantBits());
    } else if (value instanceof Arguments arguments) {
      putByte(StoredType.ARGUMENTS);
      putMap(arguments.asMap());
    } else {
      throw notStorable(value);
    }
  }

  private static IllegalArgumentException notStorable(Object value) {
    return new IllegalArgumentException("not of a canonical type: " + value.getClass().getName());
  }
}

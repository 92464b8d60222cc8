package io.warrenmq.core.store;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StoredOutput} has written. Trusts nothing: a length beyond the end, an unknown
 * type or a nesting too deep is a {@link MalformedException}. Confined to its user.
 */
public final class StoredInput {
  private static final int DEPTH_MAX = 200;

  private final ByteBuffer buffer;

  /** Reads a buffer from its position to its limit. */
  public StoredInput(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** The bytes are not what {@link StoredOutput} writes. */
  public static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public MalformedException(String what) {
      super(what);
    }
  }

  /** Whether bytes are left. */
  public boolean hasMore() {
    return buffer.hasRemaining();
  }

  /** How many bytes are left. */
  public int remaining() {
    return buffer.remaining();
  }

  /** Where the next byte is read from, in the buffer. */
  public int position() {
    return buffer.position();
  }

  private void need(long bytes) {
    if (bytes < 0 || bytes > buffer.remaining()) {
      throw new MalformedException(bytes + " bytes wanted, " + buffer.remaining() + " left");
    }
  }

  /** One byte, 0 to 255. */
  public int getByte() {
    need(1);
    return buffer.get() & 0xFF;
  }

  /** Eight bytes. */
  public long getLong() {
    need(8);
    return buffer.getLong();
  }

  /** A number of {@link StoredOutput#putNumber}. */
  public long getNumber() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = getByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedException("a number of more than ten bytes");
  }

  /** A count or a length that what is left of the bytes can hold. */
  public int getCount() {
    long count = getNumber();
    need(count);
    return (int) count;
  }

  /** So many raw bytes. */
  public byte[] getBytes(int count) {
    need(count);
    byte[] bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  /** A text. */
  public String getText() {
    int length = getCount();
    if (length == 0) {
      return "";
    }
    if (buffer.hasArray()) {
      String text =
          new String(
              buffer.array(),
              buffer.arrayOffset() + buffer.position(),
              length,
              StandardCharsets.UTF_8);
      buffer.position(buffer.position() + length);
      return text;
    }
    return new String(getBytes(length), StandardCharsets.UTF_8);
  }

  /** Texts. */
  public List<String> getTexts() {
    int count = getCount();
    if (count == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(Math.min(count, 1000));
    for (int i = 0; i < count; i++) {
      texts.add(getText());
    }
    return texts;
  }

  /** Names to values, in their order. */
  public Map<String, Object> getMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<Object, @Nullable Object> entry : getAnyMap(0).entrySet()) {
      if (!(entry.getKey() instanceof String name) || entry.getValue() == null) {
        throw new MalformedException("a map of names to values with something else in it");
      }
      map.put(name, entry.getValue());
    }
    return map;
  }

  private Map<Object, @Nullable Object> getAnyMap(int depth) {
    int count = getCount();
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Object key = getValue(depth);
      if (key == null) {
        throw new MalformedException("a map with a null key");
      }
      map.put(key, getValue(depth));
    }
    return map;
  }

  /** A value, with its type. */
  public @Nullable Object getValue() {
    return getValue(0);
  }

  private @Nullable Object getValue(int depth) {
    if (depth > DEPTH_MAX) {
      throw new MalformedException("values nested deeper than " + DEPTH_MAX);
    }
    int type = getByte();
    return switch (type) {
      case StoredType.NULL -> null;
      case StoredType.FALSE -> Boolean.FALSE;
      case StoredType.TRUE -> Boolean.TRUE;
      case StoredType.BYTE -> (byte) getByte();
      case StoredType.SHORT -> (short) getLong();
      case StoredType.INT -> (int) getLong();
      case StoredType.LONG -> getLong();
      case StoredType.UNSIGNED -> new Unsigned(getByte(), getLong());
      case StoredType.FLOAT -> Float.intBitsToFloat((int) getLong());
      case StoredType.DOUBLE -> Double.longBitsToDouble(getLong());
      case StoredType.DECIMAL -> getDecimal();
      case StoredType.CHAR -> (char) getLong();
      case StoredType.TIMESTAMP -> new Timestamp(getLong());
      case StoredType.UUID -> new UUID(getLong(), getLong());
      case StoredType.BINARY -> new Binary(getBytes(getCount()));
      case StoredType.STRING -> getText();
      case StoredType.SYMBOL -> new Symbol(getText());
      case StoredType.LIST -> getList(depth + 1);
      case StoredType.MAP -> getAnyMap(depth + 1);
      case StoredType.VOID -> Arguments.VOID;
      case StoredType.ARGUMENTS -> Arguments.of(getMap());
      default -> throw new MalformedException("no value type has the number " + type);
    };
  }

  private BigDecimal getDecimal() {
    String text = getText();
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new MalformedException("no decimal: " + text);
    }
  }

  private List<@Nullable Object> getList(int depth) {
    int count = getCount();
    List<@Nullable Object> list = new ArrayList<>(Math.min(count, 1000));
    for (int i = 0; i < count; i++) {
      list.add(getValue(depth));
    }
    return list;
  }
}

package io.warrenmq.amqp10.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of AMQP 1.0's types (part 1) one after the other, as canonical values; a described
 * value as {@link Described}. It trusts no length: nothing is read beyond the end it was given, no
 * memory is taken for what is only announced, and neither the depth of nesting nor the number of
 * values is the peer's to choose. Everything it throws is a {@link DecodeFault}. Confined to its
 * user.
 */
public final class ValueReader {
  /** How deep lists, maps, arrays and descriptions may stand in each other. */
  public static final int DEPTH_MAX = 32;

  /** How many values one reader reads at most. */
  public static final int VALUES_MAX = 64 * 1024;

  private static final int SAME_HASH_MAX = 64; // of a map's keys

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int at;
  private int values;

  /** Reads from a part of an array, which is not copied. */
  public ValueReader(byte[] bytes, int from, int to) {
    assert from >= 0 && from <= to && to <= bytes.length;
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** The offset of the next value. */
  public int position() {
    return at;
  }

  /** Whether bytes are left. */
  public boolean hasMore() {
    return at < end;
  }

  /** The next value. */
  public @Nullable Object read() {
    announce(1);
    return read(0);
  }

  /**
   * Passes over the descriptor of the next value, which must have one that is a ulong.
   *
   * @return the code; what it describes comes next
   */
  public long readDescriptorCode() {
    if (unsignedByte() != TypeCode.DESCRIBED) {
      throw new DecodeFault("a described value was expected");
    }
    int code = unsignedByte();
    return switch (code) {
      case TypeCode.ULONG_0 -> 0;
      case TypeCode.ULONG_SMALL -> unsignedByte();
      case TypeCode.ULONG -> (long) LONGS.get(bytes, take(8));
      default -> throw new DecodeFault("a descriptor that is no ulong");
    };
  }

  /** Passes over the next value, whose inside is not looked at. */
  public void skip() {
    skip(0);
  }

  private void skip(int depth) {
    int code = unsignedByte();
    if (code == TypeCode.DESCRIBED) {
      checkDepth(depth);
      skip(depth + 1);
      skip(depth + 1);
    } else {
      skipContent(code);
    }
  }

  private void skipContent(int code) {
    int width = TypeCode.width(code);
    take(
        switch (width) {
          case -1 -> unsignedByte();
          case -4 -> length32();
          case Integer.MIN_VALUE -> throw unknown(code);
          default -> width;
        });
  }

  private @Nullable Object read(int depth) {
    int code = unsignedByte();
    if (code != TypeCode.DESCRIBED) {
      return content(code, depth);
    }
    checkDepth(depth);
    announce(2);
    Object descriptor = descriptor(depth);
    return new Described(descriptor, read(depth + 1));
  }

  private Object descriptor(int depth) {
    Object descriptor = read(depth + 1);
    if (descriptor == null) {
      throw new DecodeFault("a descriptor that is null");
    }
    return descriptor;
  }

  private @Nullable Object content(int code, int depth) {
    return switch (code) {
      case TypeCode.NULL -> null;
      case TypeCode.TRUE -> true;
      case TypeCode.FALSE -> false;
      case TypeCode.BOOLEAN -> bool(unsignedByte());
      case TypeCode.UBYTE -> Unsigned.ubyte(unsignedByte());
      case TypeCode.USHORT -> Unsigned.ushort((short) SHORTS.get(bytes, take(2)));
      case TypeCode.UINT -> Unsigned.uint((int) INTS.get(bytes, take(4)));
      case TypeCode.UINT_SMALL -> Unsigned.uint(unsignedByte());
      case TypeCode.UINT_0 -> Unsigned.uint(0);
      case TypeCode.ULONG -> Unsigned.ulong((long) LONGS.get(bytes, take(8)));
      case TypeCode.ULONG_SMALL -> Unsigned.ulong(unsignedByte());
      case TypeCode.ULONG_0 -> Unsigned.ulong(0);
      case TypeCode.BYTE -> (byte) unsignedByte();
      case TypeCode.SHORT -> (short) SHORTS.get(bytes, take(2));
      case TypeCode.INT -> (int) INTS.get(bytes, take(4));
      case TypeCode.INT_SMALL -> (int) (byte) unsignedByte();
      case TypeCode.LONG -> (long) LONGS.get(bytes, take(8));
      case TypeCode.LONG_SMALL -> (long) (byte) unsignedByte();
      case TypeCode.FLOAT -> Float.intBitsToFloat((int) INTS.get(bytes, take(4)));
      case TypeCode.DOUBLE -> Double.longBitsToDouble((long) LONGS.get(bytes, take(8)));
      case TypeCode.DECIMAL_32, TypeCode.DECIMAL_64, TypeCode.DECIMAL_128 -> decimal(code);
      case TypeCode.CHAR -> character((int) INTS.get(bytes, take(4)));
      case TypeCode.TIMESTAMP -> new Timestamp((long) LONGS.get(bytes, take(8)));
      case TypeCode.UUID ->
          new UUID((long) LONGS.get(bytes, take(8)), (long) LONGS.get(bytes, take(8)));
      case TypeCode.BINARY_8 -> binary(unsignedByte());
      case TypeCode.BINARY_32 -> binary(length32());
      case TypeCode.STRING_8 -> string(unsignedByte());
      case TypeCode.STRING_32 -> string(length32());
      case TypeCode.SYMBOL_8 -> symbol(unsignedByte());
      case TypeCode.SYMBOL_32 -> symbol(length32());
      case TypeCode.LIST_0 -> List.of();
      case TypeCode.LIST_8 -> list(endOf(unsignedByte()), unsignedByte(), depth);
      case TypeCode.LIST_32 -> list(endOf(length32()), length32(), depth);
      case TypeCode.MAP_8 -> map(endOf(unsignedByte()), unsignedByte(), depth);
      case TypeCode.MAP_32 -> map(endOf(length32()), length32(), depth);
      case TypeCode.ARRAY_8 -> array(endOf(unsignedByte()), unsignedByte(), depth);
      case TypeCode.ARRAY_32 -> array(endOf(length32()), length32(), depth);
      default -> throw unknown(code);
    };
  }

  static boolean bool(int octet) {
    if (octet > 1) {
      throw new DecodeFault("a boolean of " + octet);
    }
    return octet == 1;
  }

  /** Beyond the first plane, which Java's characters end with, it becomes text. */
  private static Object character(int codePoint) {
    if (!Character.isValidCodePoint(codePoint)) {
      throw new DecodeFault("a character that is none");
    }
    return Character.isBmpCodePoint(codePoint)
        ? (Object) (char) codePoint
        : Character.toString(codePoint);
  }

  private Object decimal(int code) {
    int width = TypeCode.width(code);
    int from = take(width);
    return Decimals.read(Arrays.copyOfRange(bytes, from, from + width));
  }

  private Binary binary(int length) {
    int from = take(length);
    return new Binary(Arrays.copyOfRange(bytes, from, from + length));
  }

  private String string(int length) {
    int from = take(length);
    if (isAscii(from, length)) {
      return new String(bytes, from, length, US_ASCII);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
    } catch (CharacterCodingException e) {
      throw new DecodeFault("text that is no UTF-8");
    }
  }

  private Symbol symbol(int length) {
    int from = take(length);
    if (!isAscii(from, length)) {
      throw new DecodeFault("a symbol that is not ASCII");
    }
    return new Symbol(new String(bytes, from, length, US_ASCII));
  }

  private boolean isAscii(int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  // ---- compounds: whose end was read before their count ----

  private List<@Nullable Object> list(int to, int count, int depth) {
    checkDepth(depth);
    checkCount(count, to);
    announce(count);
    List<@Nullable Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(read(depth + 1));
    }
    checkEnd(to);
    return list;
  }

  private Map<@Nullable Object, @Nullable Object> map(int to, int count, int depth) {
    checkDepth(depth);
    checkCount(count, to);
    if (count % 2 != 0) {
      throw new DecodeFault("a map of an odd number of values");
    }
    announce(count);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    Map<Integer, Integer> hashes = count / 2 > SAME_HASH_MAX ? new HashMap<>() : Map.of();
    for (int i = 0; i < count; i += 2) {
      Object key = read(depth + 1);
      if (count / 2 > SAME_HASH_MAX) {
        checkHash(hashes, key);
      }
      map.putIfAbsent(key, read(depth + 1));
    }
    checkEnd(to);
    return map;
  }

  /** Keys that were chosen for their equal hashes would take time by the square of their number. */
  private static void checkHash(Map<Integer, Integer> hashes, @Nullable Object key) {
    if (hashes.merge(Objects.hashCode(key), 1, Integer::sum) > SAME_HASH_MAX) {
      throw new DecodeFault("a map of more than " + SAME_HASH_MAX + " keys with the same hash");
    }
  }

  private List<@Nullable Object> array(int to, int count, int depth) {
    checkDepth(depth);
    Object descriptor = null;
    int code = unsignedByte();
    if (code == TypeCode.DESCRIBED) {
      announce(1);
      descriptor = descriptor(depth);
      code = unsignedByte();
    }
    int width = TypeCode.width(code);
    if (code == TypeCode.DESCRIBED || width == Integer.MIN_VALUE) {
      throw unknown(code);
    }
    announce(count);
    if (width == 0) { // Any number of them takes no bytes; so it takes no memory either.
      List<@Nullable Object> same = Collections.nCopies(count, element(descriptor, code, depth));
      checkEnd(to);
      return same;
    }
    checkCount(count, to);
    List<@Nullable Object> array = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      array.add(element(descriptor, code, depth));
    }
    checkEnd(to);
    return array;
  }

  private @Nullable Object element(@Nullable Object descriptor, int code, int depth) {
    Object value = content(code, depth + 1);
    return descriptor == null ? value : new Described(descriptor, value);
  }

  private static void checkDepth(int depth) {
    if (depth >= DEPTH_MAX) {
      throw new DecodeFault("values nested deeper than " + DEPTH_MAX);
    }
  }

  /** Counts values before any of them is read, and before memory is taken for them. */
  private void announce(int count) {
    if (count > VALUES_MAX - values) {
      throw new DecodeFault("more than " + VALUES_MAX + " values");
    }
    values += count;
  }

  /** Each value takes a byte at least. */
  private void checkCount(int count, int to) {
    if (count > to - at) {
      throw new DecodeFault(count + " values in " + (to - at) + " bytes");
    }
  }

  private void checkEnd(int to) {
    if (at != to) {
      throw new DecodeFault("a compound value whose size is not that of its values");
    }
  }

  private int endOf(int size) {
    if (size > end - at) {
      throw new DecodeFault("a value of " + size + " bytes where " + (end - at) + " are left");
    }
    return at + size;
  }

  private int length32() {
    int length = (int) INTS.get(bytes, take(4));
    if (length < 0) {
      throw new DecodeFault("a length of " + Integer.toUnsignedString(length));
    }
    return length;
  }

  private int unsignedByte() {
    return bytes[take(1)] & 0xFF;
  }

  /** Takes bytes, and gives the offset of the first. */
  private int take(int count) {
    if (count > end - at) {
      throw new DecodeFault("a value of " + count + " bytes where " + (end - at) + " are left");
    }
    int from = at;
    at += count;
    return from;
  }

  private static DecodeFault unknown(int code) {
    return new DecodeFault("no type has the constructor 0x" + Integer.toHexString(code));
  }
}

package io.warrenmq.amqp10.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes over values where they lie in an array: for what is asked of every message. Makes no objects
 * but for what is asked of it, and looks into no value but those it is asked for. One for many
 * arrays. Everything it throws is a {@link DecodeFault}. Confined to its user.
 */
public final class ValueCursor {
  private static final byte LENGTH_8 = -1; // bytes of length follow the constructor, not of a value
  private static final byte LENGTH_32 = -4;
  private static final byte UNKNOWN = Byte.MIN_VALUE;
  private static final byte[] WIDTHS = widths();
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int at;
  private int end;

  /** Creates it, before any array. */
  public ValueCursor() {}

  private static byte[] widths() {
    byte[] widths = new byte[256];
    Arrays.fill(widths, UNKNOWN);
    int[] known = {
      TypeCode.NULL, TypeCode.TRUE, TypeCode.FALSE, TypeCode.BOOLEAN,
      TypeCode.UINT_0, TypeCode.ULONG_0, TypeCode.LIST_0, TypeCode.UBYTE,
      TypeCode.BYTE, TypeCode.UINT_SMALL, TypeCode.ULONG_SMALL, TypeCode.INT_SMALL,
      TypeCode.LONG_SMALL, TypeCode.USHORT, TypeCode.SHORT, TypeCode.UINT,
      TypeCode.INT, TypeCode.FLOAT, TypeCode.CHAR, TypeCode.DECIMAL_32,
      TypeCode.ULONG, TypeCode.LONG, TypeCode.DOUBLE, TypeCode.TIMESTAMP,
      TypeCode.DECIMAL_64, TypeCode.DECIMAL_128, TypeCode.UUID, TypeCode.BINARY_8,
      TypeCode.BINARY_32, TypeCode.STRING_8, TypeCode.STRING_32, TypeCode.SYMBOL_8,
      TypeCode.SYMBOL_32, TypeCode.LIST_8, TypeCode.LIST_32, TypeCode.MAP_8,
      TypeCode.MAP_32, TypeCode.ARRAY_8, TypeCode.ARRAY_32
    };
    for (int code : known) {
      widths[code] = (byte) TypeCode.width(code);
    }
    return widths;
  }

  /** Goes to a part of an array, which is not copied. */
  public void begin(byte[] array, int from, int to) {
    assert from >= 0 && from <= to && to <= array.length;
    bytes = array;
    at = from;
    end = to;
  }

  /** Lets go of the array. */
  public void clear() {
    begin(NONE, 0, 0);
  }

  /** The offset of the next value. */
  public int position() {
    return at;
  }

  /** Whether bytes are left. */
  public boolean hasMore() {
    return at < end;
  }

  /** Whether the next value is null; passes over it then. */
  public boolean skipNull() {
    if (at < end && bytes[at] == TypeCode.NULL) {
      at++;
      return true;
    }
    return false;
  }

  /** Whether text comes next. */
  public boolean isString() {
    int code = code();
    return code == TypeCode.STRING_8 || code == TypeCode.STRING_32;
  }

  /** Whether a symbol comes next. */
  public boolean isSymbol() {
    int code = code();
    return code == TypeCode.SYMBOL_8 || code == TypeCode.SYMBOL_32;
  }

  /** Whether a binary comes next. */
  public boolean isBinary() {
    int code = code();
    return code == TypeCode.BINARY_8 || code == TypeCode.BINARY_32;
  }

  /** Whether a list comes next. */
  public boolean isList() {
    int code = code();
    return code == TypeCode.LIST_8 || code == TypeCode.LIST_0 || code == TypeCode.LIST_32;
  }

  /** Whether a map comes next. */
  public boolean isMap() {
    int code = code();
    return code == TypeCode.MAP_8 || code == TypeCode.MAP_32;
  }

  /** Whether a ulong comes next. */
  public boolean isUlong() {
    int code = code();
    return code == TypeCode.ULONG_SMALL || code == TypeCode.ULONG || code == TypeCode.ULONG_0;
  }

  /**
   * Whether the next value is a text or symbol of these bytes. Stays where it is.
   *
   * @param text what it is compared with
   */
  public boolean isText(byte[] text) {
    if (!isSymbol() && !isString()) {
      return false;
    }
    int width = WIDTHS[code()];
    int from = at + 1 - width;
    if (from > end) {
      return false;
    }
    int length = width == LENGTH_8 ? bytes[at + 1] & 0xFF : int32(at + 1);
    return length == text.length
        && length <= end - from
        && Arrays.equals(bytes, from, from + length, text, 0, length);
  }

  /**
   * Steps into the list that comes next and ends where the bytes end; what is in it comes next.
   *
   * @return how many values it has
   */
  public int enterList() {
    int code = code();
    at++;
    return switch (code) {
      case TypeCode.LIST_0 -> enter(0, 0);
      case TypeCode.LIST_8 -> enter(1);
      case TypeCode.LIST_32 -> enter(4);
      default -> throw new DecodeFault("no list where one must be");
    };
  }

  /**
   * Steps into the map that comes next and ends where the bytes end; its first key comes next.
   *
   * @return how many entries it has
   */
  public int enterMap() {
    int code = code();
    at++;
    int count =
        switch (code) {
          case TypeCode.MAP_8 -> enter(1);
          case TypeCode.MAP_32 -> enter(4);
          default -> throw new DecodeFault("no map where one must be");
        };
    if (count % 2 != 0) {
      throw new DecodeFault("a map of an odd number of values");
    }
    return count / 2;
  }

  private int enter(int width) {
    int from = take(2 * width);
    return width == 1
        ? enter((bytes[from] & 0xFF) - 1, bytes[from + 1] & 0xFF)
        : enter(int32(from) - 4, int32(from + 4));
  }

  /** Each value takes a byte at least. */
  private int enter(int size, int count) {
    if (size != end - at || count < 0 || count > size) {
      throw new DecodeFault("a compound value whose size is not that of its values");
    }
    return count;
  }

  /** Makes sure that all has been gone over. */
  public void checkEnd() {
    if (at != end) {
      throw new DecodeFault("a compound value whose size is not that of its values");
    }
  }

  /** The next value, a boolean. */
  public boolean bool() {
    int code = bytes[take(1)] & 0xFF;
    if (code == TypeCode.BOOLEAN) {
      int octet = bytes[take(1)];
      if (octet >> 1 == 0) {
        return octet == 1;
      }
    } else if (code == TypeCode.TRUE || code == TypeCode.FALSE) {
      return code == TypeCode.TRUE;
    }
    throw new DecodeFault("no boolean where one must be");
  }

  /** The next value, an unsigned number of at most 32 bits. */
  public long uint() {
    int code = bytes[take(1)] & 0xFF;
    return switch (code) {
      case TypeCode.UINT_0 -> 0;
      case TypeCode.UBYTE, TypeCode.UINT_SMALL -> bytes[take(1)] & 0xFF;
      case TypeCode.UINT -> int32(take(4)) & 0xFFFF_FFFFL;
      default -> throw new DecodeFault("no uint where one must be");
    };
  }

  /** The next value, an object. */
  public @Nullable Object value() {
    ValueReader reader = new ValueReader(bytes, at, end);
    Object value = reader.read();
    at = reader.position();
    return value;
  }

  /** Passes over the next value, whose inside is not looked at. */
  public void skip() {
    skip(0);
  }

  private void skip(int depth) {
    int code = code();
    at++;
    if (code == TypeCode.DESCRIBED) {
      if (depth >= ValueReader.DEPTH_MAX) {
        throw new DecodeFault("values nested deeper than " + ValueReader.DEPTH_MAX);
      }
      skip(depth + 1);
      skip(depth + 1);
      return;
    }
    int width = WIDTHS[code];
    if (width >= 0) {
      take(width);
    } else if (width == LENGTH_8) {
      take(bytes[take(1)] & 0xFF);
    } else if (width == LENGTH_32) {
      take(int32(take(4)));
    } else {
      throw new DecodeFault("no type has the constructor 0x" + Integer.toHexString(code));
    }
  }

  /** The constructor of the next value. */
  private int code() {
    if (at >= end) {
      throw new DecodeFault("a value is missing at the end");
    }
    return bytes[at] & 0xFF;
  }

  private int int32(int from) {
    return bytes[from] << 24
        | (bytes[from + 1] & 0xFF) << 16
        | (bytes[from + 2] & 0xFF) << 8
        | (bytes[from + 3] & 0xFF);
  }

  /** Takes bytes, and gives the offset of the first. */
  private int take(int count) {
    if (count < 0 || count > end - at) {
      throw new DecodeFault(
          "a value of " + Integer.toUnsignedString(count) + " bytes where " + (end - at) + " are");
    }
    int from = at;
    at += count;
    return from;
  }
}

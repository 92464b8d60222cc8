package io.warrenmq.amqp10.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical values in AMQP 1.0's types (part 1), each in its shortest form, except for lists
 * and maps, whose size is put right when they end. The buffer grows. Stateless.
 */
public final class ValueWriter {
  private static final int COMPOUND_8_MAX = 0xFF;
  private static final int HEAD_32 = 9; // constructor, size, count
  private static final int HEAD_8 = 3;

  private ValueWriter() {}

  /**
   * Writes a value.
   *
   * @param value a canonical value, {@link Described}, {@link ValueArray} or {@link Arguments#VOID}
   * @throws IllegalArgumentException when it is none
   */
  public static void write(ByteBuf out, @Nullable Object value) {
    if (value == null || value == Arguments.VOID) {
      out.writeByte(TypeCode.NULL);
    } else if (value instanceof String text) {
      string(out, text);
    } else if (value instanceof Symbol symbol) {
      symbol(out, symbol.text());
    } else if (value instanceof Unsigned number) {
      unsigned(out, number);
    } else if (value instanceof Boolean flag) {
      bool(out, flag);
    } else if (value instanceof Number number) {
      number(out, number);
    } else if (value instanceof Timestamp time) {
      out.writeByte(TypeCode.TIMESTAMP).writeLong(time.epochMs());
    } else if (value instanceof UUID uuid) {
      out.writeByte(TypeCode.UUID);
      out.writeLong(uuid.getMostSignificantBits()).writeLong(uuid.getLeastSignificantBits());
    } else if (value instanceof Binary binary) {
      binary(out, binary.bytes());
    } else if (value instanceof Character character) {
      out.writeByte(TypeCode.CHAR).writeInt(character);
    } else if (value instanceof Map<?, ?> map) {
      map(out, map);
    } else if (value instanceof Arguments arguments) {
      map(out, arguments.asMap());
    } else if (value instanceof List<?> list) {
      list(out, list);
    } else if (value instanceof ValueArray array) {
      array(out, array.values());
    } else if (value instanceof Described described) {
      out.writeByte(TypeCode.DESCRIBED);
      write(out, described.descriptor());
      write(out, described.value());
    } else {
      throw new IllegalArgumentException("no value of AMQP 1.0: " + value.getClass());
    }
  }

  /** Writes a boolean. */
  public static void bool(ByteBuf out, boolean value) {
    out.writeByte(value ? TypeCode.TRUE : TypeCode.FALSE);
  }

  /** Writes text. No garbage. */
  public static void string(ByteBuf out, String text) {
    int length = ByteBufUtil.utf8Bytes(text);
    length(out, length, TypeCode.STRING_8, TypeCode.STRING_32);
    ByteBufUtil.reserveAndWriteUtf8(out, text, length);
  }

  /** Writes a symbol; what is not ASCII becomes a question mark. */
  public static void symbol(ByteBuf out, String text) {
    symbol(out, text.getBytes(US_ASCII));
  }

  /** Writes a symbol. No garbage. */
  public static void symbol(ByteBuf out, byte[] ascii) {
    bytes(out, ascii, TypeCode.SYMBOL_8, TypeCode.SYMBOL_32);
  }

  /** Writes a binary. */
  public static void binary(ByteBuf out, byte[] value) {
    bytes(out, value, TypeCode.BINARY_8, TypeCode.BINARY_32);
  }

  /** Begins a binary of at most 255 bytes, which are to follow. */
  public static void binaryHead(ByteBuf out, int length) {
    out.writeByte(TypeCode.BINARY_8).writeByte(length);
  }

  /** Writes so many values that are absent. */
  public static void nulls(ByteBuf out, int count) {
    for (int i = 0; i < count; i++) {
      out.writeByte(TypeCode.NULL);
    }
  }

  /** Writes a ubyte of 0 to 255. */
  public static void ubyte(ByteBuf out, int value) {
    out.writeByte(TypeCode.UBYTE).writeByte(value);
  }

  /** Writes a uint of 0 to 2³²−1. */
  public static void uint(ByteBuf out, long value) {
    if (value == 0) {
      out.writeByte(TypeCode.UINT_0);
    } else if (value >>> 8 == 0) {
      out.writeByte(TypeCode.UINT_SMALL).writeByte((int) value);
    } else {
      out.writeByte(TypeCode.UINT).writeInt((int) value);
    }
  }

  /** Writes a ulong, whose bits are read as unsigned. */
  public static void ulong(ByteBuf out, long bits) {
    if (bits == 0) {
      out.writeByte(TypeCode.ULONG_0);
    } else if (bits >>> 8 == 0) {
      out.writeByte(TypeCode.ULONG_SMALL).writeByte((int) bits);
    } else {
      out.writeByte(TypeCode.ULONG).writeLong(bits);
    }
  }

  /**
   * Writes a composite type: a list with a descriptor. Fields that are null at its end are left
   * out. §1.4.
   *
   * @param code the descriptor's code
   * @param fields canonical values, {@link Described} or null, in the order of the specification
   */
  public static void composite(ByteBuf out, long code, List<@Nullable Object> fields) {
    descriptor(out, code);
    int count = fields.size();
    while (count > 0 && fields.get(count - 1) == null) {
      count--;
    }
    list(out, fields.subList(0, count));
  }

  /** Writes a descriptor; what it describes is to follow. */
  public static void descriptor(ByteBuf out, long code) {
    out.writeByte(TypeCode.DESCRIBED);
    ulong(out, code);
  }

  /** Of an array that holds nothing, symbols: fields that have many of them are the only ones. */
  private static int elementCode(List<?> values) {
    Object first = values.isEmpty() ? null : values.get(0);
    if (first instanceof Map<?, ?>) {
      return TypeCode.MAP_32;
    }
    return first instanceof String ? TypeCode.STRING_32 : TypeCode.SYMBOL_32;
  }

  private static void array(ByteBuf out, List<?> values) {
    int start = out.writerIndex();
    out.writeByte(TypeCode.ARRAY_32).writeInt(0).writeInt(values.size());
    out.writeByte(elementCode(values));
    for (Object value : values) {
      int element = out.writerIndex();
      out.writeInt(0);
      if (value instanceof Map<?, ?> map) {
        out.writeInt(map.size() * 2);
        entries(out, map);
      } else {
        out.writeCharSequence(value.toString(), value instanceof Symbol ? US_ASCII : UTF_8);
      }
      out.setInt(element, out.writerIndex() - element - 4);
    }
    out.setInt(start + 1, out.writerIndex() - start - 5);
  }

  /**
   * Begins a map or list; what it holds is to follow.
   *
   * @return what {@link #end} needs
   */
  public static int begin(ByteBuf out) {
    int start = out.writerIndex();
    out.writeZero(HEAD_32);
    return start;
  }

  /**
   * Ends a map.
   *
   * @param start what {@link #begin} gave
   * @param count how many values were written; twice the number of its entries
   */
  public static void endMap(ByteBuf out, int start, int count) {
    end(out, start, count, TypeCode.MAP_8, TypeCode.MAP_32);
  }

  /**
   * Begins a list of at most 255 bytes and values, which are to follow.
   *
   * @return what {@link #endShortList} needs
   */
  public static int beginShortList(ByteBuf out, int count) {
    int start = out.writerIndex();
    out.writeByte(TypeCode.LIST_8).writeByte(0).writeByte(count);
    return start;
  }

  /** Ends it. */
  public static void endShortList(ByteBuf out, int start) {
    out.setByte(start + 1, out.writerIndex() - start - 2);
  }

  /** Writes a list that holds nothing. */
  public static void emptyList(ByteBuf out) {
    out.writeByte(TypeCode.LIST_0);
  }

  /** Ends a list, as {@link #endMap}. */
  public static void endList(ByteBuf out, int start, int count) {
    end(out, start, count, TypeCode.LIST_8, TypeCode.LIST_32);
  }

  private static void end(ByteBuf out, int start, int count, int short8, int long32) {
    int length = out.writerIndex() - start - HEAD_32;
    if (length + 1 <= COMPOUND_8_MAX && count <= COMPOUND_8_MAX) {
      out.setByte(start, short8).setByte(start + 1, length + 1).setByte(start + 2, count);
      // The values move up to the shorter head: within one buffer it is as if copied in between.
      out.setBytes(start + HEAD_8, out, start + HEAD_32, length);
      out.writerIndex(start + HEAD_8 + length);
    } else {
      out.setByte(start, long32).setInt(start + 1, length + 4).setInt(start + 5, count);
    }
  }

  private static void list(ByteBuf out, List<?> list) {
    if (list.isEmpty()) {
      out.writeByte(TypeCode.LIST_0);
      return;
    }
    int start = begin(out);
    for (Object value : list) {
      write(out, value);
    }
    endList(out, start, list.size());
  }

  private static void map(ByteBuf out, Map<?, ?> map) {
    int start = begin(out);
    entries(out, map);
    endMap(out, start, map.size() * 2);
  }

  private static void entries(ByteBuf out, Map<?, ?> map) {
    map.forEach(
        (key, value) -> {
          write(out, key);
          write(out, value);
        });
  }

  private static void unsigned(ByteBuf out, Unsigned number) {
    switch (number.width()) {
      case 8 -> ubyte(out, (int) number.bits());
      case 16 -> out.writeByte(TypeCode.USHORT).writeShort((int) number.bits());
      case 32 -> uint(out, number.bits());
      default -> ulong(out, number.bits());
    }
  }

  private static void number(ByteBuf out, Number number) {
    if (number instanceof Integer value) {
      if (value == value.byteValue()) {
        out.writeByte(TypeCode.INT_SMALL).writeByte(value);
      } else {
        out.writeByte(TypeCode.INT).writeInt(value);
      }
    } else if (number instanceof Long value) {
      if (value == value.byteValue()) {
        out.writeByte(TypeCode.LONG_SMALL).writeByte(value.intValue());
      } else {
        out.writeByte(TypeCode.LONG).writeLong(value);
      }
    } else if (number instanceof Short value) {
      out.writeByte(TypeCode.SHORT).writeShort(value);
    } else if (number instanceof Byte value) {
      out.writeByte(TypeCode.BYTE).writeByte(value);
    } else if (number instanceof Double value) {
      out.writeByte(TypeCode.DOUBLE).writeDouble(value);
    } else if (number instanceof Float value) {
      out.writeByte(TypeCode.FLOAT).writeFloat(value);
    } else if (number instanceof BigDecimal value) {
      out.writeByte(TypeCode.DECIMAL_128).writeBytes(Decimals.write(value));
    } else {
      throw new IllegalArgumentException("no value of AMQP 1.0: " + number.getClass());
    }
  }

  private static void bytes(ByteBuf out, byte[] value, int short8, int long32) {
    length(out, value.length, short8, long32);
    out.writeBytes(value);
  }

  private static void length(ByteBuf out, int length, int short8, int long32) {
    if (length <= COMPOUND_8_MAX) {
      out.writeByte(short8).writeByte(length);
    } else {
      out.writeByte(long32).writeInt(length);
    }
  }
}

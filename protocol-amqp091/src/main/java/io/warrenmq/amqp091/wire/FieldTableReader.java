package io.warrenmq.amqp091.wire;

import io.warrenmq.amqp091.error.ReplyCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Decodes one field table. {@code end} is the end of the innermost table or array: no length is
 * believed, and nothing taken for it, before it is seen to fit in there. Takes memory for at most a
 * small multiple of the octets read.
 */
final class FieldTableReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private int position;
  private int end;

  FieldTableReader(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** Reads entries up to {@link #end}. */
  FieldTable table(int depth) {
    if (position == end) {
      return FieldTable.EMPTY;
    }
    checkDepth(depth);
    String[] names = new String[8];
    Object[] values = new Object[8];
    int count = 0;
    while (position < end) {
      if (count == names.length) {
        names = Arrays.copyOf(names, count * 2);
        values = Arrays.copyOf(values, count * 2);
      }
      int length = bytes[take(1)] & 0xFF;
      names[count] = Shortstr.decodeLenient(bytes, take(length), length);
      values[count++] = value(bytes[take(1)], depth);
    }
    return new FieldTable(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
  }

  private List<Object> array(int depth) {
    if (position == end) {
      return List.of();
    }
    checkDepth(depth);
    List<Object> values = new ArrayList<>();
    while (position < end) {
      values.add(value(bytes[take(1)], depth));
    }
    return Collections.unmodifiableList(values);
  }

  private Object value(byte type, int depth) {
    return switch (type) {
      case 'S' -> LongString.ofBytes(octets());
      case 'I' -> (int) INT.get(bytes, take(4));
      case 't' -> bytes[take(1)] != 0;
      case 'l', 'L' -> (long) LONG.get(bytes, take(8));
      case 'T' -> new Timestamp((long) LONG.get(bytes, take(8)));
      case 'F' -> nestedTable(depth + 1);
      case 'A' -> nestedArray(depth + 1);
      case 'b' -> bytes[take(1)];
      case 'B' -> new UnsignedByte(bytes[take(1)] & 0xFF);
      case 's' -> (short) SHORT.get(bytes, take(2));
      case 'u' -> new UnsignedShort((short) SHORT.get(bytes, take(2)) & 0xFFFF);
      case 'i' -> new UnsignedInt(unsignedInt());
      case 'd' -> Double.longBitsToDouble((long) LONG.get(bytes, take(8)));
      case 'f' -> Float.intBitsToFloat((int) INT.get(bytes, take(4)));
      case 'D' -> new Decimal(bytes[take(1)] & 0xFF, unsignedInt());
      case 'x' -> ByteArray.ofBytes(octets());
      case 'V' -> VoidValue.VOID;
      default -> throw unknownType(type);
    };
  }

  private FieldTable nestedTable(int depth) {
    int outerEnd = enter();
    FieldTable table = table(depth);
    end = outerEnd;
    return table;
  }

  private List<Object> nestedArray(int depth) {
    int outerEnd = enter();
    List<Object> array = array(depth);
    end = outerEnd;
    return array;
  }

  /** Reads a length and narrows {@link #end} to it; returns the end until now. */
  private int enter() {
    int length = (int) INT.get(bytes, take(4));
    int outerEnd = end;
    int start = take(length);
    position = start;
    end = start + length;
    return outerEnd;
  }

  private byte[] octets() {
    int length = (int) INT.get(bytes, take(4));
    int start = take(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  private long unsignedInt() {
    return (int) INT.get(bytes, take(4)) & 0xFFFF_FFFFL;
  }

  /**
   * Steps over {@code length} octets, a negative number being one of 2^31 or more; returns where
   * they begin.
   */
  private int take(int length) {
    int start = position;
    if (length < 0 || length > end - start) {
      throw truncated();
    }
    position = start + length;
    return start;
  }

  static void checkDepth(int depth) {
    if (depth > FieldTable.DEPTH_MAX) {
      throw new MalformedFrame(
          ReplyCode.SYNTAX_ERROR,
          "field table nested deeper than " + FieldTable.DEPTH_MAX + " levels");
    }
  }

  static MalformedFrame truncated() {
    return new MalformedFrame(
        ReplyCode.SYNTAX_ERROR, "a length in a field table exceeds what encloses it");
  }

  static MalformedFrame unknownType(byte type) {
    return new MalformedFrame(
        ReplyCode.SYNTAX_ERROR, "unknown value type " + (type & 0xFF) + " in a field table");
  }
}

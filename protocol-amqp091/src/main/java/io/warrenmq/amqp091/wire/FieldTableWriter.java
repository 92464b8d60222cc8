package io.warrenmq.amqp091.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Encodes field tables; the types are {@link FieldTable}'s. */
final class FieldTableWriter {
  private FieldTableWriter() {}

  static void table(ByteBuf out, FieldTable table) {
    int start = out.writerIndex();
    out.writeInt(0);
    entries(out, table);
    out.setInt(start, out.writerIndex() - start - 4);
  }

  static void entries(ByteBuf out, FieldTable table) {
    for (int i = 0; i < table.size(); i++) {
      Shortstr.write(out, table.name(i));
      value(out, table.value(i));
    }
  }

  private static void array(ByteBuf out, List<?> values) {
    int start = out.writerIndex();
    out.writeInt(0);
    for (Object value : values) {
      value(out, value);
    }
    out.setInt(start, out.writerIndex() - start - 4);
  }

  private static void value(ByteBuf out, Object value) {
    if (value instanceof LongString string) {
      octets(out, 'S', string.bytes());
    } else if (value instanceof Integer number) {
      out.writeByte('I').writeInt(number);
    } else if (value instanceof Boolean bool) {
      out.writeByte('t').writeByte(bool ? 1 : 0);
    } else if (value instanceof Long number) {
      out.writeByte('l').writeLong(number);
    } else if (value instanceof Timestamp time) {
      out.writeByte('T').writeLong(time.seconds());
    } else if (value instanceof FieldTable table) {
      out.writeByte('F');
      table(out, table);
    } else if (value instanceof List<?> array) {
      out.writeByte('A');
      array(out, array);
    } else if (value instanceof Byte number) {
      out.writeByte('b').writeByte(number);
    } else if (value instanceof UnsignedByte number) {
      out.writeByte('B').writeByte(number.value());
    } else if (value instanceof Short number) {
      out.writeByte('s').writeShort(number);
    } else if (value instanceof UnsignedShort number) {
      out.writeByte('u').writeShort(number.value());
    } else if (value instanceof UnsignedInt number) {
      out.writeByte('i').writeInt((int) number.value());
    } else if (value instanceof Double number) {
      out.writeByte('d').writeDouble(number);
    } else if (value instanceof Float number) {
      out.writeByte('f').writeFloat(number);
    } else if (value instanceof Decimal decimal) {
      out.writeByte('D').writeByte(decimal.scale()).writeInt((int) decimal.unscaled());
    } else if (value instanceof ByteArray array) {
      octets(out, 'x', array.bytes());
    } else if (value == VoidValue.VOID) {
      out.writeByte('V');
    } else {
      throw new IllegalStateException("unchecked value in a field table: " + value.getClass());
    }
  }

  private static void octets(ByteBuf out, char type, byte[] octets) {
    out.writeByte(type).writeInt(octets.length).writeBytes(octets);
  }

  /** The value as a table keeps it. Throws for a type that no table can hold. */
  static Object normalise(Object value) {
    if (value instanceof String string) {
      return LongString.of(string);
    }
    if (value instanceof List<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      for (Object each : list) {
        values.add(normalise(each));
      }
      return Collections.unmodifiableList(values);
    }
    if (isScalar(value) || value instanceof FieldTable) {
      return value;
    }
    throw new IllegalArgumentException("a field table cannot hold a " + value.getClass().getName());
  }

  private static boolean isScalar(Object value) {
    return value instanceof LongString
        || value instanceof Boolean
        || value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Float
        || value instanceof Double
        || value instanceof UnsignedByte
        || value instanceof UnsignedShort
        || value instanceof UnsignedInt
        || value instanceof Decimal
        || value instanceof Timestamp
        || value instanceof ByteArray
        || value == VoidValue.VOID;
  }
}

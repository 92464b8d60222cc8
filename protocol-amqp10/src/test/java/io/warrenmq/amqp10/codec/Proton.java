package io.warrenmq.amqp10.codec;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.jspecify.annotations.Nullable;

/** Proton-J's codec: another opinion of what bytes and values are. */
public final class Proton {
  private static final int BYTES_MAX = 1 << 20;

  private final ByteBuffer out = ByteBuffer.allocate(BYTES_MAX);
  private final DecoderImpl decoder = new DecoderImpl();
  private final EncoderImpl encoder = new EncoderImpl(decoder);

  private Proton() {}

  /** Knows no descriptor: what is described is a {@link DescribedType}. */
  public static Proton ofValues() {
    return new Proton();
  }

  /** Knows the types of the specification: performatives, termini, outcomes. */
  public static Proton ofTypes() {
    Proton proton = new Proton();
    AMQPDefinedTypes.registerAllTypes(proton.decoder, proton.encoder);
    return proton;
  }

  /** Writes a value of Proton's. */
  public byte[] encode(@Nullable Object value) {
    out.clear();
    encoder.setByteBuffer(out);
    encoder.writeObject(value);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Reads a value of Proton's, of all bytes. */
  public @Nullable Object decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    decoder.setByteBuffer(in);
    Object value = decoder.readObject();
    if (in.hasRemaining()) {
      throw new AssertionError(in.remaining() + " bytes are left");
    }
    return value;
  }

  private record ProtonDescribed(Object descriptor, @Nullable Object value)
      implements DescribedType {
    @Override
    public Object getDescriptor() {
      return descriptor;
    }

    @Override
    public @Nullable Object getDescribed() {
      return value;
    }
  }

  /** As a value of Proton's. */
  public static @Nullable Object of(@Nullable Object canonical) {
    if (canonical instanceof Unsigned number) {
      return switch (number.width()) {
        case 8 -> UnsignedByte.valueOf((byte) number.bits());
        case 16 -> UnsignedShort.valueOf((short) number.bits());
        case 32 -> UnsignedInteger.valueOf((int) number.bits());
        default -> UnsignedLong.valueOf(number.bits());
      };
    } else if (canonical instanceof BigDecimal decimal) {
      return new Decimal128(Decimals.write(decimal));
    } else if (canonical instanceof Timestamp time) {
      return new Date(time.epochMs());
    } else if (canonical instanceof Binary binary) {
      return new org.apache.qpid.proton.amqp.Binary(binary.bytes());
    } else if (canonical instanceof Symbol symbol) {
      return symbol(symbol);
    } else if (canonical instanceof Described described) {
      return new ProtonDescribed(of(described.descriptor()), of(described.value()));
    } else if (canonical instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.forEach(each -> values.add(of(each)));
      return values;
    } else if (canonical instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
      map.forEach((key, value) -> values.put(of(key), of(value)));
      return values;
    }
    return canonical; // null, booleans, signed numbers, text, characters, UUIDs
  }

  /** As a symbol of Proton's. */
  public static org.apache.qpid.proton.amqp.Symbol symbol(Symbol symbol) {
    return org.apache.qpid.proton.amqp.Symbol.valueOf(symbol.text());
  }

  /** As a canonical value; an array as a list. */
  public static @Nullable Object canonical(@Nullable Object value) {
    if (value instanceof UnsignedByte number) {
      return Unsigned.ubyte(number.intValue());
    } else if (value instanceof UnsignedShort number) {
      return Unsigned.ushort(number.intValue());
    } else if (value instanceof UnsignedInteger number) {
      return Unsigned.uint(number.longValue());
    } else if (value instanceof UnsignedLong number) {
      return Unsigned.ulong(number.longValue());
    } else if (value instanceof Decimal32 number) {
      return Decimals.read(ByteBuffer.allocate(4).putInt(number.getBits()).array());
    } else if (value instanceof Decimal64 number) {
      return Decimals.read(ByteBuffer.allocate(8).putLong(number.getBits()).array());
    } else if (value instanceof Decimal128 number) {
      return Decimals.read(number.asBytes());
    } else if (value instanceof Date time) {
      return new Timestamp(time.getTime());
    } else if (value instanceof org.apache.qpid.proton.amqp.Binary binary) {
      int from = binary.getArrayOffset();
      return new Binary(Arrays.copyOfRange(binary.getArray(), from, from + binary.getLength()));
    } else if (value instanceof org.apache.qpid.proton.amqp.Symbol symbol) {
      return new Symbol(symbol.toString());
    } else if (value instanceof DescribedType described) {
      return new Described(
          canonical(described.getDescriptor()), canonical(described.getDescribed()));
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>();
      list.forEach(each -> values.add(canonical(each)));
      return values;
    } else if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
      map.forEach((key, each) -> values.put(canonical(key), canonical(each)));
      return values;
    } else if (value != null && value.getClass().isArray()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        values.add(canonical(Array.get(value, i)));
      }
      return values;
    }
    return value;
  }
}

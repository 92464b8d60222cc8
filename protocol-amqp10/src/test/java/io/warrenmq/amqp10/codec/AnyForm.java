package io.warrenmq.amqp10.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical values as peers may: each value in any of its forms, at random, whatever holds
 * it; lists of one type also as arrays. AMQP 1.0 §1.6.
 */
public final class AnyForm {
  private static final int[] ZERO_WIDTH = {0x40, 0x41, 0x42, 0x43, 0x44, 0x45};

  private final Random random;
  private final boolean zeroWidthArrays;
  // Which constructors were written, and those of arrays' elements times 256.
  private final Set<Integer> written = new TreeSet<>();

  /**
   * Creates it; what it chooses follows from the random numbers.
   *
   * @param zeroWidthArrays whether arrays may have elements that take no bytes, which Proton-J
   *     writes and does not read
   */
  AnyForm(Random random, boolean zeroWidthArrays) {
    this.random = random;
    this.zeroWidthArrays = zeroWidthArrays;
  }

  /** The bytes of a value in some form. */
  byte[] bytes(@Nullable Object value) {
    ByteBuf out = Unpooled.buffer();
    write(out, value);
    return ByteBufUtil.getBytes(out);
  }

  /** The constructors that were written so far; those of an array's elements times 256. */
  Set<Integer> written() {
    return written;
  }

  private void write(ByteBuf out, @Nullable Object value) {
    if (value instanceof Described described) {
      out.writeByte(0);
      write(out, described.descriptor());
      write(out, described.value());
      return;
    }
    List<Integer> forms = forms(value);
    int start = out.writerIndex();
    int code;
    do { // One that is wide enough is among them.
      code = forms.get(random.nextInt(forms.size()));
      out.writerIndex(start).writeByte(code);
    } while (!content(out, code, value));
    written.add(code);
  }

  /** The constructors that can take a value, or may be able to. */
  private List<Integer> forms(@Nullable Object value) {
    if (value == null) {
      return List.of(0x40);
    } else if (value instanceof Boolean flag) {
      return List.of(flag ? 0x41 : 0x42, 0x56);
    } else if (value instanceof Unsigned number) {
      return unsigned(number);
    } else if (value instanceof Byte) {
      return List.of(0x51);
    } else if (value instanceof Short) {
      return List.of(0x61);
    } else if (value instanceof Integer number) {
      return number == number.byteValue() ? List.of(0x71, 0x54) : List.of(0x71);
    } else if (value instanceof Long number) {
      return number == number.byteValue() ? List.of(0x81, 0x55) : List.of(0x81);
    } else if (value instanceof Float) {
      return List.of(0x72);
    } else if (value instanceof Double) {
      return List.of(0x82);
    } else if (value instanceof BigDecimal) {
      return List.of(0x94);
    } else if (value instanceof Character) {
      return List.of(0x73);
    } else if (value instanceof Timestamp) {
      return List.of(0x83);
    } else if (value instanceof UUID) {
      return List.of(0x98);
    } else if (value instanceof Binary) {
      return List.of(0xa0, 0xb0);
    } else if (value instanceof String) {
      return List.of(0xa1, 0xb1);
    } else if (value instanceof Symbol) {
      return List.of(0xa3, 0xb3);
    } else if (value instanceof Map) {
      return List.of(0xc1, 0xd1);
    } else if (value instanceof List<?> list) {
      return list.isEmpty() ? List.of(0x45, 0xc0, 0xd0) : List.of(0xc0, 0xd0, 0xe0, 0xf0);
    }
    throw new IllegalArgumentException(value.getClass().toString());
  }

  private static List<Integer> unsigned(Unsigned number) {
    List<Integer> forms = new ArrayList<>();
    forms.add(
        switch (number.width()) {
          case 8 -> 0x50;
          case 16 -> 0x60;
          case 32 -> 0x70;
          default -> 0x80;
        });
    if (number.width() >= 32 && number.bits() >>> 8 == 0) {
      forms.add(number.width() == 32 ? 0x52 : 0x53);
    }
    if (number.width() >= 32 && number.bits() == 0) {
      forms.add(number.width() == 32 ? 0x43 : 0x44);
    }
    return forms;
  }

  /** Whether it could be written. */
  private boolean content(ByteBuf out, int code, @Nullable Object value) {
    switch (code >> 4) {
      case 0x4 -> {}
      case 0xa, 0xb -> {
        byte[] bytes =
            value instanceof Binary binary
                ? binary.bytes()
                : value.toString().getBytes(value instanceof Symbol ? US_ASCII : UTF_8);
        return sized(out, code, bytes.length) && out.writeBytes(bytes) != null;
      }
      case 0xc, 0xd -> {
        ByteBuf values = Unpooled.buffer();
        int count = 0;
        if (value instanceof Map<?, ?> map) {
          for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(values, entry.getKey());
            write(values, entry.getValue());
            count += 2;
          }
        } else {
          for (Object each : (List<?>) value) {
            write(values, each);
            count++;
          }
        }
        return compound(out, code, count, values);
      }
      case 0xe, 0xf -> {
        ByteBuf values = Unpooled.buffer();
        List<?> list = (List<?>) value;
        return array(values, list) && compound(out, code, list.size(), values);
      }
      default -> {
        if (value instanceof Boolean flag) {
          out.writeByte(flag ? 1 : 0);
        } else {
          fixed(out, TypeCode.width(code), value);
        }
      }
    }
    return true;
  }

  private static void fixed(ByteBuf out, int width, @Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      out.writeBytes(Decimals.write(decimal));
    } else if (value instanceof UUID uuid) {
      out.writeLong(uuid.getMostSignificantBits()).writeLong(uuid.getLeastSignificantBits());
    } else {
      long bits = bits(value);
      switch (width) {
        case 1 -> out.writeByte((int) bits);
        case 2 -> out.writeShort((int) bits);
        case 4 -> out.writeInt((int) bits);
        default -> out.writeLong(bits);
      }
    }
  }

  private static long bits(@Nullable Object value) {
    if (value instanceof Unsigned number) {
      return number.bits();
    } else if (value instanceof Float number) {
      return Float.floatToRawIntBits(number);
    } else if (value instanceof Double number) {
      return Double.doubleToRawLongBits(number);
    } else if (value instanceof Character character) {
      return character;
    } else if (value instanceof Timestamp time) {
      return time.epochMs();
    }
    return ((Number) value).longValue();
  }

  private static boolean sized(ByteBuf out, int code, int length) {
    if (TypeCode.width(code) == -4) {
      out.writeInt(length);
      return true;
    }
    out.writeByte(length);
    return length < 256;
  }

  private static boolean compound(ByteBuf out, int code, int count, ByteBuf values) {
    int width = -TypeCode.width(code);
    return sized(out, code, values.readableBytes() + width)
        && sized(out, code, count)
        && out.writeBytes(values) != null;
  }

  /** Writes a constructor that takes all elements, and those. */
  private boolean array(ByteBuf out, List<?> list) {
    List<?> elements = list;
    if (list.get(0) instanceof Described first) {
      for (Object each : list) {
        if (!(each instanceof Described other) || !other.descriptor().equals(first.descriptor())) {
          return false;
        }
      }
      elements = list.stream().map(each -> ((Described) each).value()).toList();
      out.writeByte(0);
      write(out, first.descriptor());
    }
    List<Integer> forms = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Described) {
        return false;
      } else if (i == 0) {
        forms.addAll(forms(elements.get(i)));
      } else {
        forms.retainAll(forms(elements.get(i)));
      }
    }
    if (!zeroWidthArrays) {
      for (int code : ZERO_WIDTH) {
        forms.remove(Integer.valueOf(code));
      }
    }
    if (forms.isEmpty()) {
      return false;
    }
    int code = forms.get(random.nextInt(forms.size()));
    out.writeByte(code);
    for (Object each : elements) {
      if (!content(out, code, each)) {
        return false;
      }
    }
    written.add(code << 8);
    return true;
  }
}

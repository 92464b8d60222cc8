package io.warrenmq.management.bindings;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Erlang's {@code phash2} of a table of arguments as RabbitMQ has it: a list, sorted by name, of
 * tuples of a name, the atom of a type and a value. RabbitMQ makes of it the key under which a
 * binding is found, and tools keep such keys.
 *
 * <p>The hash is Bob Jenkins' of 1996, with a multiple of the golden ratio for each kind of term;
 * each term goes on from the hash of the one before. It is portable, so that Erlang may not change
 * it. For one term.
 */
@SuppressWarnings("ConstantOverflow") // Modulo 2³², as the hash has it.
final class TermHash {
  private static final int GOLDEN = 0x9e3779b9;
  private static final int SMALL = GOLDEN;
  private static final int NIL = 2 * GOLDEN;
  private static final int ATOM = 3 * GOLDEN;
  private static final int TUPLE = 9 * GOLDEN;
  private static final int NEGATIVE = 10 * GOLDEN;
  private static final int POSITIVE = 11 * GOLDEN;
  private static final int FLOAT = 12 * GOLDEN;
  private static final int BINARY = 13 * GOLDEN;

  private static final int NIL_ALONE = (int) 3468870702L;
  private static final int NIL_TAG = 2;
  private static final int SMALL_BITS = 27; // larger numbers are hashed by their size and sign

  private int hash;

  private TermHash() {}

  /** The hash of arguments that are some. */
  static int of(Arguments arguments) {
    TermHash hash = new TermHash();
    hash.table(arguments.asMap());
    return hash.hash;
  }

  private void table(Map<?, ?> table) {
    table.entrySet().stream()
        .sorted((one, other) -> Arrays.compareUnsigned(utf8(one.getKey()), utf8(other.getKey())))
        .forEach(
            entry -> {
              tuple(3);
              binary(utf8(entry.getKey()));
              value(entry.getValue());
            });
    nil();
  }

  private static byte[] utf8(Object text) {
    return String.valueOf(text).getBytes(UTF_8);
  }

  /** The atom of its type, and the value. */
  private void value(@Nullable Object value) {
    Object known = value == null ? Arguments.VOID : value;
    atom(Arguments.typeName(known));
    if (known == Arguments.VOID) {
      atom("undefined");
    } else if (known instanceof Boolean flag) {
      atom(flag ? "true" : "false");
    } else if (known instanceof Map<?, ?> table) {
      table(table);
    } else if (known instanceof List<?> list) {
      for (Object each : list) {
        tuple(2);
        value(each);
      }
      nil();
    } else if (known instanceof Binary bytes) {
      binary(bytes.bytes());
    } else if (known instanceof Float || known instanceof Double) {
      real(((Number) known).doubleValue());
    } else if (known instanceof BigDecimal decimal) {
      tuple(2);
      integer(BigInteger.valueOf(decimal.scale()));
      integer(decimal.unscaledValue());
    } else if (known instanceof Timestamp time) {
      integer(BigInteger.valueOf(Math.floorDiv(time.epochMs(), 1000L)));
    } else if (known instanceof Unsigned number) {
      integer(new BigInteger(number.toString()));
    } else if (known instanceof Number number) {
      integer(BigInteger.valueOf(number.longValue()));
    } else {
      binary(utf8(known));
    }
  }

  // ---- terms ----

  private void tuple(int arity) {
    mix(arity, 0, TUPLE);
  }

  private void nil() {
    if (hash == 0) {
      hash = NIL_ALONE;
    } else {
      mix(NIL_TAG, 0, NIL);
    }
  }

  private void atom(String name) {
    int own = nameHash(name);
    if (hash == 0) {
      hash = own;
    } else {
      mix(own, 0, ATOM);
    }
  }

  /** The hash of an atom's name, P. J. Weinberger's. */
  private static int nameHash(String name) {
    int own = 0;
    for (byte each : utf8(name)) {
      own = (own << 4) + (each & 0xFF);
      int high = own & 0xF000_0000;
      own ^= high >>> 24;
      own ^= high;
    }
    return own;
  }

  private void real(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value); // There is one zero.
    mix((int) (bits >>> 32), (int) bits, FLOAT);
  }

  private void integer(BigInteger value) {
    if (value.bitLength() <= SMALL_BITS) {
      int small = value.intValue();
      if (small < 0) {
        mix(-small, 0, SMALL);
      }
      mix(small, 0, SMALL);
      return;
    }
    BigInteger rest = value.abs();
    do {
      mix(
          rest.intValue(),
          rest.shiftRight(32).intValue(),
          value.signum() < 0 ? NEGATIVE : POSITIVE);
      rest = rest.shiftRight(64);
    } while (rest.signum() != 0);
  }

  private void binary(byte[] bytes) {
    int begin = BINARY + hash;
    if (bytes.length == 0) {
      hash = begin;
      return;
    }
    int a = GOLDEN;
    int b = GOLDEN;
    hash = begin;
    int at = 0;
    for (; bytes.length - at >= 12; at += 12) {
      a += word(bytes, at);
      b += word(bytes, at + 4);
      hash += word(bytes, at + 8);
      int[] mixed = mixed(a, b, hash);
      a = mixed[0];
      b = mixed[1];
      hash = mixed[2];
    }
    // The lowest byte of the last word is the length's.
    hash += bytes.length + (word(bytes, at + 8) << 8);
    hash = mixed(a + word(bytes, at), b + word(bytes, at + 4), hash)[2];
  }

  /** Four bytes, the lowest first; 0 for those beyond the end. */
  private static int word(byte[] bytes, int at) {
    int word = 0;
    for (int i = Math.min(3, bytes.length - 1 - at); i >= 0; i--) {
      word = word << 8 | (bytes[at + i] & 0xFF);
    }
    return word;
  }

  private void mix(int one, int other, int kind) {
    hash = mixed(kind + one, kind + other, hash)[2];
  }

  private static int[] mixed(int first, int second, int third) {
    int a = first;
    int b = second;
    int c = third;
    a = (a - b - c) ^ (c >>> 13);
    b = (b - c - a) ^ (a << 8);
    c = (c - a - b) ^ (b >>> 13);
    a = (a - b - c) ^ (c >>> 12);
    b = (b - c - a) ^ (a << 16);
    c = (c - a - b) ^ (b >>> 5);
    a = (a - b - c) ^ (c >>> 3);
    b = (b - c - a) ^ (a << 10);
    c = (c - a - b) ^ (b >>> 15);
    return new int[] {a, b, c};
  }
}

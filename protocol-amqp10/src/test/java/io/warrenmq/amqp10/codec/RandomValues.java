package io.warrenmq.amqp10.codec;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Canonical values of all types, at random; numbers are often at a bound of their forms. */
public final class RandomValues {
  private static final int SCALARS = 18;
  private static final long[] BOUNDS = {
    0,
    1,
    127,
    128,
    255,
    256,
    32_767,
    32_768,
    65_535,
    65_536,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -128,
    -129,
    -32_768
  };
  private static final int[] LENGTHS = {0, 1, 3, 17, 254, 255, 256, 700};

  private final Random random;

  /** Creates it; what it makes follows from the random numbers. */
  public RandomValues(Random random) {
    this.random = random;
  }

  /** A value in which others may stand that deep. */
  public @Nullable Object value(int depth) {
    int kind = random.nextInt(SCALARS + (depth > 0 ? 6 : 0));
    return switch (kind) {
      case 18 -> list(depth - 1);
      case 19 -> copies(depth - 1);
      case 20 -> sameTypes(depth - 1);
      case 21 -> map(depth - 1);
      case 22 -> described(depth - 1);
      case 23 -> sameDescriptions(depth - 1);
      default -> scalar(kind);
    };
  }

  /**
   * A value that is not described itself: Proton-J refuses a description of a description, which
   * the specification's grammar has.
   */
  public @Nullable Object describable(int depth) {
    Object value = value(depth);
    return value instanceof Described ? scalar() : value;
  }

  /** A value that holds no other; {@code null} now and then. */
  public @Nullable Object scalar() {
    return scalar(random.nextInt(SCALARS));
  }

  private @Nullable Object scalar(int kind) {
    long number = random.nextBoolean() ? BOUNDS[random.nextInt(BOUNDS.length)] : random.nextLong();
    return switch (kind) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> Unsigned.ubyte((int) number);
      case 3 -> Unsigned.ushort((int) number);
      case 4 -> Unsigned.uint(number);
      case 5 -> Unsigned.ulong(number);
      case 6 -> (byte) number;
      case 7 -> (short) number;
      case 8 -> (int) number;
      case 9 -> number;
      case 10 -> Float.intBitsToFloat((int) number);
      case 11 -> Double.longBitsToDouble(number);
      case 12 -> decimal();
      case 13 -> (char) random.nextInt(Character.MIN_SURROGATE);
      case 14 -> new Timestamp(number);
      case 15 -> new UUID(number, random.nextLong());
      case 16 -> random.nextBoolean() ? binary() : symbol();
      default -> string();
    };
  }

  /** A decimal of 128 bits. */
  BigDecimal decimal() {
    BigInteger digits = new BigInteger(random.nextInt(113), random);
    int scale = random.nextBoolean() ? random.nextInt(20) : random.nextInt(12_288) - 6111;
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
  }

  /** Bytes, few or many. */
  public Binary binary() {
    byte[] bytes = new byte[length()];
    random.nextBytes(bytes);
    return new Binary(bytes);
  }

  /** Text with characters of all planes. */
  public String string() {
    StringBuilder text = new StringBuilder();
    for (int left = length(); left > 0; left--) {
      int bits = 1 + random.nextInt(20);
      int codePoint = random.nextInt(1 << bits);
      text.appendCodePoint(Character.getType(codePoint) == Character.SURROGATE ? '-' : codePoint);
    }
    return text.toString();
  }

  /** ASCII. */
  public Symbol symbol() {
    StringBuilder text = new StringBuilder();
    for (int left = length(); left > 0; left--) {
      text.append((char) random.nextInt(128));
    }
    return new Symbol(text.toString());
  }

  /** A map with symbols as keys. */
  public Map<String, @Nullable Object> named(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      map.put(symbol().text(), value(depth));
    }
    return map;
  }

  /** Symbols, none or some. */
  public List<Symbol> symbols() {
    List<Symbol> symbols = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      symbols.add(symbol());
    }
    return symbols;
  }

  private List<@Nullable Object> list(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int left = count(depth); left > 0; left--) {
      list.add(value(depth));
    }
    return list;
  }

  /** Often of what takes no bytes. */
  private List<@Nullable Object> copies(int depth) {
    Object value =
        switch (random.nextInt(5)) {
          case 0 -> List.of();
          case 1 -> Unsigned.uint(0);
          case 2 -> Unsigned.ulong(0);
          default -> scalar();
        };
    return new ArrayList<>(Collections.nCopies(1 + count(depth), value));
  }

  /** What can be an array. */
  private List<@Nullable Object> sameTypes(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    int kind = 1 + random.nextInt(SCALARS - 1 + (depth > 0 ? 2 : 0));
    for (int left = 1 + count(depth); left > 0; left--) {
      list.add(
          switch (kind) {
            case SCALARS -> list(depth - 1);
            case SCALARS + 1 -> map(depth - 1);
            default -> scalar(kind);
          });
    }
    return list;
  }

  private List<@Nullable Object> sameDescriptions(int depth) {
    Object descriptor = descriptor();
    return new ArrayList<>(
        sameTypes(depth).stream().map(each -> new Described(descriptor, each)).toList());
  }

  private Map<@Nullable Object, @Nullable Object> map(int depth) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int left = count(depth); left > 0; left--) {
      map.put(random.nextInt(4) > 0 ? scalar() : value(depth), value(depth));
    }
    return map;
  }

  private Described described(int depth) {
    return new Described(descriptor(), describable(depth));
  }

  /** None that the specification gives a meaning: those codes are below 0x80. */
  private Object descriptor() {
    return random.nextBoolean()
        ? symbol()
        : Unsigned.ulong(random.nextLong() >>> 8 * random.nextInt(8) | 0x80);
  }

  /** Many now and then, unless each of them may hold others. */
  private int count(int depth) {
    return depth > 0 || random.nextInt(8) > 0 ? random.nextInt(5) : 250 + random.nextInt(10);
  }

  private int length() {
    return LENGTHS[random.nextInt(random.nextInt(4) > 0 ? 4 : LENGTHS.length)];
  }
}

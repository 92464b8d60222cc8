package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a described list in their order. Those that its end leaves out are null. To
 * be used for one list after the other, so that a frame makes no garbage.
 */
final class Fields {
  private ByteBuf in = Unpooled.EMPTY_BUFFER;
  private int index;
  private int end;
  private int left;
  private int descriptor;

  /**
   * Begins with the list at {@code index}.
   *
   * @throws IllegalArgumentException when there is none
   */
  Fields open(ByteBuf in, int index) {
    this.in = in;
    descriptor = descriptor(in, index);
    left = 0;
    end = 0;
    int list = skip(in, index + 1);
    switch (in.getUnsignedByte(list)) {
      case Codes.LIST_0 -> this.index = list + 1;
      case Codes.LIST_8 -> {
        left = in.getUnsignedByte(list + 2);
        this.index = list + 3;
        end = list + 2 + in.getUnsignedByte(list + 1);
      }
      case Codes.LIST_32 -> {
        left = in.getInt(list + 5);
        this.index = list + 9;
        end = list + 5 + in.getInt(list + 1);
      }
      default -> throw new IllegalArgumentException("a list was expected");
    }
    end = Math.max(end, this.index);
    return this;
  }

  /** The number of a descriptor. */
  static int descriptor(ByteBuf in, int index) {
    int code = in.getByte(index) == Codes.DESCRIBED ? in.getUnsignedByte(index + 1) : -1;
    return switch (code) {
      case Codes.SMALL_ULONG -> in.getUnsignedByte(index + 2);
      case Codes.ULONG -> (int) in.getLong(index + 2);
      default -> throw new IllegalArgumentException("a number was expected as descriptor");
    };
  }

  /** Where the value behind that at {@code index} is. */
  static int skip(ByteBuf in, int index) {
    int code = in.getUnsignedByte(index);
    if (code == Codes.DESCRIBED) {
      return skip(in, skip(in, index + 1));
    }
    int at = index + 1;
    return switch (code >> 4) {
      case 0x4 -> at;
      case 0x5 -> at + 1;
      case 0x6 -> at + 2;
      case 0x7 -> at + 4;
      case 0x8 -> at + 8;
      case 0x9 -> at + 16;
      case 0xa, 0xc, 0xe -> at + 1 + in.getUnsignedByte(at);
      case 0xb, 0xd, 0xf -> at + 4 + in.getInt(at);
      default -> throw new IllegalArgumentException("type " + Integer.toHexString(code));
    };
  }

  /** Where the value of a message's section is, -1 when the message from {@code index} has none. */
  static int section(ByteBuf in, int index, int end, int descriptor) {
    int at = index;
    while (at < end) {
      if (descriptor(in, at) == descriptor) {
        return skip(in, at + 1);
      }
      at = skip(in, at);
    }
    return -1;
  }

  int descriptor() {
    return descriptor;
  }

  /** Behind the list. */
  int end() {
    return end;
  }

  /** Where the next field is, which is taken; -1 when it is null. */
  int next() {
    if (left <= 0) {
      return -1;
    }
    left--;
    int at = index;
    index = skip(in, at);
    return in.getUnsignedByte(at) == Codes.NULL ? -1 : at;
  }

  Fields skip(int fields) {
    for (int count = 0; count < fields; count++) {
      next();
    }
    return this;
  }

  /** A ubyte, ushort, uint or ulong; its lower 32 bits. */
  int number(int absent) {
    int at = next();
    if (at < 0) {
      return absent;
    }
    return switch (in.getUnsignedByte(at)) {
      case Codes.UINT_0, Codes.ULONG_0 -> 0;
      case Codes.UBYTE, Codes.SMALL_UINT, Codes.SMALL_ULONG -> in.getUnsignedByte(at + 1);
      case Codes.USHORT -> in.getUnsignedShort(at + 1);
      case Codes.UINT -> in.getInt(at + 1);
      case Codes.ULONG -> (int) in.getLong(at + 1);
      default -> throw new IllegalArgumentException("a number was expected");
    };
  }

  boolean bool() {
    int at = next();
    if (at < 0) {
      return false;
    }
    return switch (in.getUnsignedByte(at)) {
      case Codes.TRUE -> true;
      case Codes.FALSE -> false;
      case Codes.BOOLEAN -> in.getByte(at + 1) != 0;
      default -> throw new IllegalArgumentException("a boolean was expected");
    };
  }

  /** A string or symbol. */
  @Nullable String text() {
    int at = next();
    return at < 0 ? null : text(in, at);
  }

  /** The string or symbol at {@code at}. */
  static String text(ByteBuf in, int at) {
    int code = in.getUnsignedByte(at);
    if (code == Codes.STRING_8 || code == Codes.SYMBOL_8) {
      return in.toString(at + 2, in.getUnsignedByte(at + 1), StandardCharsets.UTF_8);
    }
    if (code == Codes.STRING_32 || code == Codes.SYMBOL_32) {
      return in.toString(at + 5, in.getInt(at + 1), StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException("a text was expected");
  }
}

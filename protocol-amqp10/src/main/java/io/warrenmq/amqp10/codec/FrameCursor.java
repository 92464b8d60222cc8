package io.warrenmq.amqp10.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the fields of a performative where it lies in the buffer of a read: for those that
 * come once per message. Makes no objects, but for what is asked of it. One for a connection, used
 * again and again. Everything it throws is a {@link DecodeFault}. Confined to the connection's
 * loop.
 */
public final class FrameCursor {
  /** Code of flow. §2.7.4. */
  public static final int FLOW = 0x13;

  /** Code of transfer. §2.7.5. */
  public static final int TRANSFER = 0x14;

  /** Code of disposition. §2.7.6. */
  public static final int DISPOSITION = 0x15;

  private static final int SMALL_DESCRIPTOR = 0x0053; // described by a ulong of one byte

  private @Nullable ByteBuf in;
  private int at;
  private int end; // of the fields; from listEnd() on of the frame
  private int frameEnd;
  private int fieldsLeft;

  /** Creates it, before any performative. */
  public FrameCursor() {}

  /**
   * The code of the performative at the start of a frame's body.
   *
   * @param from offset of the body's first byte
   * @param to offset behind its last
   * @return −1 when it has another form of descriptor than a ulong of one byte, and is none of the
   *     three above
   */
  public static int code(ByteBuf in, int from, int to) {
    return to - from >= 3 && in.getUnsignedShort(from) == SMALL_DESCRIPTOR
        ? in.getUnsignedByte(from + 2)
        : rareCode(in, from, to);
  }

  /** Of a descriptor as hardly a client writes it: a ulong of eight bytes, or a symbol. Part 1. */
  private static int rareCode(ByteBuf in, int from, int to) {
    int length = descriptorLength(in, from, to);
    if (length < 0) {
      return -1;
    }
    int second = in.getUnsignedByte(from + 1);
    if (second == TypeCode.ULONG) {
      long code = in.getLong(from + 2);
      return code >= FLOW && code <= DISPOSITION ? (int) code : -1;
    }
    int head = second == TypeCode.SYMBOL_8 ? 3 : 6;
    return switch (in.toString(from + head, length - head, US_ASCII)) {
      case "amqp:flow:list" -> FLOW;
      case "amqp:transfer:list" -> TRANSFER;
      case "amqp:disposition:list" -> DISPOSITION;
      default -> -1;
    };
  }

  /** Bytes of a descriptor with its constructor; −1 when it is none that may be here. */
  private static int descriptorLength(ByteBuf in, int from, int to) {
    int most = to - from;
    if (most < 3 || in.getByte(from) != TypeCode.DESCRIBED) {
      return -1;
    }
    long length =
        switch (in.getUnsignedByte(from + 1)) {
          case TypeCode.ULONG_SMALL -> 3;
          case TypeCode.ULONG -> 10;
          case TypeCode.SYMBOL_8 -> 3 + in.getUnsignedByte(from + 2);
          case TypeCode.SYMBOL_32 -> most < 6 ? -1 : 6 + in.getUnsignedInt(from + 2);
          default -> -1;
        };
    return length <= most ? (int) length : -1;
  }

  /** Begins with a performative for which {@link #code} gave its code. */
  public void begin(ByteBuf buffer, int from, int to) {
    in = buffer;
    at = from + descriptorLength(buffer, from, to);
    frameEnd = to;
    end = to;
    int code = unsignedByte();
    switch (code) {
      case TypeCode.LIST_0 -> {
        end = at;
        fieldsLeft = 0;
      }
      case TypeCode.LIST_8 -> {
        int size = unsignedByte();
        end = endOf(size);
        fieldsLeft = unsignedByte();
      }
      case TypeCode.LIST_32 -> {
        int size = int32();
        end = endOf(size);
        fieldsLeft = int32();
      }
      default -> throw new DecodeFault("a performative that is no list");
    }
    if (fieldsLeft < 0 || fieldsLeft > end - at) {
      throw new DecodeFault(fieldsLeft + " fields in " + (end - at) + " bytes");
    }
  }

  /** The offset behind the fields, where a payload begins. To be asked for at any time. */
  public int payloadAt() {
    return end;
  }

  /** Whether the next field is there and not null; passes over a null. */
  public boolean hasNext() {
    if (fieldsLeft == 0) {
      return false;
    }
    int code = unsignedByte();
    if (code == TypeCode.NULL) {
      fieldsLeft--;
      return false;
    }
    at--;
    return true;
  }

  /** The next field, a number; the default when it is absent. */
  public int uint(int absent) {
    if (!hasNext()) {
      return absent;
    }
    fieldsLeft--;
    int code = unsignedByte();
    return switch (code) {
      case TypeCode.UINT_0 -> 0;
      case TypeCode.UINT_SMALL, TypeCode.UBYTE -> unsignedByte();
      case TypeCode.UINT -> int32();
      default -> throw wrongType(code);
    };
  }

  /** The next field, a boolean; the default when it is absent. */
  public boolean bool(boolean absent) {
    if (!hasNext()) {
      return absent;
    }
    fieldsLeft--;
    int code = unsignedByte();
    return switch (code) {
      case TypeCode.TRUE -> true;
      case TypeCode.FALSE -> false;
      case TypeCode.BOOLEAN -> ValueReader.bool(unsignedByte());
      default -> throw wrongType(code);
    };
  }

  /** The next field, of any type, as it is: {@code null} when it is absent. */
  public @Nullable Object value() {
    if (!hasNext()) {
      return null;
    }
    fieldsLeft--;
    byte[] bytes = ByteBufUtil.getBytes(buffer(), at, end - at);
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    Object value = reader.read();
    at += reader.position();
    return value;
  }

  /**
   * Whether the next field is an outcome without fields, as {@code accepted} is; passes over it
   * then. Spares the objects of the usual case.
   *
   * @param descriptor its code
   */
  public boolean isEmptyOutcome(int descriptor) {
    ByteBuf buffer = buffer();
    if (fieldsLeft == 0
        || end - at < 4
        || buffer.getUnsignedShort(at) != SMALL_DESCRIPTOR
        || buffer.getUnsignedByte(at + 2) != descriptor
        || buffer.getUnsignedByte(at + 3) != TypeCode.LIST_0) {
      return false;
    }
    fieldsLeft--;
    at += 4;
    return true;
  }

  /** Passes over the next field. */
  public void skip() {
    if (!hasNext()) {
      return;
    }
    fieldsLeft--;
    int code = unsignedByte();
    if (code == TypeCode.DESCRIBED) {
      fieldsLeft++;
      at--;
      value(); // rare, and its descriptor may be anything
      return;
    }
    int width = TypeCode.width(code);
    int length =
        switch (width) {
          case -1 -> unsignedByte();
          case -4 -> int32();
          case Integer.MIN_VALUE -> throw wrongType(code);
          default -> width;
        };
    take(length);
  }

  private ByteBuf buffer() {
    ByteBuf buffer = in;
    if (buffer == null) {
      throw new IllegalStateException("no performative was begun");
    }
    return buffer;
  }

  private int endOf(int size) {
    if (size < 0 || size > frameEnd - at) {
      throw new DecodeFault("fields of " + Integer.toUnsignedString(size) + " bytes");
    }
    return at + size;
  }

  private int unsignedByte() {
    return buffer().getUnsignedByte(take(1));
  }

  private int int32() {
    return buffer().getInt(take(4));
  }

  private int take(int count) {
    if (count < 0 || count > end - at) {
      throw new DecodeFault(
          "a field of " + Integer.toUnsignedString(count) + " bytes where " + (end - at) + " are");
    }
    int from = at;
    at += count;
    return from;
  }

  private static DecodeFault wrongType(int code) {
    return new DecodeFault("a field has the wrong type, 0x" + Integer.toHexString(code));
  }
}

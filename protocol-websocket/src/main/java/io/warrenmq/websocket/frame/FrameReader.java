package io.warrenmq.websocket.frame;

import io.netty.buffer.ByteBuf;

/**
 * Reads a client's frames out of the buffer where they lie. A payload is unmasked in place, piece
 * by piece as it comes, and may be left unread: what is unmasked already is remembered. So a frame
 * costs no memory, whatever its size. Confined to the connection's loop.
 *
 * <pre>
 *  byte 0   FIN, three reserved bits, opcode (4 bits)
 *  byte 1   MASK, length (7 bits): 126: 2 bytes of length follow, 127: 8 bytes
 *  4 bytes  the mask
 *  …        the payload
 * </pre>
 *
 * RFC 6455 §5.2
 */
public final class FrameReader {
  private static final int CONTROL_BYTES_MAX = 125;
  private static final int LENGTH_OF_2_BYTES = 126;

  private int messageBytesMax;
  private boolean takesText;
  private final boolean takesCompressed;

  // The current frame.
  private boolean inFrame;
  private int opcode;
  private boolean last;
  private int left; // bytes of its payload that are not read
  private int unmasked; // so many of them are unmasked
  private int mask; // for the byte behind those

  private boolean inMessage; // there was a frame of it, and the last is still to come
  private boolean inText; // the message is text
  private boolean inCompressed; // it is compressed
  private long messageBytes; // of its frames so far, unless it is compressed
  private final Utf8Check utf8 = new Utf8Check();

  /**
   * Before the first frame.
   *
   * @param messageBytesMax most bytes of a message; of one that is compressed, of each frame as it
   *     comes
   * @param takesText whether text is taken; it is checked to be UTF-8
   * @param takesCompressed whether messages may be compressed
   */
  public FrameReader(int messageBytesMax, boolean takesText, boolean takesCompressed) {
    this.messageBytesMax = messageBytesMax;
    this.takesText = takesText;
    this.takesCompressed = takesCompressed;
  }

  /**
   * Takes less from now on, and of the current frame too.
   *
   * @throws WebSocketFault when that is more
   */
  public void restrict(int bytesMax, boolean isTextTaken) {
    messageBytesMax = bytesMax;
    takesText = isTextTaken;
    requireSize(inCompressed ? left : messageBytes);
    requireKind(inText);
  }

  /**
   * Begins the next frame unless one has begun.
   *
   * @param in the reader index moves behind the frame's header when it is there
   * @return whether there is a current frame; if not, nothing has moved
   * @throws WebSocketFault when the header is not allowed
   */
  public boolean beginFrame(ByteBuf in) {
    if (inFrame) {
      return true;
    }
    int at = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int first = in.getUnsignedByte(at);
    int second = in.getUnsignedByte(at + 1);
    checkStart(first, second);
    int shortLength = second & 0x7F;
    int lengthBytes =
        shortLength < LENGTH_OF_2_BYTES ? 0 : shortLength == LENGTH_OF_2_BYTES ? 2 : 8;
    if (available < 2 + lengthBytes) {
      return false;
    }
    int length = length(in, at + 2, shortLength);
    if (available < 2 + lengthBytes + 4) {
      return false;
    }
    begin(first, length, in.getInt(at + 2 + lengthBytes));
    in.skipBytes(2 + lengthBytes + 4);
    return true;
  }

  private void checkStart(int first, int second) {
    int kind = first & 0xF;
    boolean isCompressible = takesCompressed && (kind == Opcode.TEXT || kind == Opcode.BINARY);
    if ((first & (isCompressible ? 0x30 : 0x70)) != 0) {
      throw WebSocketFault.protocol("reserved bits are set that nobody has agreed on");
    } else if (!Opcode.isKnown(kind)) {
      throw WebSocketFault.protocol("unknown opcode " + kind);
    } else if ((second & 0x80) == 0) { // §5.1
      throw WebSocketFault.protocol("a frame is not masked");
    } else if (Opcode.isControl(kind)) { // §5.5
      if ((first & 0x80) == 0) {
        throw WebSocketFault.protocol("a control frame is fragmented");
      } else if ((second & 0x7F) > CONTROL_BYTES_MAX) {
        throw WebSocketFault.protocol("a control frame has more than 125 bytes");
      }
    } else if (kind == Opcode.CONTINUATION && !inMessage) { // §5.4
      throw WebSocketFault.protocol("a continuation of nothing");
    } else if (kind != Opcode.CONTINUATION && inMessage) {
      throw WebSocketFault.protocol("a new message within another");
    }
    requireKind(kind == Opcode.TEXT);
  }

  private void requireKind(boolean isText) {
    if (isText && !takesText) {
      throw new WebSocketFault(CloseCode.UNSUPPORTED_DATA, "text is not taken here, but binary");
    }
  }

  private int length(ByteBuf in, int at, int shortLength) {
    long length = shortLength;
    if (shortLength == LENGTH_OF_2_BYTES) {
      length = in.getUnsignedShort(at);
      requireMinimal(length >= LENGTH_OF_2_BYTES);
    } else if (shortLength > LENGTH_OF_2_BYTES) {
      length = in.getLong(at);
      if (length < 0) {
        throw WebSocketFault.protocol("a length of 64 bits");
      }
      requireMinimal(length > 0xFFFF);
    }
    requireSize(length);
    return (int) length;
  }

  private void requireSize(long length) {
    if (length > messageBytesMax) {
      throw new WebSocketFault(
          CloseCode.TOO_BIG,
          "a message of " + length + " bytes, above the limit of " + messageBytesMax);
    }
  }

  private static void requireMinimal(boolean isMinimal) {
    if (!isMinimal) { // §5.2
      throw WebSocketFault.protocol("a length in more bytes than it needs");
    }
  }

  private void begin(int first, int length, int frameMask) {
    inFrame = true;
    opcode = first & 0xF;
    last = (first & 0x80) != 0;
    left = length;
    unmasked = 0;
    mask = frameMask;
    if (!Opcode.isControl(opcode)) {
      if (!inMessage) {
        inMessage = true;
        inText = opcode == Opcode.TEXT;
        inCompressed = (first & FrameWriter.COMPRESSED) != 0;
        messageBytes = 0;
      }
      messageBytes += inCompressed ? 0 : length;
      requireSize(messageBytes);
    }
  }

  /** The current frame's kind, one of {@link Opcode}. */
  public int opcode() {
    return opcode;
  }

  /** Whether the current frame is a ping, a pong or a close. */
  public boolean isControl() {
    return Opcode.isControl(opcode);
  }

  /** Whether the current frame is of a message that is compressed. */
  public boolean isCompressed() {
    return inCompressed && !isControl();
  }

  /** Whether the message ends with what is left of the current frame. */
  public boolean isLast() {
    return last;
  }

  /** Most bytes of a message. */
  public int messageBytesMax() {
    return messageBytesMax;
  }

  /** Bytes of the current frame's payload that are not read yet, here or still to come. */
  public int left() {
    return left;
  }

  /**
   * Unmasks what is there of the current frame's payload.
   *
   * @param in begins with the unread payload; the reader index does not move
   * @return how many bytes of payload are there
   * @throws WebSocketFault when they are text and not UTF-8
   */
  public int unmask(ByteBuf in) {
    int available = Math.min(left, in.readableBytes());
    if (available > unmasked) {
      int from = in.readerIndex() + unmasked;
      int to = in.readerIndex() + available;
      mask = unmask(in, from, to, mask);
      unmasked = available;
      if (!isControl() && !inCompressed) {
        checkText(in, from, to);
      }
    }
    return available;
  }

  /**
   * Checks the next bytes of the message: those of a compressed one are not in its frames.
   *
   * @throws WebSocketFault when they are text and not UTF-8
   */
  public void checkText(ByteBuf bytes, int from, int to) {
    if (inText && !utf8.accept(bytes, from, to)) {
      throw notUtf8();
    }
  }

  /** Whether these bytes are UTF-8, to the end of a character. */
  public static boolean isUtf8(ByteBuf text, int from, int to) {
    Utf8Check check = new Utf8Check();
    return check.accept(text, from, to) && check.isComplete();
  }

  private static int unmask(ByteBuf in, int from, int to, int mask) {
    int at = from;
    if (mask != 0) {
      long wide = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
      for (; at <= to - Long.BYTES; at += Long.BYTES) {
        in.setLong(at, in.getLong(at) ^ wide);
      }
      for (int shift = 24; at < to; at++) {
        in.setByte(at, in.getByte(at) ^ mask >>> shift);
        shift = shift - 8 & 31;
      }
    }
    return Integer.rotateLeft(mask, ((to - from) & 3) * 8);
  }

  /** So many bytes of the payload were read, or moved elsewhere; at most what is unmasked. */
  public void onRead(int bytes) {
    left -= bytes;
    unmasked -= bytes;
  }

  /** Skips what is there of the payload, without a look at it. */
  public void skip(ByteBuf in) {
    int bytes = Math.min(left, in.readableBytes());
    in.skipBytes(bytes);
    left -= bytes;
    unmasked = Math.max(0, unmasked - bytes);
  }

  /**
   * The current frame ends if all of it was read.
   *
   * @return whether it has ended
   * @throws WebSocketFault when it is the last of a text and that ends within a character
   */
  public boolean endFrame() {
    if (left > 0) {
      return false;
    }
    inFrame = false;
    if (last && !isControl()) {
      inMessage = false;
      if (inText && !utf8.isComplete()) {
        throw notUtf8();
      }
    }
    return true;
  }

  private static WebSocketFault notUtf8() {
    return new WebSocketFault(CloseCode.INVALID_DATA, "text that is not UTF-8");
  }
}

package io.warrenmq.amqp091.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.warrenmq.amqp091.error.ReplyCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/**
 * Short strings: an octet of length and up to 255 octets of UTF-8. AMQP 0-9-1 §4.2.5.3.
 *
 * <p>RabbitMQ checks the UTF-8 of most method arguments, but not of routing data in basic, of
 * properties, or of names in tables, and so do we: hence a strict and a lenient way to read. The
 * lenient one puts one {@code ?} for each malformed sequence, so that what it returns never takes
 * more octets than what it read.
 */
public final class Shortstr {
  /** Octets of the longest. */
  public static final int BYTES_MAX = 255;

  private static final char REPLACEMENT = '\uFFFD';
  private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

  private Shortstr() {}

  /**
   * The string in {@code length} octets from {@code index} on (no length octet).
   *
   * @throws MalformedFrame FRAME_ERROR, in RabbitMQ's words, when they are not UTF-8
   */
  public static String decode(ByteBuf in, int index, int length) {
    if (length == 0) {
      return "";
    }
    if (in.hasArray()) {
      return decode(in.array(), in.arrayOffset() + index, length);
    }
    byte[] bytes = new byte[length];
    in.getBytes(index, bytes);
    return decode(bytes, 0, length);
  }

  /** As {@link #decode(ByteBuf, int, int)}, from an array. */
  public static String decode(byte[] bytes, int offset, int length) {
    String string = new String(bytes, offset, length, UTF_8);
    // The JDK has a vector loop for ASCII, and looks for U+FFFD in a Latin-1 string in no time at
    // all.
    if (string.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes, offset, length)) {
      throw new MalformedFrame(ReplyCode.FRAME_ERROR, "Malformed UTF-8 in shortstr");
    }
    return string;
  }

  /**
   * As {@link #decode(ByteBuf, int, int)}, with a {@code ?} for each malformed sequence. Never
   * fails.
   */
  public static String decodeLenient(ByteBuf in, int index, int length) {
    if (length == 0) {
      return "";
    }
    if (in.hasArray()) {
      return decodeLenient(in.array(), in.arrayOffset() + index, length);
    }
    byte[] bytes = new byte[length];
    in.getBytes(index, bytes);
    return decodeLenient(bytes, 0, length);
  }

  /** As {@link #decodeLenient(ByteBuf, int, int)}, from an array. */
  public static String decodeLenient(byte[] bytes, int offset, int length) {
    String string = new String(bytes, offset, length, UTF_8);
    if (string.indexOf(REPLACEMENT) < 0) {
      return string;
    }
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .replaceWith("?")
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Whether these octets are UTF-8 as RFC 3629 has it: no surrogates, nothing beyond U+10FFFF,
   * nothing overlong.
   */
  static boolean isUtf8(byte[] bytes, int offset, int length) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  /** Octets that {@code string} takes as a short string, its length octet not counted. */
  public static int utf8Bytes(String string) {
    return ByteBufUtil.utf8Bytes(string);
  }

  /**
   * Writes the length octet and the string.
   *
   * @throws IllegalArgumentException when it takes more than {@link #BYTES_MAX} octets; nothing is
   *     written then
   */
  public static void write(ByteBuf out, String string) {
    int chars = string.length();
    if (chars > BYTES_MAX / UTF8_BYTES_PER_CHAR_MAX && utf8Bytes(string) > BYTES_MAX) {
      throw tooLong(utf8Bytes(string));
    }
    int start = out.writerIndex();
    out.writeByte(chars);
    int written = ByteBufUtil.writeUtf8(out, string);
    if (written != chars) {
      out.setByte(start, written);
    }
  }

  /** Writes the length octet and the octets. */
  public static void write(ByteBuf out, byte[] utf8) {
    if (utf8.length > BYTES_MAX) {
      throw tooLong(utf8.length);
    }
    out.writeByte(utf8.length);
    out.writeBytes(utf8);
  }

  static IllegalArgumentException tooLong(int bytes) {
    return new IllegalArgumentException("short string of " + bytes + " octets; at most 255 fit");
  }
}

package com.example.line;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.protocol.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines on the wire: UTF-8 up to a line feed. Within a message's text a line feed is written {@code
 * \n}, a carriage return {@code \r}, a backslash {@code \\}. Stateless.
 */
final class Lines {
  private Lines() {}

  /**
   * Takes the next line; {@code null}, and takes nothing, when it is not whole yet.
   *
   * @throws BrokerException TOO_LARGE when it is longer than it may be, also before it is whole;
   *     MALFORMED when it is no UTF-8
   */
  static @Nullable String next(ByteBuf in, int bytesMax) {
    int start = in.readerIndex();
    int length = in.bytesBefore(Math.min(in.readableBytes(), bytesMax + 1), (byte) '\n');
    if (length < 0) {
      if (in.readableBytes() > bytesMax) {
        throw new BrokerException(
            ErrorKind.TOO_LARGE, "a line may have at most " + bytesMax + " bytes");
      }
      return null;
    }
    in.skipBytes(length + 1);
    int end = length > 0 && in.getByte(start + length - 1) == '\r' ? length - 1 : length;
    return decode(in.nioBuffer(start, end));
  }

  private static String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new BrokerException(ErrorKind.MALFORMED, "a line is not UTF-8");
    }
  }

  /** Writes a line. */
  static void write(Transport transport, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    transport.out(bytes.length + 1).writeBytes(bytes).writeByte('\n');
  }

  /** Writes a line that ends with a message's text. */
  static void write(Transport transport, String before, byte[] text) {
    byte[] bytes = before.getBytes(StandardCharsets.UTF_8);
    ByteBuf out = transport.out(bytes.length + text.length + 1);
    out.writeBytes(bytes);
    for (byte b : text) {
      switch (b) {
        case '\n' -> out.writeByte('\\').writeByte('n');
        case '\r' -> out.writeByte('\\').writeByte('r');
        case '\\' -> out.writeByte('\\').writeByte('\\');
        default -> out.writeByte(b);
      }
    }
    out.writeByte('\n');
  }

  /**
   * The text that a client means.
   *
   * @throws BrokerException MALFORMED when a backslash is followed by something else
   */
  static byte[] unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    StringBuilder meant = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      meant.append(c != '\\' ? c : meantBy(++i < text.length() ? text.charAt(i) : ' '));
    }
    return meant.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static char meantBy(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case '\\' -> '\\';
      default -> throw new BrokerException(ErrorKind.MALFORMED, "a lone backslash");
    };
  }
}

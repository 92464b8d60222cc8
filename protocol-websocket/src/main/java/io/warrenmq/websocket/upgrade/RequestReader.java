package io.warrenmq.websocket.upgrade;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one HTTP/1.1 request, line by line as it comes, and leaves it where it is, as
 * another protocol may be to read it. Of what is not a header of WebSocket's it keeps nothing.
 * Strict where servers and proxies have disagreed: no folded lines, no blanks around names, no
 * control characters. RFC 9112 §§2-5. Confined to its loop.
 */
public final class RequestReader {
  static final int LINE_BYTES_MAX = 8192;
  static final int HEADERS_MAX = 100;
  static final int HEAD_BYTES_MAX = 32 << 10;

  private static final String NAME_SIGNS = "!#$%&'*+-.^_`|~";

  private @Nullable UpgradeRequest request; // once its first line is read
  private int headers;
  private int headBytes; // of the lines that were read, from the reader index on
  private int searched; // bytes of the current line that hold no end

  /**
   * Reads on.
   *
   * @param in begins with the request; the reader index does not move
   * @return the request, when its head is whole; else {@code null}
   * @throws HttpRefusal when it is not one that is taken
   */
  public @Nullable UpgradeRequest read(ByteBuf in) {
    while (true) {
      int start = in.readerIndex() + headBytes;
      int end = in.indexOf(start + searched, in.writerIndex(), (byte) '\n');
      int bytes = (end < 0 ? in.writerIndex() : end) - start;
      requireBounds(bytes);
      if (end < 0) {
        searched = bytes;
        return null;
      }
      searched = 0;
      headBytes += bytes + 1;
      String line = line(in, start, bytes);
      if (request == null) {
        request = firstLine(line);
      } else if (line.isEmpty()) {
        return request;
      } else {
        addHeader(request, line);
      }
    }
  }

  /** The head's length, once it is whole. */
  public int headBytes() {
    return headBytes;
  }

  private void requireBounds(int lineBytes) {
    if (lineBytes > LINE_BYTES_MAX) {
      String text = "a line of more than " + LINE_BYTES_MAX + " bytes";
      throw request == null ? HttpRefusal.lineTooLong(text) : HttpRefusal.headersTooLarge(text);
    } else if (headBytes + lineBytes > HEAD_BYTES_MAX) {
      throw HttpRefusal.headersTooLarge("headers of more than " + HEAD_BYTES_MAX + " bytes");
    }
  }

  private static String line(ByteBuf in, int start, int bytes) {
    String line = in.toString(start, bytes, StandardCharsets.ISO_8859_1);
    String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if ((sign < ' ' && sign != '\t') || sign == 0x7F) {
        throw HttpRefusal.badRequest("a control character in the head of the request");
      }
    }
    return text;
  }

  private static UpgradeRequest firstLine(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw HttpRefusal.badRequest("the first line is not METHOD PATH VERSION");
    }
    return new UpgradeRequest(parts[0], parts[1], parts[2]);
  }

  private void addHeader(UpgradeRequest to, String line) {
    if (++headers > HEADERS_MAX) {
      throw HttpRefusal.headersTooLarge("more than " + HEADERS_MAX + " headers");
    }
    int colon = line.indexOf(':');
    if (colon < 1 || !line.chars().limit(colon).allMatch(RequestReader::isOfName)) {
      throw HttpRefusal.badRequest("a header is not NAME: VALUE");
    }
    to.addHeader(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  private static boolean isOfName(int sign) {
    return (sign >= 'a' && sign <= 'z')
        || (sign >= 'A' && sign <= 'Z')
        || (sign >= '0' && sign <= '9')
        || NAME_SIGNS.indexOf(sign) >= 0;
  }
}

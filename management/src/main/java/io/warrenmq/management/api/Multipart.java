package io.warrenmq.management.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A body of {@code multipart/form-data}, as forms of browsers and {@code curl -F} send files: RFC
 * 7578. Of its parts one is looked for; the others, fields of the form, are passed over. Stateless.
 */
public final class Multipart {
  private static final String TYPE = "multipart/form-data";
  private static final int PARTS_MAX = 20;
  private static final int HEAD_BYTES_MAX = 8 << 10;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  // RFC 2046 §5.1.1: of up to 70 letters, and not ending in a blank.
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([\\w'()+,./:=? -]{0,69}[\\w'()+,./:=?-])\"|([\\w'+.-]{1,70}))\\s*(?:;|$)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(
          "^content-disposition:\\s*form-data\\s*;(?:.*;)?\\s*name=(?:\"([^\"]*)\"|([^\\s;\"]+))",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern ENCODED =
      Pattern.compile(
          "^content-transfer-encoding:\\s*(?:base64|quoted-printable)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private Multipart() {}

  /** Whether a body of this {@code content-type} is one. */
  public static boolean is(@Nullable String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(TYPE);
  }

  /**
   * The content of the one part of a name.
   *
   * @param contentType for which {@link #is} holds
   * @throws ApiException 400 for a body that is malformed or not whole, and for none or several of
   *     such parts
   */
  public static byte[] part(byte[] body, String contentType, String name) {
    byte[] delimiter = ("\r\n--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] found = null;
    int at = afterFirst(body, delimiter);
    for (int parts = 0; !isEnd(body, at); parts++) {
      if (parts == PARTS_MAX) {
        throw ApiException.badRequest("the form has more than " + PARTS_MAX + " parts");
      }
      int head = lineEnd(body, at);
      int content = headEnd(body, head);
      int end = find(body, delimiter, content - 2); // An empty one has no line end of its own.
      if (end < 0) {
        throw ApiException.badRequest("the form is cut off: its last boundary is not there");
      }
      String headers = new String(body, head, content - head, StandardCharsets.UTF_8);
      if (name.equals(name(headers))) {
        if (found != null) {
          throw ApiException.badRequest("the form has more than one part named " + name);
        } else if (ENCODED.matcher(headers).find()) { // RFC 7578 §4.7
          throw ApiException.badRequest("content-transfer-encoding is not for forms");
        }
        found = Arrays.copyOfRange(body, content, Math.max(content, end));
      }
      at = end + delimiter.length;
    }
    if (found == null) {
      throw ApiException.badRequest("the form has no part named " + name);
    }
    return found;
  }

  private static String boundary(String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw ApiException.badRequest(TYPE + " has a boundary of 1 to 70 letters");
    }
    return boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
  }

  /** Behind the first boundary, before which nothing counts. */
  private static int afterFirst(byte[] body, byte[] delimiter) {
    byte[] first = Arrays.copyOfRange(delimiter, 2, delimiter.length);
    if (isAt(body, first, 0)) {
      return first.length;
    }
    int at = find(body, delimiter, 0);
    if (at < 0) {
      throw ApiException.badRequest("the form does not have its boundary");
    }
    return at + delimiter.length;
  }

  private static boolean isEnd(byte[] body, int at) {
    return at + 2 <= body.length && body[at] == '-' && body[at + 1] == '-';
  }

  /** Behind the rest of the boundary's line, which is blank: RFC 2046 §5.1.1. */
  private static int lineEnd(byte[] body, int at) {
    int end = at;
    while (end < body.length && (body[end] == ' ' || body[end] == '\t')) {
      end++;
    }
    if (end + 2 > body.length || body[end] != '\r' || body[end + 1] != '\n') {
      throw ApiException.badRequest("a boundary of the form is not a line by itself");
    }
    return end + 2;
  }

  /** Behind the headers of a part, whose first is at a place. */
  private static int headEnd(byte[] body, int head) {
    int end = find(body, HEAD_END, head - 2); // There may be no header at all.
    if (end < 0 || end - head > HEAD_BYTES_MAX) {
      throw ApiException.badRequest("the headers of a part of the form do not end");
    }
    return end + HEAD_END.length;
  }

  private static @Nullable String name(String headers) {
    Matcher name = NAME.matcher(headers);
    return !name.find() ? null : name.group(1) == null ? name.group(2) : name.group(1);
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int at = from; at <= in.length - what.length; at++) {
      if (isAt(in, what, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] in, byte[] what, int at) {
    return at + what.length <= in.length
        && Arrays.equals(in, at, at + what.length, what, 0, what.length);
  }
}

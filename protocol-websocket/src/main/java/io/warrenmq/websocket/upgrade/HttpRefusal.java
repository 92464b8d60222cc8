package io.warrenmq.websocket.upgrade;

import java.nio.charset.StandardCharsets;

/** The request is answered with an error, and the connection is closed. Without a stack trace. */
public final class HttpRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String status;
  private final String header;

  private HttpRefusal(String status, String header, String text) {
    super(text, null, false, false);
    this.status = status;
    this.header = header;
  }

  /** The request is not in order. */
  public static HttpRefusal badRequest(String text) {
    return new HttpRefusal("400 Bad Request", "", text);
  }

  static HttpRefusal unauthorized(String text) {
    // RFC 9110 §15.5.2: it says what is understood.
    return new HttpRefusal(
        "401 Unauthorized",
        "www-authenticate: Basic realm=\"WarrenMQ\"\r\nwww-authenticate: Bearer\r\n",
        text);
  }

  static HttpRefusal forbidden(String text) {
    return new HttpRefusal("403 Forbidden", "", text);
  }

  static HttpRefusal notFound(String text) {
    return new HttpRefusal("404 Not Found", "", text);
  }

  static HttpRefusal methodNotAllowed(String text) {
    return new HttpRefusal("405 Method Not Allowed", "allow: GET\r\n", text);
  }

  /** The request was not whole in time. */
  public static HttpRefusal timeout() {
    return new HttpRefusal("408 Request Timeout", "", "the request was not sent in time");
  }

  static HttpRefusal lineTooLong(String text) {
    return new HttpRefusal("414 URI Too Long", "", text);
  }

  static HttpRefusal upgradeRequired(String text) {
    // RFC 6455 §4.4: a client of another version learns ours. RFC 9110 §7.8: the header connection
    // names the header upgrade.
    return new HttpRefusal(
        "426 Upgrade Required",
        "upgrade: websocket\r\nsec-websocket-version: 13\r\nconnection: upgrade\r\n",
        text);
  }

  static HttpRefusal headersTooLarge(String text) {
    return new HttpRefusal("431 Request Header Fields Too Large", "", text);
  }

  static HttpRefusal versionNotSupported(String text) {
    return new HttpRefusal("505 HTTP Version Not Supported", "", text);
  }

  /** The response. */
  public byte[] response() {
    String body = getMessage() + "\n";
    String response =
        "HTTP/1.1 "
            + status
            + "\r\ncontent-type: text/plain\r\ncontent-length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n"
            + header
            + "connection: close\r\n\r\n"
            + body;
    return response.getBytes(StandardCharsets.UTF_8);
  }
}

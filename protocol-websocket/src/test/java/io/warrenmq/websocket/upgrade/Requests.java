package io.warrenmq.websocket.upgrade;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import java.util.List;

/** Requests and offers for tests. */
public final class Requests {
  /** One that is in order: RFC 6455 §1.3. */
  public static final String EXAMPLE =
      """
      GET /ws HTTP/1.1
      Host: server.example.com
      Upgrade: websocket
      Connection: keep-alive, Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Origin: http://example.com
      Sec-WebSocket-Protocol: line
      Sec-WebSocket-Version: 13

      """
          .replace("\n", "\r\n");

  private Requests() {}

  public static Offer offer(ProtocolPlugin protocol, boolean required, String... subprotocols) {
    return offer(protocol, required, List.of(), subprotocols);
  }

  public static Offer offer(
      ProtocolPlugin protocol, boolean required, List<String> origins, String... subprotocols) {
    return new Offer(
        protocol,
        new WebSocketSpec("web_line", 1, List.of(subprotocols), required, Frames.BINARY),
        new WebSocketOptions("/ws", 1000, 0, origins, false, false));
  }

  /** Compresses. */
  public static Offer compressing(ProtocolPlugin protocol, String... subprotocols) {
    return new Offer(
        protocol,
        new WebSocketSpec("web_line", 1, List.of(subprotocols), true, Frames.BINARY),
        new WebSocketOptions("/ws", 1000, 0, List.of(), true, false));
  }

  /** Takes what the request shows of who the client is. */
  public static Offer authenticating(ProtocolPlugin protocol, String... subprotocols) {
    return new Offer(
        protocol,
        new WebSocketSpec("web_line", 1, List.of(subprotocols), true, Frames.BINARY),
        new WebSocketOptions("/ws", 1000, 0, List.of(), false, true));
  }
}

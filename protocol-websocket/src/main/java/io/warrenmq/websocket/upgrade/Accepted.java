package io.warrenmq.websocket.upgrade;

import io.warrenmq.api.auth.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is granted. Immutable.
 *
 * @param offers what the client can get, at least one; if several, its first bytes decide
 * @param subprotocol the name it has asked for it by; empty when it has named none
 * @param extension the answer to what it has offered, by which messages may be compressed; empty
 *     for none
 * @param key the client's
 * @param credentials what it showed in the request; {@code null} when that is nothing, or none of
 *     the offers wants it
 */
public record Accepted(
    List<Offer> offers,
    String subprotocol,
    String extension,
    String key,
    @Nullable Credentials credentials) {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // §1.3

  /** Copies the list. */
  public Accepted {
    offers = List.copyOf(offers);
  }

  /** The response; frames follow it. */
  public byte[] response() {
    String response =
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
            + "sec-websocket-accept: "
            + proof()
            + "\r\n"
            + (subprotocol.isEmpty() ? "" : "sec-websocket-protocol: " + subprotocol + "\r\n")
            + (extension.isEmpty() ? "" : "sec-websocket-extensions: " + extension + "\r\n")
            + "\r\n";
    return response.getBytes(StandardCharsets.US_ASCII);
  }

  /** Proves that it was a server of WebSocket that answered. §4.2.2 */
  private String proof() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}

package io.warrenmq.api.protocol;

import java.util.List;

/**
 * A WebSocket endpoint a protocol wants. Immutable.
 *
 * @param configKey the configuration keys' prefix, for example {@code web_mqtt}: {@code
 *     web_mqtt.tcp} is its listener, {@code web_mqtt.ssl} that over TLS, {@code web_mqtt.ws_path}
 *     its path
 * @param defaultPort the port when the configuration is silent; −1: no listener then
 * @param subprotocols the names that clients ask for it by, for example {@code mqtt}; the client's
 *     order decides
 * @param subprotocolRequired whether a client that names no subprotocol is refused
 * @param frames in what the protocol's bytes are sent
 */
public record WebSocketSpec(
    String configKey,
    int defaultPort,
    List<String> subprotocols,
    boolean subprotocolRequired,
    Frames frames) {
  /** Kinds of data frames. */
  public enum Frames {
    /** Bytes. A client's text frames are refused. */
    BINARY,
    /**
     * Text where what goes out is UTF-8, else bytes. Messages begin and end with what the protocol
     * asks room for at once, so that whole units make texts. A client may send bytes as well.
     */
    TEXT
  }

  /** Copies the list. */
  public WebSocketSpec {
    subprotocols = List.copyOf(subprotocols);
  }
}

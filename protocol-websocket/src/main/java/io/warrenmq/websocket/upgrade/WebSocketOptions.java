package io.warrenmq.websocket.upgrade;

import io.warrenmq.api.plugin.PluginConfig;
import java.util.List;

/**
 * What the configuration says of an endpoint. Immutable.
 *
 * @param path where it is, beginning with a slash
 * @param messageBytesMax most bytes taken of a message, all of its frames together and as they are
 *     when they are not compressed, 1 or more
 * @param idleTimeoutMs silence of the client, in milliseconds, after which it is disconnected; 0
 *     for none
 * @param allowedOrigins from which pages browsers may come; empty for all
 * @param compresses whether compression is agreed on with clients that offer it
 * @param usesHttpAuth whether what the request shows of who the client is is handed to the protocol
 */
public record WebSocketOptions(
    String path,
    int messageBytesMax,
    long idleTimeoutMs,
    List<String> allowedOrigins,
    boolean compresses,
    boolean usesHttpAuth) {
  /** Copies the list. */
  public WebSocketOptions {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /**
   * Reads them.
   *
   * @param prefix of the keys, for example {@code web_mqtt}
   */
  public static WebSocketOptions from(PluginConfig config, String prefix) {
    return new WebSocketOptions(
        config.text(prefix + ".ws_path", "/ws"),
        Math.toIntExact(config.integer(prefix + ".ws_opts.max_frame_size", 16 << 20)),
        config.integer(prefix + ".ws_opts.idle_timeout", 60_000),
        config.list(prefix + ".allow_origins"),
        config.flag(prefix + ".ws_opts.compress", false),
        config.flag(prefix + ".use_http_auth", false));
  }

  /**
   * Whether a client may come from there.
   *
   * @param origin empty for a client that is no browser
   */
  boolean allowsOrigin(String origin) {
    return allowedOrigins.isEmpty()
        || origin.isEmpty()
        || allowedOrigins.stream().anyMatch(origin::equalsIgnoreCase);
  }
}

package io.warrenmq.stomp.connection;

import io.warrenmq.api.plugin.PluginConfig;

/**
 * The plugin's settings: RabbitMQ's {@code stomp.*} keys, and those that it has no key for.
 * Immutable.
 *
 * @param vhost of clients that name none
 * @param defaultUser who a client without a login is
 * @param defaultPassword of a client without a passcode
 * @param implicitConnect whether a client may begin with another frame than CONNECT, as the default
 *     user
 * @param certificateLogin whether a client without a login is who its certificate names
 * @param topicExchange the exchange behind {@code /topic}
 * @param nackRequeues whether a NACK that does not say so puts its message back
 * @param hidesServer whether nobody is told the broker's name and version
 * @param trailingLineFeed whether a line feed follows each frame
 * @param closesOnError whether every ERROR ends its connection, as the standard has it
 * @param frameBytesMax the largest frame of a client that has logged in
 * @param loginTimeoutMs from connecting to being logged in
 * @param binaryFrames whether WebSocket clients are sent binary frames
 */
record StompOptions(
    String vhost,
    String defaultUser,
    String defaultPassword,
    boolean implicitConnect,
    boolean certificateLogin,
    String topicExchange,
    boolean nackRequeues,
    boolean hidesServer,
    boolean trailingLineFeed,
    boolean closesOnError,
    int frameBytesMax,
    int loginTimeoutMs,
    boolean binaryFrames) {
  static StompOptions of(PluginConfig config) {
    return new StompOptions(
        config.text("stomp.default_vhost", "/"),
        config.text("stomp.default_user", "guest"),
        config.text("stomp.default_pass", "guest"),
        config.flag("stomp.implicit_connect", false),
        config.flag("stomp.ssl_cert_login", false),
        config.text("stomp.default_topic_exchange", "amq.topic"),
        config.flag("stomp.default_nack_requeue", true),
        config.flag("stomp.hide_server_info", false),
        config.flag("stomp.trailing_lf", true),
        config.flag("stomp.close_on_error", false),
        (int) config.integer("stomp.max_frame_size", 4_194_304),
        (int) config.integer("stomp.login_timeout", 10_000),
        config.text("web_stomp.ws_frame", "text").equals("binary"));
  }
}

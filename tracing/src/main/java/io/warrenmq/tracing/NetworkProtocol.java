package io.warrenmq.tracing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A session's protocol in OpenTelemetry's terms. Immutable.
 *
 * @param name in lower case: {@code amqp}, {@code mqtt}, {@code stomp}
 * @param version with dots, but for AMQP's 0-9-1; {@code null} when it is not known
 */
record NetworkProtocol(String name, @Nullable String version) {
  private static final NetworkProtocol AMQP_091 = new NetworkProtocol("amqp", "0-9-1");
  private static final NetworkProtocol AMQP_10 = new NetworkProtocol("amqp", "1.0");

  /** Of a protocol as its plugin names it, {@code amqp091}, or as listings do, {@code MQTT 5-0}. */
  static NetworkProtocol of(String protocol) {
    switch (protocol) {
      case "amqp091", "AMQP 0-9-1" -> {
        return AMQP_091;
      }
      case "amqp10", "AMQP 1-0" -> {
        return AMQP_10;
      }
      default -> {
        int space = protocol.lastIndexOf(' ');
        String name = space < 0 ? protocol : protocol.substring(0, space);
        String version = space < 0 ? null : protocol.substring(space + 1).replace('-', '.');
        return new NetworkProtocol(name.toLowerCase(Locale.ROOT), version);
      }
    }
  }
}

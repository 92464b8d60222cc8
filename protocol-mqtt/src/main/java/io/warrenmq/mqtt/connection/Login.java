package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;

/**
 * What a CONNECT says of who its client is, and where it wants to go: a user name may have a vhost
 * before its last colon. Stateless.
 */
final class Login {
  private Login() {}

  /** The vhost that it names, or the configured one. */
  static String vhost(ConnectPacket connect, MqttOptions options) {
    String username = connect.username();
    int colon = username == null ? -1 : username.lastIndexOf(':');
    return username == null || colon < 0 ? options.vhost() : username.substring(0, colon);
  }

  /** The seconds that count: a client that asks for none, 0, asks for more than any. */
  static int keepAlive(ConnectPacket connect, MqttOptions options) {
    int asked = connect.keepAlive();
    int most = options.keepAliveMax();
    return most > 0 && (asked == 0 || asked > most) ? most : asked;
  }

  /**
   * Version 3 has no way to be told another Keep Alive: it is refused as by Mosquitto.
   *
   * @throws MqttFault when the client would have to be told
   */
  static void checkKeepAlive(ConnectPacket connect, MqttOptions options) {
    if (connect.version() != ProtocolVersion.V5
        && keepAlive(connect, options) != connect.keepAlive()) {
      throw new MqttFault(
          ReasonCode.CLIENT_ID_NOT_VALID,
          "a keep alive of %d s, above the limit of %d s"
              .formatted(connect.keepAlive(), options.keepAliveMax()));
    }
  }

  /**
   * What is to be checked when it asks for no authentication method.
   *
   * @throws MqttFault when it shows nothing that could be
   */
  static Credentials credentials(ConnectPacket connect, MqttOptions options) {
    String username = connect.username();
    byte[] password = connect.password();
    if ((username == null || username.isEmpty()) && password == null) {
      if (!options.allowsAnonymous() || options.anonymousUser().isEmpty()) {
        throw new MqttFault(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "a login without a user name");
      }
      return new Credentials.Password(options.anonymousUser(), options.anonymousPassword());
    } else if (username == null || password == null) {
      throw new MqttFault(
          ReasonCode.BAD_USER_NAME_OR_PASSWORD, "a login without a user name, or without password");
    }
    return new Credentials.Password(
        username.substring(username.lastIndexOf(':') + 1), new String(password, UTF_8));
  }
}

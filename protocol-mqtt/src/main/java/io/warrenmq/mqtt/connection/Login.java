package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
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

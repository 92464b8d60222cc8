package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ReasonCode;

/**
 * Who a client says it is, and where it wants to go: a user name may have a vhost before its last
 * colon. Immutable.
 *
 * @param vhost the vhost
 * @param credentials what is to be checked
 */
record Login(String vhost, Credentials credentials) {
  /**
   * That of a CONNECT.
   *
   * @throws MqttFault when it shows nothing that could be checked
   */
  static Login of(ConnectPacket connect, MqttOptions options) {
    String username = connect.username();
    byte[] password = connect.password();
    if (username == null || (username.isEmpty() && password == null)) {
      if (!options.allowsAnonymous() || options.anonymousUser().isEmpty()) {
        throw new MqttFault(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "a login without a user name");
      }
      return new Login(
          options.vhost(),
          new Credentials.Password(options.anonymousUser(), options.anonymousPassword()));
    } else if (password == null) {
      throw new MqttFault(ReasonCode.BAD_USER_NAME_OR_PASSWORD, "a login without a password");
    }
    int colon = username.lastIndexOf(':');
    String vhost = colon < 0 ? options.vhost() : username.substring(0, colon);
    return new Login(
        vhost,
        new Credentials.Password(username.substring(colon + 1), new String(password, UTF_8)));
  }
}

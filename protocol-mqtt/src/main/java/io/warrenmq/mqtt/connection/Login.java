package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.auth.CertificateName;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.session.ClientKey;
import java.security.cert.X509Certificate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT, and the certificate of its connection, say of who its client is, and where it
 * wants to go: a user name may have a vhost before its last colon, a certificate's name has none.
 * Stateless.
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
   * Its client identifier, or one that is assigned when it has none.
   *
   * @throws MqttFault when it is none that may be, see {@link #checkClientId}
   */
  static String clientId(ConnectPacket connect, MqttOptions options, TransportInfo transport) {
    checkClientId(connect, options, transport);
    String given = connect.clientId();
    if (given.isEmpty()) {
      if (connect.version() != ProtocolVersion.V5 && !connect.cleanStart()) { // [MQTT-3.1.3-8]
        throw new MqttFault(
            ReasonCode.CLIENT_ID_NOT_VALID, "a session that lasts needs a client identifier");
      }
      return "auto-" + UUID.randomUUID();
    } else if (given.getBytes(UTF_8).length > ClientKey.CLIENT_ID_BYTES_MAX) {
      throw new MqttFault(
          ReasonCode.CLIENT_ID_NOT_VALID,
          "a client identifier of more than " + ClientKey.CLIENT_ID_BYTES_MAX + " bytes");
    }
    return given;
  }

  /**
   * Checks its client identifier, before an empty one is assigned: of a client with a certificate
   * it may have to be that one's, as in RabbitMQ.
   *
   * @throws MqttFault when it is another one, or the certificate has none
   */
  static void checkClientId(ConnectPacket connect, MqttOptions options, TransportInfo transport) {
    CertificateName nameIn = options.clientIdFrom();
    X509Certificate certificate = transport.peerCertificate();
    if (nameIn == null || certificate == null) {
      return;
    }
    String name = nameIn.of(certificate);
    if (name == null || !name.equals(connect.clientId())) {
      throw new MqttFault(
          ReasonCode.CLIENT_ID_NOT_VALID,
          "the client identifier is '%s', and the certificate's %s %s"
              .formatted(
                  connect.clientId(),
                  nameIn.configName(),
                  name == null ? "is missing" : "'" + name + "'"));
    }
  }

  /**
   * What is to be checked when it asks for no authentication method. A user name and a password
   * count before what was shown before the protocol began, that before a certificate, and that
   * before nothing.
   *
   * @param shownBefore see {@link io.warrenmq.api.protocol.Transport#shownBefore}
   * @param external the mechanism that reads a certificate; {@code null} when the client has none,
   *     or none that logs in
   * @throws MqttFault when it shows nothing that could be
   */
  static Credentials credentials(
      ConnectPacket connect,
      MqttOptions options,
      @Nullable Credentials shownBefore,
      @Nullable SaslMechanism external,
      TransportInfo transport) {
    String username = connect.username();
    byte[] password = connect.password();
    boolean showsNothing = (username == null || username.isEmpty()) && password == null;
    if (showsNothing && shownBefore != null) {
      return shownBefore;
    } else if (showsNothing && external != null) {
      return proven(external.begin(transport).respond(SaslStep.NOTHING));
    } else if (showsNothing) {
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

  private static Credentials proven(SaslStep step) {
    if (step instanceof SaslStep.Show show) {
      return show.credentials();
    }
    throw new MqttFault(
        ReasonCode.BAD_USER_NAME_OR_PASSWORD,
        step instanceof SaslStep.Refused refused
            ? refused.reason()
            : "a certificate alone does not log in");
  }
}

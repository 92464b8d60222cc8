package io.warrenmq.mqtt.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who a CONNECT says that its client is. */
class LoginTest {
  private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 8883);
  private static final TransportInfo TLS = new TransportInfo(HERE, HERE, "TLSv1.3", null);
  private static final SaslStep PROVEN = new SaslStep.Show(new Credentials.Proven("a:device"));

  private static MqttOptions options(boolean anonymous) {
    return MqttOptions.of(
        new PluginConfig() {
          @Override
          public long integer(String key, long absent) {
            return absent;
          }

          @Override
          public double decimal(String key, double absent) {
            return absent;
          }

          @Override
          public String text(String key, String absent) {
            return absent;
          }

          @Override
          public boolean flag(String key, boolean absent) {
            return key.equals("mqtt.allow_anonymous") ? anonymous : absent;
          }

          @Override
          public List<String> list(String prefix) {
            return List.of();
          }

          @Override
          public Map<String, String> texts(String prefix) {
            return Map.of();
          }
        });
  }

  private static SaslMechanism external(SaslStep step) {
    return new SaslMechanism() {
      @Override
      public String name() {
        return "EXTERNAL";
      }

      @Override
      public SaslExchange begin(TransportInfo transport) {
        return response -> step;
      }
    };
  }

  private static ConnectPacket connect(String username, String password) {
    return new ConnectPacket(
        ProtocolVersion.V5,
        true,
        60,
        "id",
        username,
        password == null ? null : password.getBytes(StandardCharsets.UTF_8),
        null,
        0,
        1,
        ConnectPacket.PACKET_SIZE_MAX,
        0,
        false,
        true,
        null,
        null);
  }

  private static Credentials login(String username, String password, SaslMechanism external) {
    return Login.credentials(connect(username, password), options(true), null, external, TLS);
  }

  @Test
  void userNameAndPasswordCountBeforeACertificate() {
    assertThat(login("v:h:user", "secret", external(PROVEN)))
        .isEqualTo(new Credentials.Password("user", "secret"));
    assertThat(Login.vhost(connect("v:h:user", "secret"), options(true))).isEqualTo("v:h");
  }

  @Test
  void aCertificateCountsBeforeNothingAndNamesNoVhost() {
    assertThat(login(null, null, external(PROVEN))).isEqualTo(new Credentials.Proven("a:device"));
    assertThat(login("", null, external(PROVEN))).isEqualTo(new Credentials.Proven("a:device"));
    assertThat(Login.vhost(connect(null, null), options(true))).isEqualTo("/");
  }

  @Test
  void whatWasShownBeforeCountsBeforeACertificateAndAfterAPassword() {
    Credentials token = new Credentials.Token("t");

    assertThat(Login.credentials(connect(null, null), options(true), token, external(PROVEN), TLS))
        .isEqualTo(token);
    assertThat(Login.credentials(connect("user", "secret"), options(true), token, null, TLS))
        .isEqualTo(new Credentials.Password("user", "secret"));
  }

  @Test
  void nothingIsAnonymous() {
    assertThat(login(null, null, null)).isEqualTo(new Credentials.Password("guest", "guest"));
    assertRefused(null, null, null, false);
  }

  @Test
  void halfAPasswordLoginIsNoneEvenWithACertificate() {
    assertRefused("user", null, external(PROVEN), true);
    assertRefused(null, "secret", external(PROVEN), true);
  }

  @Test
  void aCertificateWithoutANameIsNobody() {
    MqttFault fault = assertRefused(null, null, external(new SaslStep.Refused("no name")), true);

    assertThat(fault.text()).isEqualTo("no name");
  }

  private static MqttFault assertRefused(
      String username, String password, SaslMechanism external, boolean anonymous) {
    MqttFault fault =
        catchThrowableOfType(
            MqttFault.class,
            () ->
                Login.credentials(
                    connect(username, password), options(anonymous), null, external, TLS));
    assertThat(fault.reasonCode()).isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
    return fault;
  }
}

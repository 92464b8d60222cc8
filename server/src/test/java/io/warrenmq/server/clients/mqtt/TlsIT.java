package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.clients.ClientProgram;
import io.warrenmq.server.listener.Listeners;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** MQTT over TLS, and certificates of clients as their logins. */
class TlsIT extends OwnBrokerTest {
  private static final String LOGIN = "mqtt.ssl_cert_login=true";
  private static final String NO_ANONYMOUS = "mqtt.allow_anonymous=false";

  @TempDir static Path authority;
  @TempDir static Path otherAuthority;
  private static Certificates certificates;
  private static Certificates foreign;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = Certificates.make(authority, "alice", "stranger", "nowhere:alice");
    foreign = Certificates.make(otherAuthority, "alice");
  }

  /** A broker with users that have no password. */
  private void startTls(String... more) throws Exception {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "mqtt.listeners.tcp.default=none",
                "mqtt.listeners.ssl.default=127.0.0.1:0",
                "ssl_options.cacertfile=" + certificates.file("ca.crt"),
                "ssl_options.certfile=" + certificates.file("broker.crt"),
                "ssl_options.keyfile=" + certificates.file("broker.key"),
                "ssl_options.verify=verify_peer",
                "ssl_cert_login_from=common_name"));
    settings.addAll(List.of(more));
    start(settings.toArray(new String[0]));
    JsonObject definitions =
        new JsonObject().put("users", new JsonArray()).put("permissions", new JsonArray());
    for (String user : List.of("alice", "nowhere:alice", "CN=alice")) {
      definitions
          .getJsonArray("users")
          .add(
              new JsonObject()
                  .put("name", user)
                  .put("password_hash", "")
                  .put("hashing_algorithm", "rabbit_password_hashing_sha256")
                  .put("tags", new JsonArray()));
      definitions
          .getJsonArray("permissions")
          .add(
              new JsonObject()
                  .put("user", user)
                  .put("vhost", "/")
                  .put("configure", ".*")
                  .put("write", ".*")
                  .put("read", ".*"));
    }
    bring(definitions);
  }

  private int tlsPort() {
    return broker().address("mqtt").getPort();
  }

  private RawClient raw(String certificate) throws Exception {
    return closing(new RawClient(certificates.connect(certificate, tlsPort())));
  }

  /** What CONNACK says to a client of that name, with what its CONNECT has besides. */
  private int connack(String certificate, int version, int flags, String... texts)
      throws Exception {
    RawClient client = raw(certificate);
    byte[] payload = new byte[0];
    for (String text : texts) {
      payload = Bytes.join(payload, Bytes.text(text));
    }
    byte[] properties = version == 5 ? NONE : new byte[0];
    client.send(Bytes.connect(version, CLEAN | flags, 60, properties, payload));
    int code = client.expect(RawClient.CONNACK).u8(1);
    if (code == 0) {
      client.expectNothing();
    } else {
      client.expectClosed();
    }
    return code;
  }

  // ---- libraries ----

  private Mqtt5BlockingClient hiveMq(String certificate) throws Exception {
    Mqtt5BlockingClient client =
        com.hivemq.client.mqtt.MqttClient.builder()
            .useMqttVersion5()
            .identifier(name())
            .serverHost("127.0.0.1")
            .serverPort(tlsPort())
            .sslConfig(
                MqttClientSslConfig.builder()
                    .keyManagerFactory(certificates.keys(certificate))
                    .trustManagerFactory(certificates.trust())
                    .build())
            .buildBlocking();
    closing(client::disconnect);
    return client;
  }

  private MqttClient paho(Certificates own, String certificate, String user, String password)
      throws Exception {
    MqttClient client =
        closing(new MqttClient("ssl://127.0.0.1:" + tlsPort(), name(), new MemoryPersistence()));
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(own.context(certificate, certificates).getSocketFactory());
    if (user != null) {
      options.setUserName(user);
      options.setPassword(password.toCharArray());
    }
    client.connect(options);
    return client;
  }

  @Test
  void clientsOfHiveMqAndPahoLogInByTheirCertificates() throws Exception {
    startTls(LOGIN, NO_ANONYMOUS);
    Mqtt5BlockingClient five = hiveMq("alice");
    five.connect();
    Mqtt5Publishes inbox = closing(five.publishes(MqttGlobalPublishFilter.ALL));
    String topic = name();
    five.subscribeWith().topicFilter(topic).qos(MqttQos.EXACTLY_ONCE).send();

    paho(certificates, "alice", null, null).publish(topic, "m".getBytes(UTF_8), 2, false);

    assertThat(inbox.receive(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
        .asString(UTF_8)
        .isEqualTo("m");
  }

  @Test
  void mosquittosClientsLogInByTheirCertificates() throws Exception {
    startTls(LOGIN, NO_ANONYMOUS);

    assertThat(mosquitto("pub", "-r", "-m", "21.5")).isEmpty();

    assertThat(mosquitto("sub", "-C", "1", "-W", "5")).containsExactly("21.5");
  }

  private List<String> mosquitto(String which, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("mosquitto_" + which, "-h", "127.0.0.1", "-q", "1", "-t", "t"));
    command.addAll(List.of("-p", Integer.toString(tlsPort())));
    command.addAll(List.of("--cafile", certificates.file("ca.crt")));
    command.addAll(List.of("--cert", certificates.file("alice.crt")));
    command.addAll(List.of("--key", certificates.file("alice.key")));
    command.addAll(List.of(more));
    try (ClientProgram program = ClientProgram.startAlone(command)) {
      return program.awaitSuccess();
    }
  }

  @Test
  void passwordsGoOverTlsAsOverTcp() throws Exception {
    startTls("ssl_options.verify=verify_none");
    String topic = name();
    BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
    MqttClient client = paho(certificates, Certificates.NOBODY, "guest", "guest");
    client.subscribe(topic, 1, (t, message) -> inbox.add(new String(message.getPayload(), UTF_8)));

    client.publish(topic, "x".repeat(200_000).getBytes(UTF_8), 1, false);

    assertThat(inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasSize(200_000);
  }

  // ---- who logs in ----

  @CsvSource({"4, 4", "5, 134"})
  @ParameterizedTest(name = "version {0}")
  void theCertificateNamesAUserThatExists(int version, int refused) throws Exception {
    startTls(LOGIN);

    assertThat(connack("alice", version, 0, name())).isZero();
    assertThat(connack("stranger", version, 0, name())).isEqualTo(refused);
  }

  @Test
  void theDistinguishedNameIsTheUserUnlessConfiguredOtherwise() throws Exception {
    startTls(LOGIN, "ssl_cert_login_from=distinguished_name");

    assertThat(connack("alice", 5, 0, name())).isZero();
    assertThat(connack("stranger", 5, 0, name())).isEqualTo(0x86);
  }

  @Test
  void aColonInACertificatesNameIsAColon() throws Exception {
    startTls(LOGIN);

    assertThat(connack("nowhere:alice", 5, 0, name())).isZero(); // There is no vhost "nowhere".
  }

  @CsvSource({"4, 4", "5, 134"})
  @ParameterizedTest(name = "version {0}")
  void userNameAndPasswordCountBeforeTheCertificate(int version, int refused) throws Exception {
    startTls(LOGIN);
    int both = 0x80 | 0x40;

    assertThat(connack("stranger", version, both, name(), "guest", "guest")).isZero();
    assertThat(connack("alice", version, both, name(), "guest", "wrong")).isEqualTo(refused);
    assertThat(connack("alice", version, 0x80, name(), "guest")).isEqualTo(refused);
    assertThat(connack("alice", version, 0x80, name(), "alice")).isEqualTo(refused);
  }

  @Test
  void whoShowsNothingIsAnonymous() throws Exception {
    startTls(LOGIN);
    assertThat(connack(Certificates.NOBODY, 5, 0, name())).isZero();
    stop();
    startTls(LOGIN, NO_ANONYMOUS);
    assertThat(connack(Certificates.NOBODY, 5, 0, name())).isEqualTo(0x86);
  }

  @Test
  void aCertificateIsNoLoginUnlessConfigured() throws Exception {
    startTls(NO_ANONYMOUS);

    assertThat(connack("alice", 5, 0, name())).isEqualTo(0x86);
  }

  @Test
  void aCertificateIsAnAuthenticationMethodToo() throws Exception {
    startTls(NO_ANONYMOUS, "mqtt.auth_mechanisms.1=EXTERNAL");
    byte[] method = Bytes.properties(Bytes.of(0x15), Bytes.text("EXTERNAL"));
    RawClient alice = raw("alice");
    RawClient nobody = raw(Certificates.NOBODY);

    alice.send(Bytes.connect(5, CLEAN, 60, method, name()));
    nobody.send(Bytes.connect(5, CLEAN, 60, method, name()));

    assertThat(alice.expect(RawClient.CONNACK).u8(1)).isZero();
    assertThat(nobody.expect(RawClient.CONNACK).u8(1)).isEqualTo(0x8c);
  }

  // ---- client identifiers ----

  @CsvSource({
    "distinguished_name, CN=alice, 4, 2",
    "distinguished_name, CN=alice, 5, 133",
    "subject_alternative_name, alice, 4, 2",
    "subject_alternative_name, alice, 5, 133"
  })
  @ParameterizedTest(name = "{0}, version {2}")
  void theClientIdentifierIsTheCertificates(String from, String id, int version, int refused)
      throws Exception {
    startTls(LOGIN, "mqtt.ssl_cert_client_id_from=" + from);

    assertThat(connack("alice", version, 0, id)).isZero();
    assertThat(connack("alice", version, 0, name())).isEqualTo(refused);
    assertThat(connack("alice", version, 0, "")).isEqualTo(refused);
    assertThat(connack("alice", version, 0x80 | 0x40, name(), "guest", "guest")).isEqualTo(refused);
    assertThat(connack(Certificates.NOBODY, version, 0, name())).isZero();
  }

  // ---- who is not let in ----

  @Test
  void aCertificateOfAnotherAuthorityFailsTheHandshakeAndTheLogSaysSo() throws Exception {
    startTls(LOGIN);

    try (Warnings log = new Warnings()) {
      assertThat(
              catchThrowableOfType(MqttException.class, () -> paho(foreign, "alice", null, null)))
          .isNotNull();

      assertThat(log.next())
          .matches(
              "mqtt.listeners.ssl.default: the TLS handshake of 127.0.0.1:\\d+ has failed: Path does"
                  + " not chain with any of the trust anchors");
    }
  }

  @Test
  void aClientThatDoesNotSpeakTlsIsNotQuoted() throws Exception {
    startTls();
    RawClient plain = closing(new RawClient("127.0.0.1", tlsPort()));
    byte[] login = Bytes.join(Bytes.text(name()), Bytes.text("guest"), Bytes.text("guest"));

    try (Warnings log = new Warnings()) {
      plain.send(Bytes.connect(5, CLEAN | 0x80 | 0x40, 60, NONE, login));

      assertThat(log.next())
          .matches(
              "mqtt.listeners.ssl.default: 127.0.0.1:\\d+ does not speak TLS: its first bytes are"
                  + " plain mqtt. Have the client use TLS, or a port without");
    }
  }

  @ValueSource(strings = {"true", "false"})
  @ParameterizedTest(name = "fail_if_no_peer_cert = {0}")
  void aCertificateCanBeRequired(boolean required) throws Exception {
    startTls("ssl_options.fail_if_no_peer_cert=" + required);

    MqttException refusal =
        catchThrowableOfType(
            MqttException.class, () -> paho(foreign, Certificates.NOBODY, "guest", "guest"));

    assertThat(refusal != null).isEqualTo(required);
  }

  /** What the listeners warn of. */
  private static final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger =
        (Logger) LoggerFactory.getLogger(Listeners.class.getPackageName());
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    Warnings() {
      start();
      logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }

    String next() throws InterruptedException {
      return texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      logger.detachAppender(this);
      stop();
    }
  }
}

package io.warrenmq.server.clients.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.clients.stomp.RawStomp;
import io.warrenmq.server.tls.Pki;
import io.warrenmq.server.tls.TlsException;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;

class EveryProtocolIT extends TlsTest {
  private static final String[] CERTIFICATES_LOG_IN = {
    "ssl_options.verify=verify_peer",
    "auth_mechanisms.1=EXTERNAL",
    "auth_mechanisms.2=PLAIN",
    "ssl_cert_login_from=subject_alternative_name",
    "ssl_cert_login_san_type=dns",
    "ssl_cert_login_san_index=1",
    "default_users.alice.vhost_pattern=.*"
  };

  private static String[] and(String[] settings, String... more) {
    String[] all = Arrays.copyOf(settings, settings.length + more.length);
    System.arraycopy(more, 0, all, settings.length, more.length);
    return all;
  }

  // ---- AMQP 0-9-1

  @Test
  void rabbitMqsClientSpeaksByPasswordAndByCertificate() throws Exception {
    start(and(CERTIFICATES_LOG_IN, "listeners.ssl.default=127.0.0.1:0"));
    String large = "x".repeat(300_000);

    try (Connection guest = amqp(port("amqp091"), Pki.NOBODY);
        Connection alice = amqp(port("amqp091"), "alice")) {
      assertThat(echoed(guest, large)).isEqualTo(large);
      assertThat(echoed(alice, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aCertificateWithoutTheNameThatIsAskedForLogsNobodyIn() throws Exception {
    pki.signed("mallory", "ca", "subjectAltName=DNS:alice");
    start(and(CERTIFICATES_LOG_IN, "listeners.ssl.default=127.0.0.1:0"));

    assertThatThrownBy(() -> amqp(port("amqp091"), "mallory").close())
        .hasStackTraceContaining("ACCESS_REFUSED");
  }

  // ---- AMQP 1.0

  @Test
  void qpidJmsSpeaksOverTlsAndOverWebSocketWithIt() throws Exception {
    start("listeners.ssl.default=127.0.0.1:0", "web_amqp.ssl.listener=127.0.0.1:0");
    String tls =
        "?transport.trustStoreLocation=%s&transport.trustStorePassword=password&transport.trustStoreType=PKCS12"
            .formatted(pki.trustStore("ca"));
    Connection guest = amqp(port("amqp091"), Pki.NOBODY);
    guest.createChannel().queueDeclare("q", true, false, false, null);

    try (JMSContext socket = jms("amqps://localhost:" + port("amqp10") + tls);
        JMSContext web = jms("amqpwss://localhost:" + port("web_amqp") + "/ws" + tls)) {
      Queue queue = socket.createQueue("/queues/q");
      socket.createProducer().send(queue, "there");
      assertThat(web.createConsumer(queue).receiveBody(String.class, 1000L * PATIENCE_SECONDS))
          .isEqualTo("there");
    } finally {
      guest.close();
    }
  }

  private static JMSContext jms(String uri) {
    return new JmsConnectionFactory("guest", "guest", uri).createContext();
  }

  // ---- MQTT

  @Test
  void hiveMqsClientSpeaksOverTlsAndOverWebSocketWithIt() throws Exception {
    start("mqtt.listeners.ssl.default=127.0.0.1:0", "web_mqtt.ssl.listener=127.0.0.1:0");
    Mqtt5BlockingClient socket = hiveMq(port("mqtt"), false);
    Mqtt5BlockingClient web = hiveMq(port("web_mqtt"), true);
    web.connect();
    socket.connect();
    Mqtt5BlockingClient.Mqtt5Publishes inbox = web.publishes(MqttGlobalPublishFilter.ALL);
    web.subscribeWith().topicFilter("t").send();

    socket.publishWith().topic("t").payload("there".getBytes(UTF_8)).send();

    assertThat(inbox.receive(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
        .asString(UTF_8)
        .isEqualTo("there");
    socket.disconnect();
    web.disconnect();
  }

  private Mqtt5BlockingClient hiveMq(int port, boolean isWeb) throws Exception {
    var builder =
        com.hivemq.client.mqtt.MqttClient.builder()
            .useMqttVersion5()
            .serverHost("localhost")
            .serverPort(port)
            .sslConfig(MqttClientSslConfig.builder().trustManagerFactory(pki.trust("ca")).build());
    return isWeb
        ? builder.webSocketConfig().serverPath("/ws").applyWebSocketConfig().buildBlocking()
        : builder.buildBlocking();
  }

  @Test
  void aGroupOfItsOwnAsksItsClientsForCertificates() throws Exception {
    start(
        "web_mqtt.ssl.listener=127.0.0.1:0",
        "web_mqtt.ssl.verify=verify_peer",
        "web_mqtt.ssl.fail_if_no_peer_cert=true",
        "mqtt.ssl_cert_login=true",
        "mqtt.allow_anonymous=false",
        "ssl_cert_login_from=common_name",
        "default_users.alice.vhost_pattern=.*");

    assertThat(connack(port("web_mqtt"), "alice")).containsExactly(0x20, 2, 0, 0);
    assertThatThrownBy(() -> connack(port("web_mqtt"), Pki.NOBODY))
        .isInstanceOf(ExecutionException.class);
  }

  /** What Java's WebSocket gets for an MQTT 3.1.1 CONNECT that names nobody. */
  private byte[] connack(int port, String certificate) throws Exception {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newBuilder()
            .sslContext(pki.client(certificate, "ca"))
            .build()
            .newWebSocketBuilder()
            .subprotocols("mqtt")
            .buildAsync(
                URI.create("wss://localhost:" + port + "/ws"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean end) {
                    byte[] bytes = new byte[data.remaining()];
                    data.get(bytes);
                    answer.complete(bytes);
                    return null;
                  }
                })
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    byte[] connect = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'c'};
    socket.sendBinary(ByteBuffer.wrap(connect), true);
    byte[] connack = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket.abort();
    return connack;
  }

  // ---- STOMP

  @Test
  void stompSpeaksOverTlsAndACertificateLogsIn() throws Exception {
    start(
        and(
            CERTIFICATES_LOG_IN,
            "stomp.listeners.ssl.default=127.0.0.1:0",
            "stomp.ssl_cert_login=true",
            "stomp.default_user=nobody"));
    String connect = "CONNECT\naccept-version:1.2\n\n";

    try (RawStomp alice = stomp(port("stomp"), "alice");
        RawStomp nobody = stomp(port("stomp"), Pki.NOBODY)) {
      alice.send(connect);
      alice.expect("CONNECTED");
      nobody.send(connect);
      nobody.expect("ERROR");
    }
  }

  private RawStomp stomp(int port, String certificate) throws Exception {
    return new RawStomp(
        pki.client(certificate, "ca").getSocketFactory().createSocket("localhost", port));
  }

  // ---- one port

  @Test
  void onePortServesEveryProtocolPlainAndOverTls() throws Exception {
    start("listeners.all.default=127.0.0.1:0");
    int port = port("amqp091");
    ConnectionFactory plain = new ConnectionFactory();
    plain.setPort(port);

    try (Connection without = plain.newConnection();
        Connection with = amqp(port, Pki.NOBODY)) {
      assertThat(echoed(without, "plain")).isEqualTo("plain");
      assertThat(echoed(with, "secure")).isEqualTo("secure");
    }
    assertThat(connack(port, Pki.NOBODY)).containsExactly(0x20, 2, 0, 0);
    try (RawStomp stomp = stomp(port, Pki.NOBODY)) {
      stomp.send("CONNECT\n\n");
      stomp.expect("CONNECTED");
    }
    Mqtt5BlockingClient mqtt = hiveMq(port, false);
    assertThat(mqtt.connect().getReasonCode().getCode()).isZero();
    mqtt.disconnect();
  }

  // ---- a start that fails

  @Test
  void aFileThatIsNotThereStopsTheStart() {
    assertThatThrownBy(
            () -> start("listeners.ssl.default=127.0.0.1:0", "ssl_options.keyfile=/nowhere/my.key"))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith("ssl_options.keyfile = /nowhere/my.key: there is no such file.");
  }

  @Test
  void filesThatNoListenerNeedsAreNotLookedAt() throws Exception {
    start("listeners.tcp.default=127.0.0.1:0", "ssl_options.keyfile=/nowhere/my.key");

    assertThat(port("amqp091")).isPositive();
  }
}

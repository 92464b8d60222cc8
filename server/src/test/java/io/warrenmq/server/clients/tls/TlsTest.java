package io.warrenmq.server.clients.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.tls.Pki;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker of its own for each test, with certificates of its own. */
abstract class TlsTest {
  static final int PATIENCE_SECONDS = 20;
  private static final String LOCAL = "subjectAltName=DNS:localhost,IP:127.0.0.1";

  @TempDir Path files;
  @TempDir Path data;

  Pki pki;
  private @Nullable EmbeddedBroker broker;

  @BeforeEach
  void makeCertificates() throws Exception {
    pki = new Pki(files);
    pki.selfSigned("ca").signed("broker", "ca", LOCAL);
    pki.signed("alice", "ca", "subjectAltName=DNS:one.example,DNS:alice,URI:urn:alice");
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** Starts a broker with the certificate {@code broker} and the authority {@code ca}. */
  void start(String... settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("ssl_options.cacertfile", pki.file("ca.crt"));
    all.put("ssl_options.certfile", pki.file("broker.crt"));
    all.put("ssl_options.keyfile", pki.file("broker.key"));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      all.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    broker = EmbeddedBroker.start(data, all);
  }

  int port(String protocol) {
    if (broker == null) {
      throw new IllegalStateException("no broker was started");
    }
    return broker.address(protocol).getPort();
  }

  /** RabbitMQ's client for AMQP 0-9-1; its certificate logs it in if it has one. */
  Connection amqp(int port, String certificate) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    factory.useSslProtocol(pki.client(certificate, "ca"));
    factory.enableHostnameVerification();
    if (!certificate.equals(Pki.NOBODY)) {
      factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
    }
    return factory.newConnection();
  }

  /** What a message becomes that is sent to a queue and taken out of it. */
  static String echoed(Connection connection, String text) throws Exception {
    Channel channel = connection.createChannel();
    String queue = channel.queueDeclare().getQueue();
    channel.confirmSelect();
    channel.basicPublish("", queue, null, text.getBytes(UTF_8));
    channel.waitForConfirmsOrDie(1000L * PATIENCE_SECONDS);
    GetResponse response = channel.basicGet(queue, true);
    return response == null ? "" : new String(response.getBody(), UTF_8);
  }
}

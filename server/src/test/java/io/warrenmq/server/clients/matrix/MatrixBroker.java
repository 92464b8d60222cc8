package io.warrenmq.server.clients.matrix;

import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.tls.Pki;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A broker with the ports of every protocol, over TCP and WebSocket, and a port for all of them,
 * which is where TLS is spoken. For one thread.
 */
final class MatrixBroker implements AutoCloseable {
  static final String HOST = "localhost"; // which the certificate names

  private static final List<String> LISTENERS =
      List.of(
          "listeners.tcp.default",
          "mqtt.listeners.tcp.default",
          "stomp.listeners.tcp.default",
          "web_amqp.tcp.listener",
          "web_mqtt.tcp.listener",
          "web_stomp.tcp.listener",
          "listeners.all.default");

  private final EmbeddedBroker broker;
  private final SSLContext tls;
  private final TrustManagerFactory trust;
  private final HttpClient http;

  private MatrixBroker(EmbeddedBroker broker, SSLContext tls, TrustManagerFactory trust) {
    this.broker = broker;
    this.tls = tls;
    this.trust = trust;
    this.http = HttpClient.newBuilder().sslContext(tls).build();
  }

  /** Starts it; its certificates and data go into this folder. */
  static MatrixBroker start(Path folder) throws Exception {
    Pki pki = new Pki(folder);
    pki.selfSigned("ca").signed("broker", "ca", "subjectAltName=DNS:" + HOST);
    Map<String, String> settings = new HashMap<>();
    LISTENERS.forEach(key -> settings.put(key, "127.0.0.1:0"));
    // A consumer is silent while others are at work.
    List.of("web_amqp", "web_mqtt", "web_stomp")
        .forEach(prefix -> settings.put(prefix + ".ws_opts.idle_timeout", "0"));
    settings.put("ssl_options.certfile", pki.file("broker.crt"));
    settings.put("ssl_options.keyfile", pki.file("broker.key"));
    settings.put(
        "load_definitions",
        Path.of(
                Objects.requireNonNull(MatrixBroker.class.getResource("/clients/definitions.json"))
                    .toURI())
            .toString());
    return new MatrixBroker(
        EmbeddedBroker.start(folder.resolve("data"), settings),
        pki.client(Pki.NOBODY, "ca"),
        pki.trust("ca"));
  }

  int port(Protocol protocol, Carrier carrier) {
    return broker.address(carrier.isSecure() ? "websocket" : protocol.listener(carrier)).getPort();
  }

  /** What a client trusts the broker by. */
  SSLContext tls() {
    return tls;
  }

  /** The same, for clients that make their own of it. */
  TrustManagerFactory trust() {
    return trust;
  }

  /** A connected socket, for clients that let themselves be given one. */
  Socket socket(Protocol protocol, Carrier carrier, String subprotocol) throws Exception {
    int port = port(protocol, carrier);
    return switch (carrier) {
      case TCP -> new Socket(HOST, port);
      case TLS -> tls.getSocketFactory().createSocket(HOST, port);
      case WEB_SOCKET, WEB_SOCKET_OVER_TLS ->
          new WebSocketSocket(
              http,
              URI.create((carrier.isSecure() ? "wss" : "ws") + "://" + HOST + ":" + port + "/ws"),
              subprotocol);
    };
  }

  /** A connection of a client, of whom the password is the name. */
  Client connect(Protocol protocol, Carrier carrier, String user) throws Exception {
    return switch (protocol) {
      case AMQP_091 -> new Amqp091Client(connection091(carrier, user));
      case AMQP_10 -> Amqp10Client.connect(this, carrier, user);
      case MQTT -> Mqtt5Client.connect(this, carrier, user);
      case STOMP -> StompClient.connect(this, carrier, user);
    };
  }

  com.rabbitmq.client.Connection connection091(Carrier carrier, String user) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(HOST);
    factory.setPort(port(Protocol.AMQP_091, carrier));
    factory.setUsername(user);
    factory.setPassword(user);
    factory.setAutomaticRecoveryEnabled(false);
    if (carrier.isWeb()) {
      factory.setSocketFactory(new SingleSocket(socket(Protocol.AMQP_091, carrier, "amqp")));
    } else if (carrier.isSecure()) {
      factory.useSslProtocol(tls);
      factory.enableHostnameVerification();
    }
    return factory.newConnection();
  }

  @Override
  public void close() {
    broker.close();
  }
}

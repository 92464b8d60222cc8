package io.warrenmq.server.clients;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.util.Map;

/**
 * The broker that the client tests talk to: the one that the system property {@code
 * warrenmq.test.amqp} names, such as {@code amqp://guest:guest@127.0.0.1:5672}, or else a WarrenMQ
 * in this process, started once. It must have the users, vhosts and policies of {@code
 * clients/definitions.json} and, for the tests of consumer timeouts, look for them at least once a
 * second. Thread-safe.
 */
public final class BrokerUnderTest {
  private static final String PROPERTY = "warrenmq.test.amqp";

  private final URI address;
  private final boolean warren;

  private BrokerUnderTest(URI address, boolean warren) {
    this.address = address;
    this.warren = warren;
  }

  /** The one broker of this run; fails when it cannot be reached. */
  public static BrokerUnderTest get() {
    return Holder.BROKER;
  }

  public String host() {
    return address.getHost();
  }

  /** The TCP port of AMQP, 0-9-1 and 1.0. */
  public int port() {
    return address.getPort();
  }

  /** As a URI with {@code guest} as user and the vhost {@code /}, for programs that want one. */
  public String uri() {
    return "amqp://guest:guest@" + host() + ":" + port();
  }

  /** Where it serves AMQP 1.0 over WebSocket, which must be the WarrenMQ of this process. */
  public URI amqpOverWebSocket() {
    return URI.create("ws://" + host() + ":" + InProcessBroker.port("web_amqp") + "/ws");
  }

  /** Whether the broker departs from RabbitMQ in this; never so for RabbitMQ itself. */
  public boolean departs(Deliberate difference) {
    return warren;
  }

  /** Whether this is WarrenMQ, under whatever product name. */
  public boolean isWarren() {
    return warren;
  }

  /** A factory of connections as {@code guest} to the vhost {@code /}, without recovery. */
  public ConnectionFactory factory() {
    return factory(address);
  }

  private static ConnectionFactory factory(URI address) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(address.getHost());
    factory.setPort(address.getPort());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(10_000);
    factory.setChannelRpcTimeout(15_000);
    return factory;
  }

  private static BrokerUnderTest find() {
    String given = System.getProperty(PROPERTY, "");
    URI address = given.isEmpty() ? InProcessBroker.start() : URI.create(given);
    try (Connection connection = factory(address).newConnection("broker under test")) {
      Map<String, Object> properties = connection.getServerProperties();
      return new BrokerUnderTest(address, properties.containsKey("rabbitmq_version"));
    } catch (Exception e) {
      throw new IllegalStateException("no broker answers at " + address, e);
    }
  }

  private static final class Holder {
    static final BrokerUnderTest BROKER = find();
  }
}

package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.clients.amqp10.CuttingProxy;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnection;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.JmsConnectionListener;
import org.apache.qpid.jms.message.JmsInboundMessageDispatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Coming in, being put out, and coming back. */
class ConnectionsIT extends JmsTest {
  /** Tells when a connection was lost, when it was there again, and why a consumer was closed. */
  private static final class Watch implements JmsConnectionListener {
    final CompletableFuture<URI> interrupted = new CompletableFuture<>();
    final CompletableFuture<URI> restored = new CompletableFuture<>();
    final CompletableFuture<Throwable> consumerClosed = new CompletableFuture<>();

    @Override
    public void onConnectionInterrupted(URI remote) {
      interrupted.complete(remote);
    }

    @Override
    public void onConnectionRestored(URI remote) {
      restored.complete(remote);
    }

    @Override
    public void onConsumerClosed(MessageConsumer consumer, Throwable cause) {
      consumerClosed.complete(cause);
    }

    @Override
    public void onConnectionEstablished(URI remote) {}

    @Override
    public void onConnectionFailure(Throwable error) {}

    @Override
    public void onInboundMessage(JmsInboundMessageDispatch envelope) {}

    @Override
    public void onSessionClosed(Session session, Throwable cause) {}

    @Override
    public void onProducerClosed(MessageProducer producer, Throwable cause) {}
  }

  private Connection connect(JmsConnectionFactory factory) throws JMSException {
    Connection connection = closing(factory.createConnection());
    connection.start();
    return connection;
  }

  @Test
  void plainIsTakenWhenAUserIsNamed() throws Exception {
    Connection connection = connect(connections("?amqp.saslMechanisms=PLAIN"));

    assertThat(connection.getMetaData().getProviderMajorVersion()).isPositive();
  }

  @Test
  void anonymousIsTakenWhenNoneIs() throws Exception {
    JmsConnectionFactory nobody =
        new JmsConnectionFactory(uri(broker.port()) + "?amqp.saslMechanisms=ANONYMOUS");

    assertThat(((JmsConnection) connect(nobody)).isConnected()).isTrue();
  }

  @Test
  void aWrongPasswordIsASecurityException() {
    JmsConnectionFactory wrong = new JmsConnectionFactory("guest", "wrong", uri(broker.port()));

    assertThatThrownBy(() -> connect(wrong)).isInstanceOf(JMSSecurityException.class);
  }

  @Test
  void aVhostIsChosenByItsName() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setVirtualHost("clients-other");
    Channel elsewhere = connect(factory).createChannel();
    String queue = name();
    elsewhere.queueDeclare(queue, true, false, false, null);

    send(
        context("?amqp.vhost=vhost:clients-other", JMSContext.AUTO_ACKNOWLEDGE),
        jmsQueue(queue),
        "m");

    assertThat(elsewhere.queueDelete(queue).getMessageCount()).isEqualTo(1);
  }

  @Test
  void aVhostThatIsMissingIsToldOf() {
    assertThatThrownBy(() -> connect(connections("?amqp.vhost=vhost:no-such")))
        .isInstanceOf(JMSException.class);
  }

  @Test
  void aClientIdIsTheContainersName() throws Exception {
    JmsConnectionFactory factory = connections("?jms.clientID=" + name());

    assertThat(connect(factory).getClientID()).startsWith("t-");
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void aClientIdIsOneConnectionsAtATime() throws Exception {
    String id = name();
    JmsConnectionFactory factory = connections("?jms.clientID=" + id);
    Connection first = connect(factory);

    assertThatThrownBy(() -> connect(factory)).isInstanceOf(InvalidClientIDException.class);

    first.close();
    assertThat(connect(factory).getClientID()).isEqualTo(id);
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void aClientIdThatIsSetLaterIsOneConnectionsToo() throws Exception {
    String id = name();
    connect(connections("?jms.clientID=" + id));
    Connection second = closing(connections("").createConnection());

    assertThatThrownBy(() -> second.setClientID(id)).isInstanceOf(InvalidClientIDException.class);
  }

  @Test
  @Tag(NOT_RABBITMQ)
  void aClientIdIsItsOwnAgainAfterFailover() throws Exception {
    CuttingProxy proxy = proxy();
    String options = "?failover.reconnectDelay=10&jms.clientID=" + name();
    Connection connection =
        connect(
            new JmsConnectionFactory(
                "guest", "guest", "failover:(" + uri(proxy.port()) + ")" + options));
    Watch watch = new Watch();
    ((JmsConnection) connection).addConnectionListener(watch);

    proxy.cut();
    watch.interrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(watch.restored.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aLostConnectionIsToldOf() throws Exception {
    CuttingProxy proxy = proxy();
    Connection connection = connect(new JmsConnectionFactory("guest", "guest", uri(proxy.port())));
    CompletableFuture<JMSException> told = new CompletableFuture<>();
    connection.setExceptionListener(told::complete);

    proxy.cut();

    assertThat(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void failoverBringsProducersAndConsumersBack() throws Exception {
    CuttingProxy proxy = proxy();
    String options = "?failover.reconnectDelay=10&failover.maxReconnectAttempts=50";
    JmsConnectionFactory factory =
        new JmsConnectionFactory(
            "guest", "guest", "failover:(" + uri(proxy.port()) + ")" + options);
    Watch watch = new Watch();
    Connection connection = connect(factory);
    ((JmsConnection) connection).addConnectionListener(watch);
    Session session = connection.createSession();
    Queue queue = jmsQueue();
    MessageProducer producer = session.createProducer(queue);
    MessageConsumer consumer = session.createConsumer(queue);
    producer.send(session.createTextMessage("before"));
    assertThat(consumer.receive(PATIENCE_MS).getBody(String.class)).isEqualTo("before");

    proxy.cut();
    watch.interrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    watch.restored.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    producer.send(session.createTextMessage("after"));
    String text = consumer.receive(PATIENCE_MS).getBody(String.class);
    if (text.equals("before")) { // Its acknowledgement may have been cut off.
      text = consumer.receive(PATIENCE_MS).getBody(String.class);
    }
    assertThat(text).isEqualTo("after");
  }

  @Test
  void failoverTakesTheBrokerThatAnswers() throws Exception {
    int nobody = proxyThatIsClosed();
    String brokers = uri(nobody) + "," + uri(broker.port());
    JmsConnectionFactory factory =
        new JmsConnectionFactory("guest", "guest", "failover:(" + brokers + ")");
    JMSContext context = closing(factory.createContext());
    Queue queue = jmsQueue();
    send(context, queue, "m");

    assertThat(receiveText(context.createConsumer(queue))).isEqualTo("m");
  }

  private int proxyThatIsClosed() throws Exception {
    try (CuttingProxy proxy = proxy()) {
      return proxy.port();
    }
  }

  @Test
  void sessionsOfAConnectionWorkSideBySide() throws Exception {
    JMSContext first = context();
    JMSContext second = first.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
    Queue queue = jmsQueue();
    JMSConsumer consumer = second.createConsumer(queue);
    send(first, queue, "a", "b");

    assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
    second.close();
    assertThat(receiveTexts(first.createConsumer(queue), 2)).containsExactly("a", "b");
  }

  @Test
  void aQueueThatIsDeletedClosesItsConsumers() throws Exception {
    String name = sharedQueue();
    JmsConnection connection = (JmsConnection) connect(connections(""));
    Watch watch = new Watch();
    connection.addConnectionListener(watch);
    connection.createSession().createConsumer(jmsQueue(name));

    channel.queueDelete(name);

    assertThat(watch.consumerClosed.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .hasMessageContaining("resource-deleted");
  }
}

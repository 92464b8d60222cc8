package io.warrenmq.server.clients.amqp10.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.amqp.AmqpException;
import com.rabbitmq.client.amqp.BackOffDelayPolicy;
import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.ConnectionBuilder;
import com.rabbitmq.client.amqp.ConnectionSettings;
import com.rabbitmq.client.amqp.Publisher;
import com.rabbitmq.client.amqp.Publisher.Status;
import com.rabbitmq.client.amqp.Resource;
import io.warrenmq.server.clients.amqp10.CuttingProxy;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Coming in, being cut off, and coming back with everything that was there. */
class ConnectionsIT extends RabbitTest {
  @Test
  void plainIsTaken() {
    Connection plain =
        connect(
            c ->
                c.saslMechanism(ConnectionSettings.SASL_MECHANISM_PLAIN)
                    .username("guest")
                    .password("guest"));

    assertThat(plain.management().queue().exclusive(true).declare().name()).isNotEmpty();
  }

  @Test
  void anonymousIsTaken() {
    Connection anonymous =
        connect(c -> c.saslMechanism(ConnectionSettings.SASL_MECHANISM_ANONYMOUS));

    assertThat(anonymous.management().queue().exclusive(true).declare().name()).isNotEmpty();
  }

  @Test
  void externalIsRefusedWithoutACertificate() {
    assertThatThrownBy(
            () -> connect(c -> c.saslMechanism(ConnectionSettings.SASL_MECHANISM_EXTERNAL)))
        .isInstanceOf(AmqpException.class);
  }

  @Test
  void aWrongPasswordIsASecurityException() {
    assertThatThrownBy(() -> connect(c -> c.password("wrong")))
        .isInstanceOf(AmqpException.AmqpSecurityException.class);
  }

  @Test
  void aVhostHasItsOwnQueues() {
    Connection other = connect(c -> c.virtualHost("clients-other"));
    String queue = other.management().queue(name()).exclusive(true).declare().name();

    assertThatThrownBy(() -> management.queueInfo(queue))
        .isInstanceOf(AmqpException.AmqpEntityDoesNotExistException.class);
  }

  @Test
  void aVhostThatIsMissingIsToldOf() {
    assertThatThrownBy(() -> connect(c -> c.virtualHost("no-such")))
        .isInstanceOf(AmqpException.class);
  }

  @Test
  void aShortIdleTimeOutIsKept() throws Exception {
    Connection quick = connect(c -> c.idleTimeout(Duration.ofSeconds(2)));

    assertThat(quick.management().queue().exclusive(true).declare().name()).isNotEmpty();
  }

  @Test
  void aConnectionThatIsCutIsClosed() throws Exception {
    CuttingProxy proxy = proxy();
    States states = new States();
    connect(c -> c.port(proxy.port()).listeners(states));
    states.await(Resource.State.OPEN);

    proxy.cut();

    states.await(Resource.State.CLOSED);
  }

  @Test
  void aConnectionThatIsCutComesBackWithItsQueuesConsumersAndPublishers() throws Exception {
    CuttingProxy proxy = proxy();
    States states = new States();
    amqp = connect(c -> recovering(c.port(proxy.port()).listeners(states)));
    states.await(Resource.State.OPEN);
    String exclusive = amqp.management().queue(name()).exclusive(true).declare().name();
    String exchange = name();
    deleteExchangeAfterwards(exchange);
    amqp.management().exchange(exchange).declare();
    amqp.management()
        .binding()
        .sourceExchange(exchange)
        .destinationQueue(exclusive)
        .key("k")
        .bind();
    Inbox inbox = inbox(exclusive);
    Publisher publisher = closing(amqp.publisherBuilder().exchange(exchange).key("k").build());
    assertThat(publish(publisher, "before")).isEqualTo(Status.ACCEPTED);
    assertThat(inbox.accept()).isEqualTo("before");

    proxy.cut();
    states.await(Resource.State.RECOVERING);
    states.await(Resource.State.OPEN);

    assertThat(publish(publisher, "after")).isEqualTo(Status.ACCEPTED);
    // The queue is a new one: the old went with its connection, and all that was in it.
    assertThat(inbox.accept()).isEqualTo("after");
  }

  private static ConnectionBuilder recovering(ConnectionBuilder builder) {
    return builder
        .recovery()
        .activated(true)
        .backOffDelayPolicy(BackOffDelayPolicy.fixed(Duration.ofMillis(50)))
        .connectionBuilder();
  }

  /** The states that a connection goes through. */
  private static final class States implements Resource.StateListener {
    private final BlockingQueue<Resource.State> seen = new LinkedBlockingQueue<>();

    @Override
    public void handle(Resource.Context context) {
      seen.add(context.currentState());
    }

    void await(Resource.State state) throws InterruptedException {
      Resource.State next;
      do {
        next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a state on the way to " + state).isNotNull();
      } while (next != state);
    }
  }
}

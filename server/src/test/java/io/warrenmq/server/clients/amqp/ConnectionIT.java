package io.warrenmq.server.clients.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.CredentialsProvider;
import com.rabbitmq.client.impl.CredentialsRefreshService;
import com.rabbitmq.client.impl.DefaultCredentialsProvider;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What holds for a connection after it is open. */
class ConnectionIT extends ClientTest {
  @Test
  void answersACloseOfTheClient() throws Exception {
    connection.close(200, "bye");

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void keepsIdleConnectionsByHeartbeats() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setRequestedHeartbeat(1);
    Connection beating = connect(factory);
    Channel on = beating.createChannel();
    // A message that expires after more than two intervals is the clock here.
    String late = queue();
    String waiting = queueThatDeadLettersTo(late, 2500);

    on.basicPublish("", waiting, null, "tick".getBytes(UTF_8));

    assertThat(takeBody(late)).isEqualTo("tick");
    assertThat(beating.isOpen()).isTrue();
    assertThat(on.queueDeclarePassive(waiting).getMessageCount()).isZero();
  }

  private String queueThatDeadLettersTo(String target, int ttlMs) throws Exception {
    String name = name();
    deleteAfterwards(name);
    channel.queueDeclare(
        name,
        true,
        false,
        false,
        Map.of(
            "x-message-ttl",
            ttlMs,
            "x-dead-letter-exchange",
            "",
            "x-dead-letter-routing-key",
            target));
    return name;
  }

  @Test
  void renewsASecret() throws Exception {
    AtomicReference<Callable<Boolean>> refresh = new AtomicReference<>();
    ConnectionFactory factory = broker.factory();
    factory.setCredentialsProvider(
        new DefaultCredentialsProvider("guest", "guest") {
          @Override
          public Duration getTimeBeforeExpiration() {
            return Duration.ofHours(1);
          }
        });
    factory.setCredentialsRefreshService(new CapturedRefresh(refresh));
    Connection renewing = connect(factory);

    // The client sends update-secret and waits for update-secret-ok.
    assertThat(refresh.get().call()).isTrue();

    assertThat(renewing.createChannel().isOpen()).isTrue();
  }

  @Test
  void takesAnyClientProperties() throws Exception {
    ConnectionFactory factory = broker.factory();
    Map<String, Object> properties = new HashMap<>(AMQConnection.defaultClientProperties());
    properties.put("deep", Map.of("list", List.of(1, "two", Map.of("three", 3L))));
    factory.setClientProperties(properties);

    assertThat(connect(factory).isOpen()).isTrue();
  }

  @Test
  void takesTwoConnectionsOfOneName() throws Exception {
    ConnectionFactory factory = broker.factory();

    assertThat(factory.newConnection("same").isOpen()).isTrue();
    try (Connection second = factory.newConnection("same")) {
      assertThat(second.isOpen()).isTrue();
    }
  }

  @Test
  void answersAnotherProtocolByTheHeaderOfItsNewest() throws Exception {
    try (Socket socket = new Socket(broker.host(), broker.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      socket.setSoTimeout(10_000);

      byte[] answer = socket.getInputStream().readNBytes(8);

      assertThat(answer).containsExactly('A', 'M', 'Q', 'P', 3, 1, 0, 0);
    }
  }

  @Test
  void closesTheConnectionForAnUnexpectedMethodClass() throws Exception {
    Close close =
        Close.of(anotherConnection(), c -> c.asyncRpc(new AMQP.Channel.OpenOk.Builder().build()));

    assertThat(close).isEqualTo(Close.connection(503, "COMMAND_INVALID - unimplemented method"));
  }

  @Test
  void opensManyChannels() throws Exception {
    for (int i = 0; i < 200; i++) {
      assertThat(connection.createChannel()).isNotNull();
    }
  }

  @Test
  void reusesTheNumberOfAClosedChannel() throws Exception {
    Channel first = connection.createChannel(77);
    first.close();

    Channel second = connection.createChannel(77);

    assertThat(second.isOpen()).isTrue();
    assertThat(second.getChannelNumber()).isEqualTo(77);
  }

  @Test
  void reusesTheNumberOfAChannelThatTheBrokerClosed() throws Exception {
    Channel first = connection.createChannel(78);
    Close.of(first, c -> c.queueDeclarePassive("missing"));

    Channel second = connection.createChannel(78);

    assertThat(second.queueDeclare().getQueue()).startsWith("amq.gen-");
  }

  @Test
  void leavesOtherChannelsAloneWhenItClosesOne() throws Exception {
    String queue = queue();

    Close.of(connection, c -> c.queueDeclarePassive("missing"));

    send(queue, "still here");
    assertThat(takeBody(queue)).isEqualTo("still here");
  }

  @Test
  void closesAllChannelsWithTheConnection() throws Exception {
    Connection another = anotherConnection();
    Channel bystander = another.createChannel();

    Close.of(another, c -> c.basicPublish("", "q", false, true, null, new byte[0]));

    assertThat(Close.await(bystander).scope()).isEqualTo("connection");
  }

  /** Keeps what the client would do when its credentials are about to expire. */
  private record CapturedRefresh(AtomicReference<Callable<Boolean>> refresh)
      implements CredentialsRefreshService {
    @Override
    public String register(CredentialsProvider provider, Callable<Boolean> action) {
      refresh.set(action);
      return "captured";
    }

    @Override
    public void unregister(CredentialsProvider provider, String id) {}

    @Override
    public boolean isApproachingExpiration(Duration left) {
      return false;
    }
  }
}

package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.impl.AMQConnection;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code basic.consume} and {@code basic.cancel}: tags, exclusivity, priorities, notification. */
class ConsumingIT extends ClientTest {
  @Test
  void deliversWhatIsThereAndWhatComes() throws Exception {
    String queue = queue();
    send(queue, "there");
    Inbox inbox = consume(queue);
    send(queue, "later");

    assertThat(inbox.bodies(2)).containsExactly("there", "later");
  }

  @Test
  void namesConsumers() throws Exception {
    String tag = channel.basicConsume(queue(), new Inbox(channel));

    assertThat(tag).matches("amq\\.ctag-[A-Za-z0-9_-]{22}");
  }

  @Test
  void keepsTheClientsTag() throws Exception {
    Inbox inbox = new Inbox(channel);

    assertThat(channel.basicConsume(queue(), false, "mine", inbox)).isEqualTo("mine");
  }

  @Test
  void refusesATagTwiceOnAChannel() throws Exception {
    Close close =
        Close.of(
            anotherConnection(),
            c -> {
              String own = c.queueDeclare().getQueue();
              c.basicConsume(own, false, "twice", new Inbox(c));
              c.basicConsume(own, false, "twice", new Inbox(c));
            });

    assertThat(close)
        .isEqualTo(Close.connection(530, "NOT_ALLOWED - attempt to reuse consumer tag 'twice'"));
  }

  @Test
  void takesATagOncePerChannel() throws Exception {
    String queue = queue();
    channel.basicConsume(queue, false, "same", new Inbox(channel));
    Channel second = connection.createChannel();

    assertThat(second.basicConsume(queue, false, "same", new Inbox(second))).isEqualTo("same");
  }

  @Test
  void consumesFromAMissingQueue() throws Exception {
    Close close = Close.of(connection, c -> c.basicConsume("missing", new Inbox(c)));

    assertThat(close).isEqualTo(Close.channel(404, "NOT_FOUND - no queue 'missing' in vhost '/'"));
  }

  @Test
  void deliversNoMoreAfterCancel() throws Exception {
    String queue = queue();
    Inbox inbox = new Inbox(channel);
    String tag = channel.basicConsume(queue, inbox);

    channel.basicCancel(tag);
    send(queue, "m");

    assertThat(takeBody(queue)).isEqualTo("m");
    assertThat(inbox.waiting()).isZero();
  }

  @Test
  void keepsUnackedDeliveriesOfACancelledConsumer() throws Exception {
    String queue = queue();
    send(queue, "m");
    Inbox inbox = new Inbox(channel);
    String tag = channel.basicConsume(queue, inbox);
    Delivery delivery = inbox.next();

    channel.basicCancel(tag);

    assertThat(takeAll(queue)).isEmpty();
    channel.basicReject(delivery.getEnvelope().getDeliveryTag(), true);
    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void settlesAtOnceWithoutAcks() throws Exception {
    String queue = queue();
    Channel consuming = connection.createChannel();
    Inbox inbox = consume(consuming, queue, true);
    send(queue, "m");
    inbox.next();

    consuming.close();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void sharesInTurn() throws Exception {
    String queue = queue();
    Inbox one = consume(channel, queue, true);
    Inbox two = consume(channel, queue, true);

    send(queue, "1", "2", "3", "4");

    assertThat(one.bodies(2)).containsExactly("1", "3");
    assertThat(two.bodies(2)).containsExactly("2", "4");
  }

  @Test
  void refusesASecondConsumerBesideAnExclusiveOne() throws Exception {
    String queue = queue();
    channel.basicConsume(queue, false, "", false, true, null, new Inbox(channel));

    Close close = Close.of(connection, c -> c.basicConsume(queue, new Inbox(c)));

    assertThat(close).isEqualTo(inExclusiveUse(queue));
  }

  @Test
  void refusesAnExclusiveConsumerBesideAnother() throws Exception {
    String queue = queue();
    consume(queue);

    Close close =
        Close.of(
            connection, c -> c.basicConsume(queue, false, "", false, true, null, new Inbox(c)));

    assertThat(close).isEqualTo(inExclusiveUse(queue));
  }

  @Test
  void takesAnotherConsumerAfterAnExclusiveOne() throws Exception {
    String queue = queue();
    String tag = channel.basicConsume(queue, false, "", false, true, null, new Inbox(channel));
    channel.basicCancel(tag);
    send(queue, "m");

    assertThat(consume(queue).nextBody()).isEqualTo("m");
  }

  @Test
  void letsOthersGetBesideAnExclusiveConsumer() throws Exception {
    String queue = queue();
    channel.basicConsume(queue, false, "", false, true, null, new Inbox(channel));

    assertThat(connection.createChannel().basicGet(queue, true)).isNull();
  }

  private static Close inExclusiveUse(String queue) {
    return Close.channel(
        403, "ACCESS_REFUSED - queue '%s' in vhost '/' in exclusive use".formatted(queue));
  }

  @Test
  void notifiesOfADeletedQueue() throws Exception {
    String queue = queue();
    Inbox inbox = new Inbox(channel);
    channel.basicConsume(queue, false, "watcher", inbox);

    connection.createChannel().queueDelete(queue);

    assertThat(inbox.cancelledTag()).isEqualTo("watcher");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void notifiesNobodyWithoutTheCapability() throws Exception {
    ConnectionFactory factory = broker.factory();
    Map<String, Object> properties = new HashMap<>(AMQConnection.defaultClientProperties());
    properties.put("capabilities", Map.of());
    factory.setClientProperties(properties);
    Connection deaf = connect(factory);
    channel = deaf.createChannel();
    String queue = queue();
    Inbox inbox = new Inbox(channel);
    channel.basicConsume(queue, inbox);
    channel.queueDelete(queue);
    String fence = queue();
    Inbox after = consume(fence);

    send(fence, "fence");

    // The consumer's methods run in the order of the frames: a cancel would have come before.
    after.next();
    assertThat(inbox.isCancelled()).isFalse();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void prefersTheHigherPriority() throws Exception {
    String queue = queue();
    Inbox low = consumeWithPriority(queue, -1);
    Inbox normal = consume(channel, queue, true);
    Inbox high = consumeWithPriority(queue, 10);

    send(queue, "1", "2", "3");

    assertThat(high.bodies(3)).containsExactly("1", "2", "3");
    assertThat(low.waiting() + normal.waiting()).isZero();
  }

  @Test
  void turnsToTheLowerPriorityWhenTheHigherIsBusy() throws Exception {
    String queue = queue();
    Inbox low = consumeWithPriority(queue, 1);
    Channel busy = connection.createChannel();
    busy.basicQos(1);
    Inbox high = new Inbox(busy);
    busy.basicConsume(queue, false, "", false, false, Map.of("x-priority", 5), high);

    send(queue, "1", "2");

    assertThat(high.nextBody()).isEqualTo("1");
    assertThat(low.nextBody()).isEqualTo("2");
  }

  private Inbox consumeWithPriority(String queue, int priority) throws Exception {
    Inbox inbox = new Inbox(channel);
    channel.basicConsume(queue, true, "", false, false, Map.of("x-priority", priority), inbox);
    return inbox;
  }

  @Test
  void refusesAPriorityThatIsNoInteger() throws Exception {
    Close close =
        Close.of(
            anotherConnection(),
            c -> {
              String queue = c.queueDeclare("t-p", false, true, false, null).getQueue();
              c.basicConsume(
                  queue, true, "", false, false, Map.of("x-priority", "high"), new Inbox(c));
            });

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg 'x-priority' for queue 't-p' in vhost '/':"
                    + " \"expected integer, got longstr\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void refusesAnOffsetInAQueueThatIsNoStream(String type) throws Exception {
    String queue = "t-offset-" + type;
    channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", type));

    Close close =
        Close.of(
            connection,
            c ->
                c.basicConsume(
                    queue,
                    false,
                    "",
                    false,
                    false,
                    Map.of("x-stream-offset", "first"),
                    new Inbox(c)));
    channel.queueDelete(queue);

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid arg 'x-stream-offset' for queue '%s' in vhost '/' of queue type rabbit_%s_queue"
                    .formatted(queue, type)));
  }

  @Test
  void cancelsAnUnknownTagWithoutComplaint() throws Exception {
    var ok = channel.rpc(new AMQP.Basic.Cancel.Builder().consumerTag("nobody").build());

    assertThat(ok.getMethod().protocolMethodName()).isEqualTo("basic.cancel-ok");
  }

  @Test
  void ignoresNoLocal() throws Exception {
    String queue = queue();
    Inbox inbox = new Inbox(channel);
    channel.basicConsume(queue, true, "", true, false, null, inbox);

    send(queue, "own");

    assertThat(inbox.nextBody()).isEqualTo("own");
  }

  @Test
  void timesOutAConsumerThatDoesNotAck() throws Exception {
    String queue = queue(Map.of("x-consumer-timeout", 1000));
    send(queue, "m");
    Channel slow = connection.createChannel();
    consume(slow, queue, false).next();

    Close close = Close.await(slow);

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - delivery acknowledgement on channel %d timed out."
                        .formatted(slow.getChannelNumber())
                    + " Timeout value used: 1000 ms. This timeout value can be configured, see"
                    + " consumers doc guide to learn more"));
    Awaitility.await().until(() -> readyIn(queue) == 1);
  }
}

package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Messages and queues that live for a time. */
class ExpiryIT extends ClientTest {
  private static final int SOON_MS = 200;
  private static final String LONG_MS = "600000";

  @Test
  void queueExpiresItsMessages() throws Exception {
    String queue = queue(Map.of("x-message-ttl", SOON_MS));
    send(queue, "1", "2");
    awaitReady(queue, 2);

    awaitReady(queue, 0);
  }

  @Test
  void messageExpires() throws Exception {
    String queue = queue();
    publish("", queue, expiration(Integer.toString(SOON_MS)), "m");

    awaitReady(queue, 0);
  }

  @Test
  void theSmallerTimeCounts() throws Exception {
    String queue = queue(Map.of("x-message-ttl", SOON_MS));
    publish("", queue, expiration(LONG_MS), "m");

    awaitReady(queue, 0);
  }

  @Test
  void keepsTheExpirationOfWhatIsDelivered() throws Exception {
    String queue = queue();

    publish("", queue, expiration(LONG_MS), "m");

    assertThat(take(queue).getProps().getExpiration()).isEqualTo(LONG_MS);
  }

  @Test
  void zeroExpiresWithoutAConsumer() throws Exception {
    String queue = queue(Map.of("x-message-ttl", 0));
    send(queue, "m");

    assertThat(channel.basicGet(queue, true)).isNull();
  }

  @Test
  void zeroReachesAConsumerThatWaits() throws Exception {
    String queue = queue(Map.of("x-message-ttl", 0));
    Inbox inbox = consume(queue);

    send(queue, "m");

    assertThat(inbox.nextBody()).isEqualTo("m");
  }

  @Test
  void expirationZeroReachesAConsumerThatWaits() throws Exception {
    String queue = queue();
    Inbox inbox = consume(queue);

    publish("", queue, expiration("0"), "m");

    assertThat(inbox.nextBody()).isEqualTo("m");
  }

  @Test
  void requeuedMessagesKeepTheirTime() throws Exception {
    String queue = queue(Map.of("x-message-ttl", SOON_MS));
    send(queue, "m");
    GetResponse got = channel.basicGet(queue, false);

    channel.basicReject(got.getEnvelope().getDeliveryTag(), true);

    awaitReady(queue, 0);
  }

  @Test
  void heldMessagesDoNotExpire() throws Exception {
    String clock = queue(Map.of("x-message-ttl", 3 * SOON_MS));
    String queue = queue(Map.of("x-message-ttl", SOON_MS));
    send(queue, "held");
    GetResponse got = channel.basicGet(queue, false);
    send(clock, "tick");
    awaitReady(clock, 1);
    awaitReady(clock, 0);

    channel.basicAck(got.getEnvelope().getDeliveryTag(), false);

    assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
  }

  @Test
  void shortLivedMessagesWaitBehindLongLivedOnes() throws Exception {
    String clock = queue(Map.of("x-message-ttl", 3 * SOON_MS));
    String queue = queue();
    publish("", queue, expiration(LONG_MS), "long");
    publish("", queue, expiration(Integer.toString(SOON_MS)), "short");
    send(clock, "tick");
    awaitReady(clock, 1);
    awaitReady(clock, 0);

    assertThat(readyIn(queue)).isEqualTo(2);
    assertThat(takeAll(queue)).containsExactly("long");
  }

  @Test
  void quorumQueuesExpireToo() throws Exception {
    String queue = quorumQueue(Map.of("x-message-ttl", SOON_MS));
    send(queue, "m");
    awaitReady(queue, 1);

    awaitReady(queue, 0);
  }

  @Test
  void unusedQueuesExpire() throws Exception {
    String queue = expiringQueue();

    awaitMissing(queue);
  }

  @Test
  void unusedQueuesExpireThoughTheyHoldMessages() throws Exception {
    String queue = expiringQueue();
    send(queue, "m");

    awaitMissing(queue);
  }

  @Test
  void consumersKeepAQueue() throws Exception {
    String clock = queue(Map.of("x-message-ttl", 4 * SOON_MS));
    String queue = expiringQueue();
    Inbox inbox = new Inbox(channel);
    String tag = channel.basicConsume(queue, inbox);
    send(clock, "tick");
    awaitReady(clock, 1);
    awaitReady(clock, 0);
    assertThat(channel.queueDeclarePassive(queue).getConsumerCount()).isEqualTo(1);

    channel.basicCancel(tag);

    awaitMissing(queue);
  }

  private String expiringQueue() throws Exception {
    String queue = name();
    channel.queueDeclare(queue, false, true, false, Map.of("x-expires", SOON_MS));
    return queue;
  }

  /** Waits longer than the queue's time between two looks: a passive declare is a use. */
  private void awaitMissing(String queue) {
    Awaitility.await()
        .pollDelay(Duration.ofMillis(2 * SOON_MS))
        .pollInterval(Duration.ofMillis(2 * SOON_MS))
        .untilAsserted(
            () ->
                assertThat(Close.of(connection, c -> c.queueDeclarePassive(queue)).code())
                    .isEqualTo(404));
  }

  private static BasicProperties expiration(String ms) {
    return new BasicProperties.Builder().expiration(ms).build();
  }

  @Test
  void getDoesNotCountWhatHasExpiredBehindTheMessage() throws Exception {
    String queue = queue();
    channel.confirmSelect();
    channel.basicPublish("", queue, null, new byte[] {'1'});
    channel.basicPublish(
        "", queue, new AMQP.BasicProperties.Builder().expiration("0").build(), new byte[] {'2'});
    channel.waitForConfirmsOrDie();

    assertThat(channel.basicGet(queue, false).getMessageCount()).isZero();
  }
}

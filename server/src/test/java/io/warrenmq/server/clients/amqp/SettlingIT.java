package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acks, nacks, rejects, recover, and {@code basic.get}. */
class SettlingIT extends ClientTest {
  private static final Close.Act CLOSED = c -> c.queueDeclarePassive("");

  private Channel other;

  /** Takes {@code count} messages without settling them, on a channel of its own. */
  private long hold(String queue, int count) throws Exception {
    other = connection.createChannel();
    long tag = 0;
    for (int i = 0; i < count; i++) {
      tag = other.basicGet(queue, false).getEnvelope().getDeliveryTag();
    }
    return tag;
  }

  @Test
  void numbersDeliveriesFromOne() throws Exception {
    String queue = queue();
    send(queue, "1", "2");

    assertThat(hold(queue, 2)).isEqualTo(2);
  }

  @Test
  void ackedMessagesAreGone() throws Exception {
    String queue = queue();
    send(queue, "m");
    other = connection.createChannel();
    long tag = hold(queue, 1);
    other.basicAck(tag, false);

    other.close();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void unackedMessagesComeBackInTheirOrder() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3", "4");
    hold(queue, 3);

    other.close();

    awaitReady(queue, 4);
    assertThat(takeAll(queue)).containsExactly("1", "2", "3", "4");
  }

  @Test
  void redeliveriesAreMarked() throws Exception {
    String queue = queue();
    send(queue, "held", "untouched");
    hold(queue, 1);
    other.close();

    assertThat(take(queue).getEnvelope().isRedeliver()).isTrue();
    assertThat(take(queue).getEnvelope().isRedeliver()).isFalse();
  }

  @Test
  void acksMultiple() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    long last = hold(queue, 3);
    other.basicAck(last - 1, true);

    other.close();

    assertThat(takeBody(queue)).isEqualTo("3");
    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void acksAllByTagZero() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    hold(queue, 2);
    other.basicAck(0, true);

    other.close();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void acksAllWhereThereIsNone() throws Exception {
    channel.basicAck(0, true);

    assertThat(channel.queueDeclare()).isNotNull();
  }

  @Test
  void nacksMultipleWithRequeue() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    long last = hold(queue, 3);

    other.basicNack(last, true, true);

    awaitReady(queue, 3);
    assertThat(takeAll(queue)).containsExactly("1", "2", "3");
  }

  @Test
  void nacksWithoutRequeueDrop() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    long last = hold(queue, 2);
    other.basicNack(last, true, false);

    other.close();

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void rejectWithRequeuePutsBackInFront() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    long tag = hold(queue, 1);

    other.basicReject(tag, true);

    awaitReady(queue, 2);
    assertThat(takeAll(queue)).containsExactly("1", "2");
  }

  @Test
  void requeuesIntoTheOriginalPlace() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3", "4");
    long last = hold(queue, 3);
    other.basicNack(last - 1, false, true);
    awaitReady(queue, 2);
    other.basicNack(last, false, true);
    awaitReady(queue, 3);

    assertThat(takeAll(queue)).containsExactly("2", "3", "4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 77, 0})
  void refusesToAckAnUnknownTag(long tag) throws Exception {
    assertThat(Close.of(connection, c -> c.basicAck(tag, false))).isEqualTo(unknown(tag));
  }

  @Test
  void refusesToAckTwice() throws Exception {
    String queue = queue();
    send(queue, "m");
    long tag = hold(queue, 1);
    other.basicAck(tag, false);

    assertThat(Close.of(other, c -> c.basicAck(tag, false))).isEqualTo(unknown(tag));
  }

  @Test
  void refusesToNackAnUnknownTag() throws Exception {
    assertThat(Close.of(connection, c -> c.basicNack(5, false, true))).isEqualTo(unknown(5));
  }

  @Test
  void refusesToRejectAnUnknownTag() throws Exception {
    assertThat(Close.of(connection, c -> c.basicReject(5, true))).isEqualTo(unknown(5));
  }

  @Test
  void refusesToAckMultipleBeyondTheLastTag() throws Exception {
    assertThat(Close.of(connection, c -> c.basicAck(5, true))).isEqualTo(unknown(5));
  }

  @Test
  void refusesToAckWhatWasNotToBeAcked() throws Exception {
    String queue = queue();
    send(queue, "m");
    long tag = channel.basicGet(queue, true).getEnvelope().getDeliveryTag();

    assertThat(Close.of(channel, c -> c.basicAck(tag, false))).isEqualTo(unknown(tag));
  }

  @Test
  void refusesATagOfAnotherChannel() throws Exception {
    String queue = queue();
    send(queue, "m");
    long tag = hold(queue, 1);

    assertThat(Close.of(connection, c -> c.basicAck(tag, false))).isEqualTo(unknown(tag));
  }

  private static Close unknown(long tag) {
    return Close.channel(406, "PRECONDITION_FAILED - unknown delivery tag " + tag);
  }

  @Test
  void requeuesWhatAClosedChannelHeld() throws Exception {
    String queue = queue();
    send(queue, "m");
    hold(queue, 1);

    Close.of(other, CLOSED);

    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void requeuesWhatALostConnectionHeld() throws Exception {
    String queue = durableQueue(name(), Map.of());
    send(queue, "m");
    var lost = anotherConnection();
    lost.createChannel().basicGet(queue, false);

    lost.abort();

    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void recoversToTheQueue() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    hold(queue, 2);

    other.basicRecover(true);

    awaitReady(queue, 2);
    assertThat(take(queue).getEnvelope().isRedeliver()).isTrue();
  }

  @Test
  void recoversToTheConsumerItself() throws Exception {
    String queue = queue();
    send(queue, "m");
    Inbox inbox = consume(queue);
    Delivery first = inbox.next();

    channel.basicRecover(true);

    Delivery second = inbox.next();
    assertThat(second.getEnvelope().isRedeliver()).isTrue();
    assertThat(second.getEnvelope().getDeliveryTag())
        .isGreaterThan(first.getEnvelope().getDeliveryTag());
  }

  @Test
  void getsNothingFromAnEmptyQueue() throws Exception {
    assertThat(channel.basicGet(queue(), true)).isNull();
  }

  @Test
  void getsWithTheCountOfWhatIsLeft() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");

    GetResponse got = channel.basicGet(queue, true);

    assertThat(got.getMessageCount()).isEqualTo(2);
    assertThat(got.getEnvelope().getRoutingKey()).isEqualTo(queue);
    assertThat(got.getEnvelope().getExchange()).isEmpty();
  }

  @Test
  void getsFromAMissingQueue() throws Exception {
    assertThat(Close.of(connection, c -> c.basicGet("missing", true)))
        .isEqualTo(Close.channel(404, "NOT_FOUND - no queue 'missing' in vhost '/'"));
  }

  @Test
  void getsBeyondThePrefetch() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    channel.basicQos(1, true);
    channel.basicGet(queue, false);

    assertThat(body(channel.basicGet(queue, false))).isEqualTo("2");
  }
}

package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code x-max-length}, {@code x-max-length-bytes} and {@code x-overflow}. */
class LengthLimitsIT extends ClientTest {
  @Test
  void dropsTheOldest() throws Exception {
    String queue = queue(Map.of("x-max-length", 2));

    send(queue, "1", "2", "3");

    assertThat(takeAll(queue)).containsExactly("2", "3");
  }

  @Test
  void countsBytesOfBodies() throws Exception {
    String queue = queue(Map.of("x-max-length-bytes", 10));

    send(queue, "12345", "67890", "x");

    assertThat(takeAll(queue)).containsExactly("67890", "x");
  }

  @Test
  void keepsNothingAtZero() throws Exception {
    String queue = queue(Map.of("x-max-length", 0));

    send(queue, "m");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void deliversAtZeroToAConsumerThatWaits() throws Exception {
    String queue = queue(Map.of("x-max-length", 0));
    var inbox = consume(queue);

    send(queue, "m");

    assertThat(inbox.nextBody()).isEqualTo("m");
  }

  @Test
  void dropsAMessageBiggerThanTheQueue() throws Exception {
    String queue = queue(Map.of("x-max-length-bytes", 3));

    send(queue, "ok", "too big");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void countsReadyMessagesAlone() throws Exception {
    String queue = queue(Map.of("x-max-length", 1));
    send(queue, "held");
    GetResponse held = channel.basicGet(queue, false);

    send(queue, "ready");

    assertThat(takeAll(queue)).containsExactly("ready");
    channel.basicAck(held.getEnvelope().getDeliveryTag(), false);
  }

  @Test
  void requeueingDropsTheOldest() throws Exception {
    String queue = queue(Map.of("x-max-length", 1));
    send(queue, "held");
    GetResponse held = channel.basicGet(queue, false);
    send(queue, "ready");

    channel.basicReject(held.getEnvelope().getDeliveryTag(), true);

    assertThat(takeAll(queue)).containsExactly("ready");
  }

  @Test
  void rejectsTheNewest() throws Exception {
    String queue = queue(Map.of("x-max-length", 2, "x-overflow", "reject-publish"));

    send(queue, "1", "2", "3");

    assertThat(takeAll(queue)).containsExactly("1", "2");
  }

  @Test
  void rejectsByBytes() throws Exception {
    String queue = queue(Map.of("x-max-length-bytes", 5, "x-overflow", "reject-publish"));

    send(queue, "12345", "6");

    assertThat(takeAll(queue)).containsExactly("12345");
  }

  @Test
  void takesAgainAfterRoomWasMade() throws Exception {
    String queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    send(queue, "1");
    takeBody(queue);

    send(queue, "2");

    assertThat(takeBody(queue)).isEqualTo("2");
  }

  @Test
  void deadLettersWhatIsDropped() throws Exception {
    String dead = queue();
    String queue = queue(limited(dead, "drop-head"));

    send(queue, "1", "2");

    assertThat(takeBody(dead)).isEqualTo("1");
    assertThat(takeAll(queue)).containsExactly("2");
  }

  @Test
  void deadLettersWhatIsRejectedIfAskedTo() throws Exception {
    String dead = queue();
    String queue = queue(limited(dead, "reject-publish-dlx"));

    send(queue, "1", "2");

    GetResponse letter = take(dead);
    assertThat(body(letter)).isEqualTo("2");
    assertThat(letter.getProps().getHeaders().get("x-first-death-reason")).hasToString("maxlen");
    assertThat(takeAll(queue)).containsExactly("1");
  }

  @Test
  void deadLettersNothingThatIsRejected() throws Exception {
    String dead = queue();
    String queue = queue(limited(dead, "reject-publish"));

    send(queue, "1", "2");

    assertThat(takeAll(queue)).containsExactly("1");
    assertThat(takeAll(dead)).isEmpty();
  }

  private static Map<String, Object> limited(String dead, String overflow) {
    Map<String, Object> all = new HashMap<>();
    all.put("x-max-length", 1);
    all.put("x-overflow", overflow);
    all.put("x-dead-letter-exchange", "");
    all.put("x-dead-letter-routing-key", dead);
    return all;
  }

  @Test
  void limitsByPolicy() throws Exception {
    String queue = durableQueue("clients-policy-max-length-" + name(), Map.of());

    send(queue, "1", "2", "3");

    assertThat(takeAll(queue)).containsExactly("2", "3");
  }

  @Test
  void theSmallerOfArgumentAndPolicyCounts() throws Exception {
    String queue = durableQueue("clients-policy-max-length-" + name(), Map.of("x-max-length", 1));

    send(queue, "1", "2", "3");

    assertThat(takeAll(queue)).containsExactly("3");
  }

  @Test
  void dropsTheHighestPriorityFirst() throws Exception {
    String queue = queue(Map.of("x-max-length", 1, "x-max-priority", 5));
    publish("", queue, priority(5), "high");

    publish("", queue, priority(1), "low");

    assertThat(takeAll(queue)).containsExactly("low");
  }

  private static BasicProperties priority(int priority) {
    return new BasicProperties.Builder().priority(priority).build();
  }

  @Test
  void quorumQueuesDropTheOldest() throws Exception {
    String queue = quorumQueue(Map.of("x-max-length", 2));
    channel.confirmSelect();
    send(queue, "1", "2", "3");
    channel.waitForConfirmsOrDie(10_000);

    assertThat(takeAll(queue)).containsExactly("2", "3");
  }
}

package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.warrenmq.server.clients.ClientTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code x-max-priority}. */
class PriorityQueuesIT extends ClientTest {
  private void send(String queue, int priority, String body) throws Exception {
    publish("", queue, new BasicProperties.Builder().priority(priority).build(), body);
  }

  @Test
  void deliversTheHighestFirst() throws Exception {
    String queue = queue(Map.of("x-max-priority", 10));
    send(queue, 1, "low");
    send(queue, 9, "high");
    send(queue, 5, "middle");
    awaitReady(queue, 3);

    assertThat(takeAll(queue)).containsExactly("high", "middle", "low");
  }

  @Test
  void keepsTheOrderWithinAPriority() throws Exception {
    String queue = queue(Map.of("x-max-priority", 10));
    send(queue, 5, "1");
    send(queue, 5, "2");
    send(queue, 5, "3");

    assertThat(takeAll(queue)).containsExactly("1", "2", "3");
  }

  @Test
  void treatsNoPriorityAsZero() throws Exception {
    String queue = queue(Map.of("x-max-priority", 10));
    send(queue, "none");
    send(queue, 1, "one");
    send(queue, 0, "zero");
    awaitReady(queue, 3);

    assertThat(takeAll(queue)).containsExactly("one", "none", "zero");
  }

  @Test
  void capsAtTheHighest() throws Exception {
    String queue = queue(Map.of("x-max-priority", 3));
    send(queue, 3, "three");
    send(queue, 200, "capped");
    awaitReady(queue, 2);

    assertThat(takeAll(queue)).containsExactly("three", "capped");
  }

  @Test
  void leavesThePropertyAlone() throws Exception {
    String queue = queue(Map.of("x-max-priority", 3));
    send(queue, 200, "m");

    assertThat(take(queue).getProps().getPriority()).isEqualTo(200);
  }

  @Test
  void requeuesIntoItsPriority() throws Exception {
    String queue = queue(Map.of("x-max-priority", 10));
    send(queue, 5, "1");
    send(queue, 5, "2");
    channel.basicReject(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), true);
    send(queue, 9, "first");
    awaitReady(queue, 3);

    assertThat(takeAll(queue)).containsExactly("first", "1", "2");
  }

  @Test
  void ignoresPrioritiesWithoutTheArgument() throws Exception {
    String queue = queue();
    send(queue, 1, "1");
    send(queue, 9, "2");

    assertThat(takeAll(queue)).containsExactly("1", "2");
  }

  @Test
  void countsAllPriorities() throws Exception {
    String queue = queue(Map.of("x-max-priority", 10));
    send(queue, 1, "1");
    send(queue, 9, "2");
    awaitReady(queue, 2);

    assertThat(channel.queuePurge(queue).getMessageCount()).isEqualTo(2);
  }
}

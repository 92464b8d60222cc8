package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code x-single-active-consumer}. */
class SingleActiveConsumerIT extends ClientTest {
  private static final Map<String, Object> SINGLE = Map.of("x-single-active-consumer", true);

  private String declare(String type) throws Exception {
    return type.equals("quorum") ? quorumQueue(SINGLE) : queue(SINGLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void servesTheFirstAlone(String type) throws Exception {
    String queue = declare(type);
    Inbox first = consume(channel, queue, true);
    Inbox second = consume(channel, queue, true);

    send(queue, "1", "2", "3");

    assertThat(first.bodies(3)).containsExactly("1", "2", "3");
    assertThat(second.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void turnsToTheNextAfterCancel(String type) throws Exception {
    String queue = declare(type);
    String first = channel.basicConsume(queue, true, new Inbox(channel));
    Inbox second = consume(channel, queue, true);
    Inbox third = consume(channel, queue, true);

    channel.basicCancel(first);
    send(queue, "m");

    assertThat(second.nextBody()).isEqualTo("m");
    assertThat(third.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void turnsToTheNextWhenTheChannelCloses(String type) throws Exception {
    String queue = declare(type);
    Channel leaving = connection.createChannel();
    Inbox first = consume(leaving, queue, false);
    send(queue, "m");
    first.next();
    Inbox second = consume(channel, queue, true);

    leaving.close();

    assertThat(second.next().getEnvelope().isRedeliver()).isTrue();
  }

  @Test
  void classicQueuesStillAnswerAGet() throws Exception {
    String queue = queue(SINGLE);
    send(queue, "m");

    assertThat(takeBody(queue)).isEqualTo("m");
  }

  @Test
  void quorumQueuesRefuseAGet() throws Exception {
    String queue = quorumQueue(SINGLE);

    Close close = Close.of(connection, c -> c.basicGet(queue, true));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                405,
                "RESOURCE_LOCKED - cannot obtain access to locked queue '%s' in vhost '/'."
                        .formatted(queue)
                    + " basic.get operations are not supported by quorum queues with single active"
                    + " consumer"));
  }

  @Test
  void refusesAnExclusiveConsumer() throws Exception {
    String queue = queue(SINGLE);

    Close close =
        Close.of(
            connection, c -> c.basicConsume(queue, false, "", false, true, null, new Inbox(c)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                403, "ACCESS_REFUSED - queue '%s' in vhost '/' in exclusive use".formatted(queue)));
  }

  @Test
  void classicQueuesIgnorePrioritiesOfWaitingConsumers() throws Exception {
    String queue = queue(SINGLE);
    Inbox first = consume(channel, queue, true);
    Inbox preferred = new Inbox(channel);
    channel.basicConsume(queue, true, "", false, false, Map.of("x-priority", 10), preferred);

    send(queue, "m");

    assertThat(first.nextBody()).isEqualTo("m");
    assertThat(preferred.waiting()).isZero();
  }

  @Test
  void quorumQueuesPreferTheHigherPriority() throws Exception {
    String queue = quorumQueue(SINGLE);
    Inbox first = consume(channel, queue, true);
    Inbox preferred = new Inbox(channel);
    channel.basicConsume(queue, true, "", false, false, Map.of("x-priority", 10), preferred);

    send(queue, "m");

    assertThat(preferred.nextBody()).isEqualTo("m");
    assertThat(first.waiting()).isZero();
  }

  @Test
  void quorumQueuesLetTheActiveConsumerSettleBeforeAHigherPriorityTakesOver() throws Exception {
    String queue = quorumQueue(SINGLE);
    Channel limited = connection.createChannel();
    limited.basicQos(2);
    Inbox first = consume(limited, queue, false);
    send(queue, "1", "2", "3");
    long one = first.next().getEnvelope().getDeliveryTag();
    long two = first.next().getEnvelope().getDeliveryTag();
    Inbox preferred = new Inbox(channel);
    channel.basicConsume(queue, true, "", false, false, Map.of("x-priority", 10), preferred);

    limited.basicAck(one, false);
    limited.basicQos(2); // A fence: the acknowledgement has been taken.
    assertThat(preferred.waiting()).isZero();
    limited.basicAck(two, false);

    assertThat(preferred.nextBody()).isEqualTo("3");
    assertThat(first.waiting()).isZero();
  }
}

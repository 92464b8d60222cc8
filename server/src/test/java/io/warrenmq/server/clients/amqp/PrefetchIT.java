package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Delivery;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Inbox;
import org.junit.jupiter.api.Test;

/**
 * {@code basic.qos}. That no further delivery comes is shown by the message still being ready, or
 * untaken, when another has come through a later queue.
 */
class PrefetchIT extends ClientTest {
  @Test
  void limitsEachConsumer() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3", "4", "5");
    channel.basicQos(2);
    Inbox one = consume(queue);
    Inbox two = consume(queue);
    one.bodies(2);
    two.bodies(2);

    awaitReady(queue, 1);
    fence();
    assertThat(one.waiting() + two.waiting()).isZero();
  }

  @Test
  void limitsTheWholeChannel() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3", "4", "5");
    channel.basicQos(3, true);
    Inbox one = consume(queue);
    Inbox two = consume(queue);

    awaitReady(queue, 2);
    fence();
    assertThat(readyIn(queue)).isEqualTo(2);
    assertThat(one.waiting() + two.waiting()).isEqualTo(3);
  }

  @Test
  void limitsConsumersAndChannelTogether() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3", "4", "5", "6");
    channel.basicQos(2, false);
    channel.basicQos(3, true);
    Inbox one = consume(queue);
    Inbox two = consume(queue);

    awaitReady(queue, 3);
    fence();
    assertThat(one.waiting() + two.waiting()).isEqualTo(3);
    assertThat(one.waiting()).isLessThanOrEqualTo(2);
  }

  @Test
  void deliversTheNextAfterAnAck() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    channel.basicQos(1);
    Inbox inbox = consume(queue);
    Delivery first = inbox.next();
    awaitReady(queue, 1);

    channel.basicAck(first.getEnvelope().getDeliveryTag(), false);

    assertThat(inbox.nextBody()).isEqualTo("2");
  }

  @Test
  void deliversTheNextAfterAReject() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    channel.basicQos(1);
    Inbox inbox = consume(queue);

    channel.basicReject(inbox.next().getEnvelope().getDeliveryTag(), false);

    assertThat(inbox.nextBody()).isEqualTo("2");
  }

  @Test
  void appliesToConsumersThatComeLater() throws Exception {
    String queue = queue();
    Inbox unlimited = consume(queue);
    channel.basicQos(1);

    send(queue, "1", "2", "3");

    assertThat(unlimited.bodies(3)).containsExactly("1", "2", "3");
  }

  @Test
  void zeroIsUnlimited() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    channel.basicQos(1);
    channel.basicQos(0);

    assertThat(consume(queue).bodies(3)).containsExactly("1", "2", "3");
  }

  @Test
  void doesNotLimitConsumersWithoutAcks() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    channel.basicQos(1);

    assertThat(consume(channel, queue, true).bodies(3)).containsExactly("1", "2", "3");
  }

  @Test
  void aWiderChannelLimitReleasesMore() throws Exception {
    String queue = queue();
    send(queue, "1", "2", "3");
    channel.basicQos(1, true);
    Inbox inbox = consume(queue);
    inbox.next();

    channel.basicQos(3, true);

    assertThat(inbox.bodies(2)).containsExactly("2", "3");
  }

  @Test
  void cancelledConsumersKeepTheirShareOfTheChannel() throws Exception {
    String queue = queue();
    send(queue, "1", "2");
    channel.basicQos(1, true);
    Inbox first = new Inbox(channel);
    String tag = channel.basicConsume(queue, first);
    Delivery held = first.next();
    channel.basicCancel(tag);
    Inbox second = consume(queue);
    fence();
    assertThat(second.waiting()).isZero();

    channel.basicAck(held.getEnvelope().getDeliveryTag(), false);

    assertThat(second.nextBody()).isEqualTo("2");
  }

  /** Sees a message through a queue and a consumer of another channel of this connection. */
  private void fence() throws Exception {
    String fence = queue();
    Inbox inbox = consume(connection.createChannel(), fence, true);
    send(fence, "fence");
    inbox.next();
  }
}

package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Return;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Confirms and returns to publishers. */
class ConfirmsIT extends ClientTest {
  private static final long PATIENCE_MS = 20_000;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** Notes acks, nacks and returns in the order of their coming. */
  private void listen() throws Exception {
    channel.confirmSelect();
    channel.addConfirmListener(
        (tag, multiple) -> events.add("ack " + tag), (tag, multiple) -> events.add("nack " + tag));
    channel.addReturnListener(
        r ->
            events.add(
                "return %d %s %s %s"
                    .formatted(
                        r.getReplyCode(), r.getReplyText(), r.getExchange(), r.getRoutingKey())));
  }

  private String event() throws InterruptedException {
    String event = events.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    assertThat(event).as("an event of the broker").isNotNull();
    return event;
  }

  @Test
  void confirmsWhatIsRouted() throws Exception {
    listen();

    publish("", queue(), "m");

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void confirmsPersistentMessages() throws Exception {
    String queue = durableQueue(name(), Map.of());
    listen();

    publish("", queue, MessageProperties.PERSISTENT_BASIC, "m");

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void confirmsOnQuorumQueues() throws Exception {
    String queue = quorumQueue(Map.of());
    listen();

    publish("", queue, "m");

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void confirmsWhatNothingTakes() throws Exception {
    listen();

    publish("", name(), "m");

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void returnsMandatoryMessagesBeforeTheConfirm() throws Exception {
    String nobody = name();
    listen();

    channel.basicPublish("amq.direct", nobody, true, null, new byte[0]);

    assertThat(event()).isEqualTo("return 312 NO_ROUTE amq.direct " + nobody);
    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void returnsWithPropertiesAndBody() throws Exception {
    BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
    channel.addReturnListener(returns::add);
    BasicProperties sent = new BasicProperties.Builder().messageId("id").build();

    channel.basicPublish("", name(), true, sent, new byte[200_000]);

    var returned = returns.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    assertThat(returned.getProperties()).isEqualTo(sent);
    assertThat(returned.getBody()).hasSize(200_000);
  }

  @Test
  void returnsNothingThatIsRouted() throws Exception {
    String queue = queue();
    listen();

    channel.basicPublish("", queue, true, null, new byte[0]);

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void alternateExchangesCountAsRouting() throws Exception {
    String exchange = exchange("direct", Map.of("alternate-exchange", "amq.fanout"));
    boundQueue("amq.fanout", "");
    listen();

    channel.basicPublish(exchange, "none", true, null, new byte[0]);

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void numbersFromTheSelectOn() throws Exception {
    String queue = queue();
    publish("", queue, "unnumbered");
    listen();

    assertThat(channel.getNextPublishSeqNo()).isEqualTo(1);
    publish("", queue, "m");

    assertThat(event()).isEqualTo("ack 1");
  }

  @Test
  void selectsTwice() throws Exception {
    listen();
    publish("", queue(), "m");
    event();

    // The client would start counting anew; the broker does not.
    channel.rpc(new AMQP.Confirm.Select.Builder().build());
    publish("", queue(), "m");

    assertThat(event()).isEqualTo("ack 2");
  }

  @Test
  void confirmsThousandsEachOnce() throws Exception {
    String queue = queue();
    NavigableSet<Long> open = new ConcurrentSkipListSet<>();
    channel.confirmSelect();
    channel.addConfirmListener(
        new ConfirmListener() {
          @Override
          public void handleAck(long tag, boolean multiple) {
            boolean known = multiple ? !open.headSet(tag, true).isEmpty() : open.contains(tag);
            events.add(known ? "ok" : "unknown " + tag);
            if (multiple) {
              open.headSet(tag, true).clear();
            } else {
              open.remove(tag);
            }
          }

          @Override
          public void handleNack(long tag, boolean multiple) {
            events.add("nack " + tag);
          }
        });

    for (int i = 0; i < 3000; i++) {
      open.add(channel.getNextPublishSeqNo());
      send(queue, "m");
    }

    Awaitility.await().until(open::isEmpty);
    assertThat(events).containsOnly("ok");
  }

  @Test
  void refusesWhatAFullQueueRejects() throws Exception {
    String queue = queue(Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
    listen();

    send(queue, "kept", "refused");

    assertThat(List.of(event(), event())).containsExactlyInAnyOrder("ack 1", "nack 2");
    assertThat(takeAll(queue)).containsExactly("kept");
  }

  @Test
  void refusesWhenOneOfSeveralQueuesRejects() throws Exception {
    String full = queue(Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
    String free = queue();
    channel.queueBind(full, "amq.direct", free);
    channel.queueBind(free, "amq.direct", free);
    listen();

    publish("amq.direct", free, "m");

    assertThat(event()).isEqualTo("nack 1");
    assertThat(takeAll(free)).containsExactly("m");
  }

  @Test
  void refusesConfirmsOnATransactionalChannel() throws Exception {
    channel.txSelect();

    Close close = Close.of(channel, c -> c.confirmSelect());

    assertThat(close)
        .isEqualTo(
            Close.channel(406, "PRECONDITION_FAILED - cannot switch from tx to confirm mode"));
  }

  @Test
  void refusesTransactionsOnAConfirmingChannel() throws Exception {
    channel.confirmSelect();

    Close close = Close.of(channel, c -> c.txSelect());

    assertThat(close)
        .isEqualTo(
            Close.channel(406, "PRECONDITION_FAILED - cannot switch from confirm to tx mode"));
  }
}

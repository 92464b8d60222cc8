package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The modes in which messages are acknowledged, and what is delivered again. By quorum queues, for
 * RabbitMQ 4.0 counts the deliveries of no other kind.
 */
class AcknowledgingIT extends JmsTest {
  /** Qpid JMS's own mode. */
  private static final int INDIVIDUAL_ACKNOWLEDGE = 101;

  private String name;
  private Queue queue;

  @BeforeEach
  void declare() throws Exception {
    name = quorumQueue(Map.of());
    queue = jmsQueue(name);
    send(context(), queue, "a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE})
  void whatWasReceivedIsGone(int mode) throws Exception {
    JMSContext context = context(mode);
    JMSConsumer consumer = context.createConsumer(queue);
    receiveTexts(consumer, 3);
    context.close();

    awaitReady(name, 0);
    send(context(), queue, "next");
    assertThat(receiveText(context().createConsumer(queue))).isEqualTo("next");
  }

  @Test
  void acknowledgingOneAcknowledgesAllOfTheSession() throws Exception {
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSConsumer consumer = context.createConsumer(queue);
    receive(consumer);
    receive(consumer).acknowledge();
    context.close();

    assertThat(receiveText(context().createConsumer(queue))).isEqualTo("c");
  }

  @Test
  void whatWasNotAcknowledgedComesAgainToAnother() throws Exception {
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    receiveTexts(context.createConsumer(queue), 2);
    context.close();

    JMSConsumer another = context().createConsumer(queue);
    Map<String, Boolean> redelivered = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      Message message = receive(another);
      redelivered.put(message.getBody(String.class), message.getJMSRedelivered());
    }
    // What became of "c", which was prefetched, only its client knows.
    assertThat(redelivered).containsOnlyKeys("a", "b", "c").containsEntry("a", true);
    assertThat(redelivered).containsEntry("b", true);
  }

  @Test
  void recoveringBeginsAgainAndCounts() throws Exception {
    JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
    JMSConsumer consumer = context.createConsumer(queue);
    for (int deliveries = 1; deliveries <= 3; deliveries++) {
      Message message = receive(consumer);
      assertThat(message.getBody(String.class)).isEqualTo("a");
      assertThat(deliveries(message)).isEqualTo(deliveries);
      context.recover();
    }

    assertThat(receiveTexts(consumer, 3)).containsExactly("a", "b", "c");
  }

  @Test
  void aListenerThatFailsGetsTheMessageAgain() throws Exception {
    JMSContext context = context();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Set<String> failed = new HashSet<>();
    context
        .createConsumer(queue)
        .setMessageListener(
            message -> {
              String text = text(message);
              seen.add(text);
              if (failed.add(text)) {
                throw new IllegalStateException("on purpose");
              }
            });

    List<String> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    assertThat(all).containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
  }

  private static String text(Message message) {
    try {
      return message.getBody(String.class);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSingleMessageMayBeAcknowledged() throws Exception {
    JMSContext context = context(INDIVIDUAL_ACKNOWLEDGE);
    JMSConsumer consumer = context.createConsumer(queue);
    receive(consumer);
    receive(consumer).acknowledge();
    context.close();

    assertThat(receiveTexts(context().createConsumer(queue), 2)).containsExactly("a", "c");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void eachAcknowledgementHasItsOutcome(int type) throws Exception {
    DeadLetters dead = deadLetters();
    String source = sharedQueue(dead.arguments());
    JMSContext context = context(INDIVIDUAL_ACKNOWLEDGE);
    send(context, jmsQueue(source), "m");
    Message message = receive(context.createConsumer(jmsQueue(source)));

    message.setIntProperty(AckType.PROPERTY, type);
    message.acknowledge();

    switch (type) {
      case AckType.ACCEPTED -> {
        context.close();
        awaitReady(source, 0);
        assertThat(readyIn(dead.queue())).isZero();
      }
      case AckType.REJECTED, AckType.UNDELIVERABLE_HERE ->
          assertThat(takeBody(dead.queue())).contains("m");
      default -> {
        context.close();
        assertThat(receiveText(context().createConsumer(jmsQueue(source)))).isEqualTo("m");
      }
    }
  }

  /** The property by which Qpid JMS lets a program choose an outcome, and its values. */
  private static final class AckType {
    static final String PROPERTY = "JMS_AMQP_ACK_TYPE";
    static final int ACCEPTED = 1;
    static final int REJECTED = 2;
    static final int MODIFIED_FAILED = 4;
    static final int UNDELIVERABLE_HERE = 5;

    private AckType() {}
  }

  @Test
  void aMessageThatFailsTooOftenIsDeadLettered() throws Exception {
    DeadLetters dead = deadLetters();
    Map<String, Object> arguments = new HashMap<>(dead.arguments());
    arguments.put("x-delivery-limit", 2);
    Queue limited = jmsQueue(quorumQueue(arguments));
    send(context(), limited, "m");

    JMSContext context = context(INDIVIDUAL_ACKNOWLEDGE);
    JMSConsumer consumer = context.createConsumer(limited);
    for (int i = 0; i < 3; i++) {
      Message message = receive(consumer);
      message.setIntProperty(AckType.PROPERTY, AckType.MODIFIED_FAILED);
      message.acknowledge();
    }

    Message last = receive(context().createConsumer(jmsQueue(dead.queue())));
    assertThat(last.getBody(String.class)).isEqualTo("m");
  }
}

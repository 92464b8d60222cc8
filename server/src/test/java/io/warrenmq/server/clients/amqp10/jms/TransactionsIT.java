package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transacted sessions: AMQP 1.0 part 4, local transactions. */
@Tag(Amqp10Test.NOT_RABBITMQ)
class TransactionsIT extends JmsTest {
  private String name;
  private Queue queue;
  private JMSContext tx;

  @BeforeEach
  void open() throws Exception {
    name = sharedQueue();
    queue = jmsQueue(name);
    tx = context(JMSContext.SESSION_TRANSACTED);
  }

  @Test
  void whatIsSentComesWithTheCommit() throws Exception {
    JMSConsumer consumer = context().createConsumer(queue);
    send(tx, queue, "a", "b");
    send(context(), queue, "outside");
    assertThat(receiveText(consumer)).isEqualTo("outside");

    tx.commit();

    assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
  }

  @Test
  void whatIsSentIsForgottenByARollback() throws Exception {
    send(tx, queue, "forgotten");
    tx.rollback();
    send(tx, queue, "kept");
    tx.commit();

    assertThat(receiveText(context().createConsumer(queue))).isEqualTo("kept");
    awaitReady(name, 0);
  }

  @Test
  void whatIsReceivedIsGoneWithTheCommit() throws Exception {
    send(context(), queue, "a", "b");
    JMSConsumer consumer = tx.createConsumer(queue);
    receiveTexts(consumer, 2);
    tx.commit();
    tx.close();

    send(context(), queue, "next");
    assertThat(receiveText(context().createConsumer(queue))).isEqualTo("next");
  }

  @Test
  void whatIsReceivedComesAgainAfterARollback() throws Exception {
    send(context(), queue, "a", "b");
    JMSConsumer consumer = tx.createConsumer(queue);
    assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");

    tx.rollback();

    Message again = receive(consumer);
    assertThat(again.getBody(String.class)).isEqualTo("a");
    assertThat(again.getJMSRedelivered()).isTrue();
    assertThat(deliveries(again)).isEqualTo(2);
    assertThat(receiveText(consumer)).isEqualTo("b");
    tx.commit();
  }

  @Test
  void receivingAndSendingAreOneDeed() throws Exception {
    Queue answers = jmsQueue();
    send(context(), queue, "question");
    JMSConsumer questions = tx.createConsumer(queue);
    JMSConsumer reader = context().createConsumer(answers);

    receive(questions);
    send(tx, answers, "first try");
    tx.rollback();
    receive(questions);
    send(tx, answers, "second try");
    tx.commit();

    assertThat(receiveText(reader)).isEqualTo("second try");
    tx.close();
    awaitReady(name, 0);
  }

  @Test
  void closingRollsBack() throws Exception {
    send(context(), queue, "a");
    assertThat(receiveText(tx.createConsumer(queue))).isEqualTo("a");
    send(tx, queue, "b");

    tx.close();

    assertThat(receiveText(context().createConsumer(queue))).isEqualTo("a");
    awaitReady(name, 0);
  }

  @Test
  void aLargeTransactionIsWhole() throws Exception {
    for (int i = 0; i < 2000; i++) {
      send(tx, queue, "m" + i);
    }
    assertThat(readyIn(name)).isZero();

    tx.commit();

    awaitReady(name, 2000);
  }
}

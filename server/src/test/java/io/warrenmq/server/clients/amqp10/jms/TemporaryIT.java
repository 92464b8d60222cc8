package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Queues and topics that the broker names and that end with their connection. */
@Tag(Amqp10Test.NOT_RABBITMQ)
class TemporaryIT extends JmsTest {
  @Test
  void aTemporaryQueueTakesAnswers() throws Exception {
    JMSContext client = context();
    JMSContext server = context();
    Queue requests = jmsQueue();
    TemporaryQueue answers = client.createTemporaryQueue();
    var request = client.createTextMessage("question");
    request.setJMSReplyTo(answers);
    client.createProducer().send(requests, request);

    Message received = receive(server.createConsumer(requests));
    server.createProducer().send(received.getJMSReplyTo(), "answer");

    assertThat(receiveText(client.createConsumer(answers))).isEqualTo("answer");
  }

  @Test
  void temporaryQueuesAreApart() throws Exception {
    JMSContext context = context();
    TemporaryQueue one = context.createTemporaryQueue();
    TemporaryQueue two = context.createTemporaryQueue();
    send(context, one, "one");
    send(context, two, "two");

    assertThat(one.getQueueName()).isNotEqualTo(two.getQueueName());
    assertThat(receiveText(context.createConsumer(two))).isEqualTo("two");
    assertThat(receiveText(context.createConsumer(one))).isEqualTo("one");
  }

  @Test
  void aTemporaryQueueCanBeDeleted() throws Exception {
    JMSContext context = context();
    TemporaryQueue queue = context.createTemporaryQueue();

    queue.delete();

    assertThatThrownBy(() -> send(context, queue, "m"))
        .isInstanceOfAny(JMSRuntimeException.class, JMSException.class);
  }

  @Test
  void aTemporaryQueueEndsWithItsConnection() throws Exception {
    JMSContext first = context();
    String name = first.createTemporaryQueue().getQueueName();
    first.close();

    JMSContext second = context();
    Queue gone = second.createQueue(name);
    assertThatThrownBy(() -> second.createConsumer(gone)).isInstanceOf(JMSRuntimeException.class);
  }

  @Test
  void aTemporaryTopicReachesItsSubscribers() throws Exception {
    JMSContext context = context();
    TemporaryTopic topic = context.createTemporaryTopic();
    var one = context.createConsumer(topic);
    var two = context.createConsumer(topic);

    context.createProducer().send(topic, "m");

    assertThat(receiveText(one)).isEqualTo("m");
    assertThat(receiveText(two)).isEqualTo("m");
  }

  @Test
  void aTemporaryTopicCanBeDeleted() throws Exception {
    JMSContext context = context();
    TemporaryTopic topic = context.createTemporaryTopic();

    topic.delete();

    assertThatThrownBy(() -> context.createProducer().send(topic, "m"))
        .isInstanceOfAny(JMSRuntimeException.class, JMSException.class);
  }

  @Test
  void aTemporaryTopicEndsWithItsConnection() throws Exception {
    JMSContext first = context();
    String name = first.createTemporaryTopic().getTopicName();
    first.close();

    JMSContext second = context();
    Topic gone = second.createTopic(name);
    assertThatThrownBy(() -> second.createConsumer(gone)).isInstanceOf(JMSRuntimeException.class);
  }
}

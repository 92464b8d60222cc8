package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.JmsQueue;

/** Contexts that are closed after the test. */
abstract class JmsTest extends Amqp10Test {
  static final int PATIENCE_MS = PATIENCE_SECONDS * 1000;

  /** A factory as {@code guest} to the vhost {@code /}, with {@code options} of its URI. */
  JmsConnectionFactory connections(String options) {
    return new JmsConnectionFactory("guest", "guest", uri(broker.port()) + options);
  }

  String uri(int port) {
    return "amqp://" + broker.host() + ":" + port;
  }

  JMSContext context() {
    return context(JMSContext.AUTO_ACKNOWLEDGE);
  }

  JMSContext context(int mode) {
    return context("", mode);
  }

  JMSContext context(String options, int mode) {
    return closing(connections(options).createContext(mode));
  }

  /** A new queue, as JMS names it. */
  Queue jmsQueue() throws IOException {
    return jmsQueue(sharedQueue());
  }

  static Queue jmsQueue(String queue) {
    return new JmsQueue(address(queue));
  }

  static void send(JMSContext context, Queue queue, String... texts) {
    for (String text : texts) {
      context.createProducer().send(queue, text);
    }
  }

  static Message receive(JMSConsumer consumer) {
    Message message = consumer.receive(PATIENCE_MS);
    assertThat(message).as("a message").isNotNull();
    return message;
  }

  static String receiveText(JMSConsumer consumer) throws JMSException {
    return ((TextMessage) receive(consumer)).getText();
  }

  static List<String> receiveTexts(JMSConsumer consumer, int count) throws JMSException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      texts.add(receiveText(consumer));
    }
    return texts;
  }

  /** How often it was delivered, this time included. */
  static int deliveries(Message message) throws JMSException {
    return message.getIntProperty("JMSXDeliveryCount");
  }
}

package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looking at a queue's messages without taking them. */
@Tag(Amqp10Test.NOT_RABBITMQ)
class BrowsingIT extends JmsTest {
  private JMSContext context;
  private Queue queue;

  @BeforeEach
  void open() throws Exception {
    context = context();
    queue = jmsQueue();
  }

  private static List<String> texts(QueueBrowser browser) throws JMSException {
    List<String> texts = new ArrayList<>();
    for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); ) {
      texts.add(((Message) all.nextElement()).getBody(String.class));
    }
    return texts;
  }

  @Test
  void showsAllThatIsThereAndEnds() throws Exception {
    send(context, queue, "a", "b", "c");

    try (QueueBrowser browser = context.createBrowser(queue)) {
      assertThat(texts(browser)).containsExactly("a", "b", "c");
    }
    assertThat(receiveTexts(context.createConsumer(queue), 3)).containsExactly("a", "b", "c");
  }

  @Test
  void showsNothingOfAnEmptyQueue() throws Exception {
    try (QueueBrowser browser = context.createBrowser(queue)) {
      assertThat(texts(browser)).isEmpty();
    }
  }

  @Test
  void showsTheSameAgainAndAgain() throws Exception {
    send(context, queue, "a", "b");
    try (QueueBrowser browser = context.createBrowser(queue)) {
      assertThat(texts(browser)).isEqualTo(texts(browser)).containsExactly("a", "b");
    }

    Message received = receive(context.createConsumer(queue));
    assertThat(deliveries(received)).as("deliveries, of which browsing is none").isEqualTo(1);
  }

  @Test
  void showsWhatASelectorMatches() throws Exception {
    for (int i = 0; i < 4; i++) {
      context.createProducer().setProperty("odd", i % 2 == 1).send(queue, "m" + i);
    }

    try (QueueBrowser browser = context.createBrowser(queue, "odd = TRUE")) {
      assertThat(texts(browser)).containsExactly("m1", "m3");
    }
  }

  @Test
  void showsManyInTheirOrder() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      sent.add("m" + i);
    }
    JMSContext fast = context("?jms.forceAsyncSend=true", JMSContext.AUTO_ACKNOWLEDGE);
    send(fast, queue, sent.toArray(String[]::new));
    fast.close();

    try (QueueBrowser browser = context.createBrowser(queue)) {
      assertThat(texts(browser)).isEqualTo(sent);
    }
  }
}

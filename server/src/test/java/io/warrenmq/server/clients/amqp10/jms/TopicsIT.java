package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subscriptions to topics: those of a consumer, shared ones, durable ones, and both. */
@Tag(Amqp10Test.NOT_RABBITMQ)
@Tag("needs-topics")
class TopicsIT extends JmsTest {
  private Topic topic;
  private JMSContext publisher;

  @BeforeEach
  void open() {
    publisher = context();
    topic = publisher.createTopic(address("amq.topic", name()));
  }

  private void publish(String... texts) {
    for (String text : texts) {
      publisher.createProducer().send(topic, text);
    }
  }

  private JMSContext client(String id) {
    return context("?jms.clientID=" + id, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Test
  void eachSubscriberGetsEachMessage() throws Exception {
    JMSConsumer one = context().createConsumer(topic);
    JMSConsumer two = context().createConsumer(topic);

    publish("a", "b");

    assertThat(receiveTexts(one, 2)).containsExactly("a", "b");
    assertThat(receiveTexts(two, 2)).containsExactly("a", "b");
  }

  @Test
  void aSubscriberGetsWhatIsPublishedWhileItIsThere() throws Exception {
    JMSContext context = context();
    context.createConsumer(topic).close();
    publish("missed");

    JMSConsumer consumer = context.createConsumer(topic);
    publish("seen");

    assertThat(receiveText(consumer)).isEqualTo("seen");
  }

  @Test
  void aDurableSubscriptionKeepsWhatComesMeanwhile() throws Exception {
    String client = name();
    JMSContext first = client(client);
    first.createDurableConsumer(topic, "subscription");
    first.close();
    publish("meanwhile");

    JMSContext second = client(client);
    JMSConsumer consumer = second.createDurableConsumer(topic, "subscription");

    assertThat(receiveText(consumer)).isEqualTo("meanwhile");
    consumer.close();
    second.unsubscribe("subscription");
  }

  @Test
  void anUnsubscribedSubscriptionKeepsNothing() throws Exception {
    String client = name();
    JMSContext context = client(client);
    context.createDurableConsumer(topic, "subscription").close();
    publish("kept");
    context.unsubscribe("subscription");

    JMSConsumer consumer = context.createDurableConsumer(topic, "subscription");
    publish("new");

    assertThat(receiveText(consumer)).isEqualTo("new");
    consumer.close();
    context.unsubscribe("subscription");
  }

  @Test
  void aSharedSubscriptionGivesEachMessageToOne() throws Exception {
    String subscription = name();
    JMSContext one = context("?jms.prefetchPolicy.all=1", JMSContext.AUTO_ACKNOWLEDGE);
    JMSContext two = context("?jms.prefetchPolicy.all=1", JMSContext.AUTO_ACKNOWLEDGE);
    JMSConsumer first = one.createSharedConsumer(topic, subscription);
    JMSConsumer second = two.createSharedConsumer(topic, subscription);

    publish("a", "b");

    assertThat(new String[] {receiveText(first), receiveText(second)})
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aSharedDurableSubscriptionOutlivesItsConsumers() throws Exception {
    String client = name();
    JMSContext first = client(client);
    first.createSharedDurableConsumer(topic, "shared");
    first.close();
    publish("meanwhile");

    JMSContext second = client(client);
    JMSConsumer consumer = second.createSharedDurableConsumer(topic, "shared");

    assertThat(receiveText(consumer)).isEqualTo("meanwhile");
    consumer.close();
    second.unsubscribe("shared");
  }

  @Test
  void aSelectorChoosesFromATopic() throws Exception {
    JMSConsumer consumer = context().createConsumer(topic, "size > 1");
    publisher.createProducer().setProperty("size", 1).send(topic, "small");
    publisher.createProducer().setProperty("size", 2).send(topic, "large");

    assertThat(receiveText(consumer)).isEqualTo("large");
  }
}

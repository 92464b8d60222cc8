package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subscriptions to topics: those of a consumer, shared ones, durable ones, and both. */
@Tag(Amqp10Test.NOT_RABBITMQ)
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
  void aNameAloneIsAKeyOfTheTopicExchange() throws Exception {
    String name = name();
    JMSContext context = context();
    JMSConsumer one = context.createConsumer(context.createTopic(name + ".a"));
    JMSConsumer all = context.createConsumer(context.createTopic(name + ".#"));

    publisher.createProducer().send(publisher.createTopic(name + ".a"), "a");
    publisher.createProducer().send(publisher.createTopic(name + ".b"), "b");

    assertThat(receiveTexts(all, 2)).containsExactly("a", "b");
    assertThat(receiveText(one)).isEqualTo("a");
    assertThat(one.receiveNoWait()).isNull();
  }

  @Test
  void aProducerOfATopicReachesItByNameToo() throws Exception {
    String name = name();
    JMSContext context = context();
    JMSConsumer consumer = context.createConsumer(context.createTopic(name));

    try (Connection connection = connections("").createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createTopic(name))) {
      producer.send(session.createTextMessage("m"));
    }

    assertThat(receiveText(consumer)).isEqualTo("m");
  }

  @Test
  void whatNobodySubscribesToIsGone() throws Exception {
    Topic nobodys = publisher.createTopic(name());
    publisher.createProducer().send(nobodys, "to whom it may concern");

    try (Connection connection = connections("").createConnection();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(nobodys)) {
      assertThatCode(() -> producer.send(session.createTextMessage("m")))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anAnswerToATopicFindsIt() throws Exception {
    JMSContext context = context();
    JMSConsumer answers = context.createConsumer(topic);
    Queue requests = jmsQueue();
    var request = context.createTextMessage("question");
    request.setJMSReplyTo(topic);
    context.createProducer().send(requests, request);

    Message received = receive(context.createConsumer(requests));
    context.createProducer().send(received.getJMSReplyTo(), "answer");

    Message answer = receive(answers);
    assertThat(received.getJMSReplyTo()).isInstanceOf(Topic.class);
    assertThat(answer.getBody(String.class)).isEqualTo("answer");
    assertThat(answer.getJMSDestination()).isEqualTo(topic);
  }

  @Test
  void aDurableSubscriptionTakesWhatItsSelectorWants() throws Exception {
    String client = name();
    JMSContext first = client(client);
    first.createDurableConsumer(topic, "subscription", "size > 1", false);
    first.close();
    publisher.createProducer().setProperty("size", 1).send(topic, "small");
    publisher.createProducer().setProperty("size", 2).send(topic, "large");

    JMSContext second = client(client);
    JMSConsumer consumer = second.createDurableConsumer(topic, "subscription", "size > 1", false);

    assertThat(receiveText(consumer)).isEqualTo("large");
    assertThat(consumer.receiveNoWait()).isNull();
    consumer.close();
    second.unsubscribe("subscription");
  }

  @Test
  void anotherSelectorOrTopicIsAnotherSubscription() throws Exception {
    JMSContext context = client(name());
    context.createDurableConsumer(topic, "subscription").close();
    publish("old");

    context.createDurableConsumer(topic, "subscription", "size > 1", false).close();
    publisher.createProducer().setProperty("size", 2).send(topic, "old too");
    Topic other = context.createTopic(address("amq.topic", name()));
    JMSConsumer consumer = context.createDurableConsumer(other, "subscription");
    publish("still old");
    publisher.createProducer().send(other, "new");

    assertThat(receiveText(consumer)).isEqualTo("new");
    consumer.close();
    context.unsubscribe("subscription");
  }

  @Test
  void aDurableSubscriptionIsItsClients() throws Exception {
    JMSContext one = client(name());
    JMSContext two = client(name());
    JMSConsumer first = one.createDurableConsumer(topic, "subscription");
    JMSConsumer second = two.createDurableConsumer(topic, "subscription");

    publish("m");

    assertThat(receiveText(first)).isEqualTo("m");
    assertThat(receiveText(second)).isEqualTo("m");
    first.close();
    one.unsubscribe("subscription");
    second.close();
    two.unsubscribe("subscription");
  }

  @Test
  void whatIsNoSubscriptionCannotBeUnsubscribed() {
    JMSContext context = client(name());

    assertThatThrownBy(() -> context.unsubscribe("none"))
        .isInstanceOf(InvalidDestinationRuntimeException.class);
  }

  @Test
  void aSubscriptionInUseStays() throws Exception {
    String subscription = name();
    JMSContext one = context();
    JMSConsumer consumer = one.createSharedDurableConsumer(topic, subscription);
    JMSContext two = context();

    assertThatThrownBy(() -> two.unsubscribe(subscription)).isInstanceOf(JMSRuntimeException.class);

    publish("m");
    assertThat(receiveText(consumer)).isEqualTo("m");
    consumer.close();
    two.unsubscribe(subscription);
  }

  @Test
  void aSharedSubscriptionInUseHasOneTopic() throws Exception {
    String subscription = name();
    JMSContext one = context();
    JMSConsumer consumer = one.createSharedConsumer(topic, subscription);
    JMSContext two = context();
    Topic other = two.createTopic(address("amq.topic", name()));

    assertThatThrownBy(() -> two.createSharedConsumer(other, subscription))
        .isInstanceOf(JMSRuntimeException.class);

    publish("m");
    assertThat(receiveText(consumer)).isEqualTo("m");
  }

  @Test
  void aSelectorChoosesFromATopic() throws Exception {
    JMSConsumer consumer = context().createConsumer(topic, "size > 1");
    publisher.createProducer().setProperty("size", 1).send(topic, "small");
    publisher.createProducer().setProperty("size", 2).send(topic, "large");

    assertThat(receiveText(consumer)).isEqualTo("large");
  }
}

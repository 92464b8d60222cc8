package io.warrenmq.server.clients.spring;

import io.warrenmq.server.clients.BrokerUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/** A connection factory, an admin and a template as Spring Boot makes them, for each test. */
abstract class SpringTest {
  protected CachingConnectionFactory connections;
  protected RabbitAdmin admin;
  protected RabbitTemplate template;
  private final List<AbstractMessageListenerContainer> containers = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();

  @BeforeEach
  void connect() {
    BrokerUnderTest broker = BrokerUnderTest.get();
    connections = new CachingConnectionFactory(broker.host(), broker.port());
    connections.setUsername("guest");
    connections.setPassword("guest");
    connections.setPublisherConfirmType(ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    admin = new RabbitAdmin(connections);
    template = new RabbitTemplate(connections);
    template.setReceiveTimeout(20_000);
    template.setReplyTimeout(20_000);
  }

  @AfterEach
  void disconnect() {
    containers.forEach(AbstractMessageListenerContainer::stop);
    queues.forEach(admin::deleteQueue);
    template.stop();
    connections.destroy();
  }

  protected String queue() {
    return declare(new Queue("spring-" + UUID.randomUUID()));
  }

  protected String declare(Queue queue) {
    admin.declareQueue(queue);
    queues.add(queue.getName());
    return queue.getName();
  }

  /** Starts a container of the given kind that listens on {@code queue}. */
  protected AbstractMessageListenerContainer listen(
      boolean direct, String queue, MessageListener listener) {
    AbstractMessageListenerContainer container = direct ? direct() : simple();
    container.setQueueNames(queue);
    container.setMessageListener(listener);
    container.setDefaultRequeueRejected(true);
    container.afterPropertiesSet();
    containers.add(container);
    container.start();
    return container;
  }

  private AbstractMessageListenerContainer direct() {
    DirectMessageListenerContainer container = new DirectMessageListenerContainer(connections);
    container.setConsumersPerQueue(2);
    return container;
  }

  private AbstractMessageListenerContainer simple() {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setConcurrentConsumers(2);
    container.setReceiveTimeout(100);
    return container;
  }
}

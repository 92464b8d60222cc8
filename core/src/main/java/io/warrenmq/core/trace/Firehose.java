package io.warrenmq.core.trace;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.routing.InternalPublisher;
import io.warrenmq.core.vhost.Vhost;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Publishes a copy of each message that comes into a vhost or leaves it to the exchange {@code
 * amq.rabbitmq.trace}: with {@code publish.} and the exchange, or {@code deliver.} and the queue,
 * as routing key, and RabbitMQ's headers. What was published there itself is not copied again.
 */
final class Firehose implements MessageInterceptor {
  private static final String EXCHANGE = "amq.rabbitmq.trace";

  /** Who publishes what the broker has to say. */
  static final Principal BROKER = new Principal(EventDispatcher.BROKER, Set.of());

  private final Vhost vhost;
  private final String node;
  private final BasicFormat format;
  private final Function<Loop, InternalPublisher> publishers;

  /**
   * Creates the firehose of a vhost.
   *
   * @param node the node's name
   * @param format of the copies
   * @param publishers what publishes on a loop
   */
  Firehose(
      Vhost vhost, String node, BasicFormat format, Function<Loop, InternalPublisher> publishers) {
    this.vhost = vhost;
    this.node = node;
    this.format = format;
    this.publishers = publishers;
  }

  @Override
  public String name() {
    return "firehose";
  }

  @Override
  public void onRouted(InterceptedSession session, Message message, List<String> queues) {
    if (isCopy(message)) {
      return;
    }
    Message shown = message.in(format);
    Map<String, Object> headers = headers(session, shown, -1);
    headers.put("routed_queues", queues);
    publish(session.loop(), "publish." + message.exchange(), headers, shown);
  }

  @Override
  public Delivery onDelivery(InterceptedSession session, Delivery delivery, boolean settled) {
    Message message = delivery.message();
    if (!isCopy(message)) {
      Message shown = message.in(format);
      Map<String, Object> headers = headers(session, shown, delivery.deliveryCount());
      headers.put("redelivered", delivery.isRedelivered() ? 1 : 0);
      publish(session.loop(), "deliver." + delivery.queueName(), headers, shown);
    }
    return delivery;
  }

  private static boolean isCopy(Message message) {
    return message.exchange().equals(EXCHANGE);
  }

  /** What RabbitMQ tells of a message, which is of this format. */
  private Map<String, Object> headers(
      InterceptedSession session, Message message, int deliveryCount) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("exchange_name", message.exchange());
    headers.put("routing_keys", message.routingKeys());
    headers.put("properties", format.properties(message, deliveryCount));
    headers.put("node", node);
    headers.put("vhost", vhost.name());
    headers.put("connection", session.connection().name());
    headers.put("channel", session.sessionNumber());
    headers.put("user", session.connection().principal().name());
    return headers;
  }

  private void publish(Loop loop, String key, Map<String, Object> headers, Message shown) {
    Exchange exchange = vhost.exchange(EXCHANGE);
    if (exchange == null) {
      return; // The vhost is being deleted.
    }
    byte[] body = Arrays.copyOfRange(shown.bytes(), shown.headerLength(), shown.bytes().length);
    publishers.apply(loop).publish(vhost, exchange, copy(loop, key, headers, body));
  }

  private Message copy(Loop loop, String key, Map<String, Object> headers, byte[] body) {
    long nowMs = loop.clock().wallMs();
    try {
      return format.publish(BROKER, nowMs, EXCHANGE, key, Map.of("headers", headers), body);
    } catch (BrokerException e) { // Too much, with the message's own properties in a header.
      headers.remove("properties");
      headers.remove("routed_queues");
      return format.publish(BROKER, nowMs, EXCHANGE, key, Map.of("headers", headers), body);
    }
  }
}

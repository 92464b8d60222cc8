package io.warrenmq.server.clients.matrix;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.LongString;
import io.warrenmq.server.clients.Close;
import io.warrenmq.server.clients.Inbox;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** RabbitMQ's client for Java. */
final class Amqp091Client implements Client {
  private final Connection connection;
  private final Channel channel;
  private final Inbox inbox;

  Amqp091Client(Connection connection) throws Exception {
    this.connection = connection;
    channel = connection.createChannel();
    channel.confirmSelect();
    inbox = new Inbox(channel);
  }

  @Override
  public void publish(Target target, Fields fields, byte[] body) throws Exception {
    channel.basicPublish(target.exchange(), target.key(), properties(fields), body);
    channel.waitForConfirmsOrDie(1000L * PATIENCE_SECONDS);
  }

  private static BasicProperties properties(Fields fields) throws Exception {
    BasicProperties.Builder properties = new BasicProperties.Builder();
    fields.ifThere(Fields.CONTENT_TYPE, properties::contentType);
    fields.ifThere(Fields.CONTENT_ENCODING, properties::contentEncoding);
    fields.ifThere(Fields.MESSAGE_ID, properties::messageId);
    fields.ifThere(Fields.CORRELATION_ID, properties::correlationId);
    fields.ifThere(Fields.REPLY_TO, properties::replyTo);
    fields.ifThere(Fields.DURABLE, mode -> properties.deliveryMode(Integer.valueOf(mode)));
    fields.ifThere(Fields.PRIORITY, priority -> properties.priority(Integer.valueOf(priority)));
    fields.ifThere(Fields.EXPIRY, properties::expiration);
    fields.ifThere(
        Fields.TIME, time -> properties.timestamp(new Date(1000 * Long.parseLong(time))));
    fields.ifThere(Fields.TYPE, properties::type);
    fields.ifThere(Fields.USER_ID, properties::userId);
    fields.ifThere(Fields.APP_ID, properties::appId);
    if (!fields.headers().isEmpty()) {
      properties.headers(fields.headers());
    }
    return properties.build();
  }

  @Override
  public String listen(Channel admin, String key) throws Exception {
    String queue = "matrix-" + UUID.randomUUID();
    channel.queueDeclare(queue, false, true, true, null);
    channel.queueBind(queue, Target.TOPICS, key);
    channel.queueBind(queue, Target.TOPICS, queue);
    channel.basicConsume(queue, true, inbox);
    return queue;
  }

  @Override
  public Arrived next() throws Exception {
    Delivery delivery = inbox.next();
    BasicProperties properties = delivery.getProperties();
    String exchange = delivery.getEnvelope().getExchange();
    Date time = properties.getTimestamp();
    Fields fields =
        new Fields()
            .put(
                Fields.DESTINATION,
                Expected.address091(exchange, delivery.getEnvelope().getRoutingKey()))
            .put(Fields.CONTENT_TYPE, properties.getContentType())
            .put(Fields.CONTENT_ENCODING, properties.getContentEncoding())
            .put(Fields.MESSAGE_ID, properties.getMessageId())
            .put(Fields.CORRELATION_ID, properties.getCorrelationId())
            .put(Fields.REPLY_TO, properties.getReplyTo())
            .put(Fields.DURABLE, properties.getDeliveryMode())
            .put(Fields.PRIORITY, properties.getPriority())
            .put(Fields.EXPIRY, properties.getExpiration())
            .put(Fields.TIME, time == null ? null : time.getTime() / 1000)
            .put(Fields.TYPE, properties.getType())
            .put(Fields.USER_ID, properties.getUserId())
            .put(Fields.APP_ID, properties.getAppId());
    Map<String, Object> headers = properties.getHeaders();
    if (headers != null) {
      headers.forEach(
          (name, value) ->
              fields.put(
                  Fields.header(name), value instanceof LongString text ? text.toString() : value));
    }
    return new Arrived(fields, delivery.getBody());
  }

  @Override
  public String refusedPublish(Target target) throws Exception {
    return refused(c -> c.basicPublish(target.exchange(), target.key(), null, new byte[0]));
  }

  @Override
  public String refusedConsume(Target source) throws Exception {
    return refused(
        c -> {
          String queue = source.key();
          if (!source.isQueue()) {
            queue =
                c.queueDeclare("limited-" + UUID.randomUUID(), false, true, true, null).getQueue();
            c.queueBind(queue, source.exchange(), source.key());
          }
          c.basicConsume(queue, true, inbox);
        });
  }

  private String refused(Close.Act act) throws Exception {
    Close close = Close.of(connection, act);
    return "%s.close %d, %s".formatted(close.scope(), close.code(), close.text());
  }

  @Override
  public void close() {
    connection.abort();
  }
}

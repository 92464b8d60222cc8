package io.warrenmq.server.clients.matrix;

import static io.warrenmq.server.clients.matrix.Protocol.AMQP_091;
import static io.warrenmq.server.clients.matrix.Protocol.AMQP_10;
import static io.warrenmq.server.clients.matrix.Protocol.MQTT;
import static io.warrenmq.server.clients.matrix.Protocol.STOMP;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is sent, and what of it arrives. Stateless. */
final class Expected {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
  private static final String PLAIN = "text/plain";
  private static final String TOPIC_091 = "/exchanges/amq.topic/replies.a";
  private static final String TOPIC_MQTT = "replies/a";
  private static final String TOPIC_STOMP = "/topic/replies.a";

  private Expected() {}

  /** Which messages of a publisher have a row. */
  enum Sample {
    /** The first message. */
    FIRST,
    /** The second, with other values. */
    SECOND,
    /** One that says nothing of itself. */
    BARE
  }

  /**
   * A field of a message.
   *
   * @param samples the messages that have it
   * @param sent in the publisher's terms; {@code null} if consumers alone see the field
   * @param arrives in the terms of each protocol, in their order; {@code null} for nothing
   */
  record Row(
      String field, List<Sample> samples, @Nullable Object sent, List<@Nullable Object> arrives) {
    @Nullable Object arrives(Protocol consumer) {
      return arrives.get(consumer.ordinal());
    }
  }

  private static Row row(
      String field,
      @Nullable Object sent,
      @Nullable Object to091,
      @Nullable Object to10,
      @Nullable Object toMqtt,
      @Nullable Object toStomp) {
    return new Row(
        field,
        List.of(Sample.FIRST, Sample.SECOND),
        sent,
        Collections.unmodifiableList(Arrays.asList(to091, to10, toMqtt, toStomp)));
  }

  private static Row in(Sample sample, Row row) {
    return new Row(row.field(), List.of(sample), row.sent(), row.arrives());
  }

  /** One that is the same everywhere. */
  private static Row same(String field, Object sent) {
    return row(field, sent, sent, sent, sent, sent);
  }

  /** One that is the same everywhere but in MQTT, which has no place for it. */
  private static Row notInMqtt(String field, String sent) {
    return row(field, sent, sent, sent, null, sent);
  }

  private static final List<Row> FROM_AMQP_091 =
      List.of(
          same(Fields.CONTENT_TYPE, PLAIN),
          notInMqtt(Fields.CONTENT_ENCODING, "test"),
          notInMqtt(Fields.MESSAGE_ID, "m-1"),
          row(Fields.CORRELATION_ID, "c-1", "c-1", "c-1", "c-1", "c-1"),
          in(
              Sample.FIRST,
              row(
                  Fields.REPLY_TO,
                  "replies",
                  "replies",
                  "/queues/replies",
                  null,
                  "/reply-queue/replies")),
          in(
              Sample.SECOND,
              row(Fields.REPLY_TO, TOPIC_091, TOPIC_091, TOPIC_091, TOPIC_MQTT, TOPIC_STOMP)),
          row(Fields.DURABLE, "2", "2", "true", "QoS 1", "true"),
          in(Sample.BARE, row(Fields.DURABLE, null, null, "false", "QoS 0", null)),
          notInMqtt(Fields.PRIORITY, "5"),
          row(Fields.EXPIRY, "60000", "60000", "60000", "60", "60000"),
          row(Fields.TIME, "1700000000", "1700000000", "1700000000000", null, "1700000000"),
          notInMqtt(Fields.TYPE, "greeting"),
          notInMqtt(Fields.USER_ID, "guest"),
          notInMqtt(Fields.APP_ID, "app"),
          same(Fields.header("text"), "grüße"),
          row(Fields.header("number"), 42, 42, 42, "42", "42"),
          row(Fields.header("truth"), true, true, true, "true", "true"),
          row(Fields.header("list"), List.of(1), List.of(1), null, null, null),
          same(Fields.header("x-own"), "own"));

  private static final List<Row> FROM_AMQP_10 =
      List.of(
          same(Fields.CONTENT_TYPE, PLAIN),
          notInMqtt(Fields.CONTENT_ENCODING, "test"),
          notInMqtt(Fields.MESSAGE_ID, "m-1"),
          same(Fields.CORRELATION_ID, "c-1"),
          in(
              Sample.FIRST,
              row(
                  Fields.REPLY_TO,
                  "/queues/replies",
                  "replies",
                  "/queues/replies",
                  null,
                  "/reply-queue/replies")),
          in(
              Sample.SECOND,
              row(Fields.REPLY_TO, TOPIC_091, TOPIC_091, TOPIC_091, TOPIC_MQTT, TOPIC_STOMP)),
          row(Fields.DURABLE, "true", "2", "true", "QoS 1", "true"),
          in(Sample.BARE, row(Fields.DURABLE, null, "1", "false", "QoS 1", null)),
          notInMqtt(Fields.PRIORITY, "5"),
          row(Fields.EXPIRY, "60000", "60000", "60000", "60", "60000"),
          row(Fields.TIME, "1700000000000", "1700000000", "1700000000000", null, "1700000000"),
          notInMqtt(Fields.TYPE, "greeting"),
          notInMqtt(Fields.USER_ID, "guest"),
          notInMqtt(Fields.APP_ID, "app"),
          row(Fields.SUBJECT, "subject", null, "subject", null, null),
          same(Fields.header("text"), "grüße"),
          row(Fields.header("number"), 42, 42, 42, "42", "42"),
          row(Fields.header("truth"), true, true, true, "true", "true"),
          row(Fields.header("uuid"), ID, null, ID, ID.toString(), ID.toString()),
          same(Fields.header("x-own"), "own"));

  private static final List<Row> FROM_MQTT =
      List.of(
          same(Fields.CONTENT_TYPE, PLAIN),
          row(Fields.CORRELATION_ID, "c-1", "c-1", "c-1 as bytes", "c-1", "c-1"),
          row(Fields.REPLY_TO, TOPIC_MQTT, null, TOPIC_091, TOPIC_MQTT, TOPIC_STOMP),
          row(Fields.header("x-reply-to-topic"), null, "replies.a", "replies.a", null, "replies.a"),
          in(Sample.FIRST, row(Fields.DURABLE, "QoS 1", "2", "true", "QoS 1", "true")),
          in(Sample.SECOND, row(Fields.DURABLE, "QoS 2", "2", "true", "QoS 2", "true")),
          in(Sample.BARE, row(Fields.DURABLE, null, "1", "false", "QoS 0", null)),
          row(Fields.EXPIRY, "60", "60000", "60000", "60", "60000"),
          same(Fields.header("text"), "grüße"),
          same(Fields.header("number"), "42"),
          same(Fields.header("x-own"), "own"));

  private static final List<Row> FROM_STOMP =
      List.of(
          same(Fields.CONTENT_TYPE, PLAIN),
          notInMqtt(Fields.CONTENT_ENCODING, "test"),
          notInMqtt(Fields.MESSAGE_ID, "m-1"),
          same(Fields.CORRELATION_ID, "c-1"),
          in(
              Sample.FIRST,
              row(
                  Fields.REPLY_TO,
                  "/queue/replies",
                  "replies",
                  "/queues/replies",
                  null,
                  "/queue/replies")),
          in(
              Sample.SECOND,
              row(Fields.REPLY_TO, TOPIC_STOMP, TOPIC_091, TOPIC_091, TOPIC_MQTT, TOPIC_STOMP)),
          row(Fields.DURABLE, "true", "2", "true", "QoS 1", "true"),
          in(Sample.BARE, row(Fields.DURABLE, null, "1", "false", "QoS 0", null)),
          notInMqtt(Fields.PRIORITY, "5"),
          row(Fields.EXPIRY, "60000", "60000", "60000", "60", "60000"),
          row(Fields.TIME, "1700000000", "1700000000", "1700000000000", null, "1700000000"),
          notInMqtt(Fields.TYPE, "greeting"),
          notInMqtt(Fields.USER_ID, "guest"),
          notInMqtt(Fields.APP_ID, "app"),
          same(Fields.header("text"), "grüße: ja"),
          same(Fields.header("number"), "42"),
          same(Fields.header("x-own"), "own"));

  static List<Row> rows(Protocol publisher) {
    return switch (publisher) {
      case AMQP_091 -> FROM_AMQP_091;
      case AMQP_10 -> FROM_AMQP_10;
      case MQTT -> FROM_MQTT;
      case STOMP -> FROM_STOMP;
    };
  }

  /** A message's fields as they are sent. */
  static Fields sent(Protocol publisher, Sample sample) {
    Fields fields = new Fields();
    rows(publisher).stream()
        .filter(row -> row.samples().contains(sample))
        .forEach(row -> fields.put(row.field(), row.sent()));
    return fields;
  }

  /** The fields that a consumer sees of it, and no others. */
  static Map<String, Object> arrives(
      Protocol publisher, Protocol consumer, Sample sample, Target target) {
    Fields fields = new Fields();
    fields.put(Fields.DESTINATION, destination(publisher, consumer, target));
    rows(publisher).stream()
        .filter(row -> row.samples().contains(sample))
        .forEach(row -> fields.put(row.field(), row.arrives(consumer)));
    return fields.values();
  }

  // ---- where a message was sent to

  /** MQTT reaches a queue by a topic that leads to it. */
  static String destination(Protocol publisher, Protocol consumer, Target target) {
    Target sentTo = publisher == MQTT ? Target.topic(target.key()) : target;
    return switch (consumer) {
      case AMQP_091 -> address091(sentTo.exchange(), sentTo.key());
      case AMQP_10 -> address10(sentTo.exchange(), sentTo.key());
      case MQTT -> topicMqtt(sentTo);
      case STOMP -> addressStomp(sentTo);
    };
  }

  static String address091(String exchange, String key) {
    return "exchange " + (exchange.isEmpty() ? "\"\"" : exchange) + ", key " + key;
  }

  static String address10(String exchange, String key) {
    return "x-exchange " + (exchange.isEmpty() ? "\"\"" : exchange) + ", x-routing-key " + key;
  }

  static String topicMqtt(Target target) {
    return target.key().replace('.', '/');
  }

  static String addressStomp(Target target) {
    return target.isQueue()
        ? "/queue/" + target.key()
        : target.exchange().equals(Target.TOPICS)
            ? "/topic/" + target.key()
            : "/exchange/" + target.exchange() + "/" + target.key();
  }
}

package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.mqtt.topic.TopicKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a message of MQTT is to other protocols, and theirs to it. */
class MqttFormatTest {
  private static final MqttFormat FORMAT =
      new MqttFormat(new ReplyTopics("amq.topic", new TopicKeys(false)));
  private static final byte[] CLIENT = "sensor".getBytes(UTF_8);

  @Test
  void keepsQosRetainAndPublisher() {
    Message message = published(2, properties -> {});

    assertThat(PublishHeader.qos(message)).isEqualTo(2);
    assertThat(PublishHeader.isRetain(message)).isTrue();
    assertThat(PublishHeader.isFrom(message, CLIENT)).isTrue();
    assertThat(PublishHeader.isFrom(message, "sensos".getBytes(UTF_8))).isFalse();
    assertThat(PublishHeader.isFrom(message, "sensor1".getBytes(UTF_8))).isFalse();
    assertThat(message.bodyLength()).isEqualTo("payload".length());
  }

  @Test
  void becomesCanonical() {
    Message message =
        published(
            1,
            properties -> {
              properties.text(PropertyId.CONTENT_TYPE, "text/plain");
              properties.text(PropertyId.RESPONSE_TOPIC, "answers/a b");
              properties.binary(PropertyId.CORRELATION_DATA, new byte[] {1, -1});
              properties.user("colour", "red");
              properties.user("colour", "green");
              properties.user("x-trace", "7");
              properties.user("x-é", "8");
            });

    CanonicalMessage canonical = FORMAT.toCanonical(message);

    assertThat(canonical.durable()).isTrue();
    assertThat(canonical.ttlMs()).isEqualTo(5000);
    assertThat(canonical.properties().contentType()).isEqualTo("text/plain");
    assertThat(canonical.properties().replyTo()).isEqualTo("/exchanges/amq.topic/answers.a%20b");
    assertThat(canonical.properties().correlationId()).isEqualTo(new Binary(new byte[] {1, -1}));
    assertThat(canonical.applicationProperties())
        .containsExactly(Map.entry("colour", "red"), Map.entry("x-é", "8"));
    assertThat(canonical.messageAnnotations())
        .containsOnly(Map.entry("x-trace", "7"), Map.entry("x-reply-to-topic", "answers.a b"));
    assertThat(canonical.body())
        .isEqualTo(new Data(List.of(new Binary("payload".getBytes(UTF_8)))));
  }

  @Test
  void theWayThereAndBackChangesNothingButThePublisher() {
    Message message =
        published(
            1,
            properties -> {
              properties.text(PropertyId.CONTENT_TYPE, "text/plain");
              properties.text(PropertyId.RESPONSE_TOPIC, "a/b");
              properties.binary(PropertyId.CORRELATION_DATA, new byte[] {0, 1, 2});
              properties.user("colour", "red");
              properties.user("x-trace", "7");
            });

    Message back = FORMAT.fromCanonical(message, FORMAT.toCanonical(message));

    assertThat(all(back)).isEqualTo(all(message));
    assertThat(PublishHeader.qos(back)).isEqualTo(1);
    assertThat(PublishHeader.isFrom(back, new byte[0])).isTrue();
    assertThat(back.routingKey()).isEqualTo(message.routingKey());
    assertThat(back.ttlMs()).isEqualTo(5000);
    assertThat(body(back)).isEqualTo("payload");
  }

  @Test
  void aContentTypeThatIsNoSymbolIsLeftOut() {
    Message message =
        published(0, properties -> properties.text(PropertyId.CONTENT_TYPE, "tëxt/plain"));

    assertThat(FORMAT.toCanonical(message).properties().contentType()).isNull();
    assertThat(FORMAT.toCanonical(message).durable()).isFalse();
  }

  @Test
  void aCorrelationThatIsAUuidIsOne() {
    UUID uuid = new UUID(1, 2);
    byte[] urn = ("urn:uuid:" + uuid).getBytes(UTF_8);
    Message message =
        published(1, properties -> properties.binary(PropertyId.CORRELATION_DATA, urn));

    CanonicalMessage canonical = FORMAT.toCanonical(message);

    assertThat(canonical.properties().correlationId()).isEqualTo(uuid);
    assertThat(all(FORMAT.fromCanonical(message, canonical)))
        .containsExactly("9: " + new Binary(urn));
  }

  @Test
  void valuesOfOtherProtocolsBecomeText() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("text", "t");
    values.put("symbol", new Symbol("s"));
    values.put("long", -5L);
    values.put("ulong", Unsigned.ulong(-1));
    values.put("double", 1.5);
    values.put("flag", true);
    values.put("time", new Timestamp(1999));
    values.put("void", null);
    values.put("bytes", new Binary(new byte[1]));
    values.put("list", List.of(1));
    values.put("nul", "a\0b");
    Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
    annotations.put("x-opt-a", "1");
    annotations.put("x-basic-type", "hidden");
    annotations.put("x-exchange", "hidden");

    Message message =
        FORMAT.fromCanonical(published(0, properties -> {}), canonical(values, annotations, null));

    assertThat(all(message))
        .containsExactly(
            "text=t",
            "symbol=s",
            "long=-5",
            "ulong=18446744073709551615",
            "double=1.5",
            "flag=true",
            "time=1",
            "void=",
            "x-opt-a=1");
  }

  @Test
  void addressesOfTheTopicExchangeAreResponseTopics() {
    assertThat(replyTo("/exchanges/amq.topic/a.b%2Fc")).containsExactly("8: a/b.c");
    assertThat(replyTo("/exchanges/amq.topic/a.%23")).isEmpty(); // No topic has wildcards.
    assertThat(replyTo("/exchanges/other/a")).isEmpty();
    assertThat(replyTo("/queues/q")).isEmpty();
    assertThat(replyTo("/exchanges/amq.topic/%G0")).isEmpty();
  }

  private static List<String> replyTo(String address) {
    return all(
        FORMAT.fromCanonical(
            published(0, properties -> {}), canonical(Map.of(), Map.of(), address)));
  }

  @Test
  void showsItsDeaths() {
    Death death = new Death("q", DeathReason.EXPIRED, 1, 10, 10, "amq.topic", List.of("a.b"), 5000);
    Message message =
        published(1, properties -> properties.user("colour", "red"))
            .annotate(new Annotations(List.of(death), death, true, Map.of()));

    assertThat(FORMAT.headers(message))
        .containsEntry("colour", "red")
        .containsEntry("x-first-death-reason", "expired")
        .containsEntry("x-last-death-queue", "q");
    CanonicalMessage canonical = FORMAT.toCanonical(message);
    assertThat(canonical.ttlMs()).isEqualTo(-1);
    assertThat(canonical.messageAnnotations()).containsKey("x-opt-deaths");
  }

  @Test
  void correlationDataThatIsTextIsText() {
    Message text =
        published(1, properties -> properties.text(PropertyId.CORRELATION_DATA, "request 7"));
    Message bytes =
        published(1, properties -> properties.binary(PropertyId.CORRELATION_DATA, new byte[] {-1}));

    assertThat(FORMAT.property(text, Property.CORRELATION_ID)).isEqualTo("request 7");
    assertThat(FORMAT.property(bytes, Property.CORRELATION_ID))
        .isEqualTo(new Binary(new byte[] {-1}));
    assertThat(FORMAT.property(text, Property.MESSAGE_ID)).isNull();
    assertThat(FORMAT.property(published(0, properties -> {}), Property.CORRELATION_ID)).isNull();
  }

  @Test
  void readsPropertiesForFilters() {
    Message message =
        published(
            1,
            properties -> {
              properties.user("colour", "red");
              properties.text(PropertyId.CONTENT_TYPE, "text/plain");
              properties.text(PropertyId.RESPONSE_TOPIC, "a/b c");
              properties.text(PropertyId.CORRELATION_DATA, "request 7");
            });

    Map<Property, Object> found = new LinkedHashMap<>();
    for (Property property : Property.values()) {
      Object value = FORMAT.property(message, property);
      if (value != null) {
        found.put(property, value);
      }
    }
    assertThat(found)
        .containsOnly(
            Map.entry(Property.REPLY_TO, "/exchanges/amq.topic/a.b%20c"),
            Map.entry(Property.CORRELATION_ID, "request 7"),
            Map.entry(Property.CONTENT_TYPE, "text/plain"));
    Message noSymbol = published(1, properties -> properties.text(PropertyId.CONTENT_TYPE, "é"));
    assertThat(FORMAT.property(noSymbol, Property.CONTENT_TYPE)).isNull();
  }

  @Test
  void findsOneHeaderAsItShowsAll() {
    Death death = new Death("q", DeathReason.EXPIRED, 1, 10, 10, "amq.topic", List.of("a.b"), 5000);
    Message message =
        published(
            1,
            properties -> {
              properties.text(PropertyId.CONTENT_TYPE, "colour");
              properties.user("colour", "red");
              properties.user("colour", "green");
              properties.user("é", "accent");
              properties.user("", "empty");
              properties.user("x-last-death-queue", "forged");
            });
    Message dead =
        message.annotate(new Annotations(List.of(death), death, true, Map.of("x-more", 7L)));

    assertThat(FORMAT.headers(message))
        .hasSize(4)
        .allSatisfy((name, value) -> assertThat(FORMAT.header(message, name)).isEqualTo(value));
    assertThat(FORMAT.header(message, "colou")).isNull();
    assertThat(FORMAT.header(message, "colours")).isNull();
    assertThat(FORMAT.headers(dead))
        .containsEntry("x-last-death-queue", "q")
        .containsEntry("x-more", 7L)
        .allSatisfy((name, value) -> assertThat(FORMAT.header(dead, name)).isEqualTo(value));
  }

  // ---- messages ----

  private static Message published(int qos, Consumer<PropertyWriter> properties) {
    PropertyWriter writer = new PropertyWriter();
    properties.accept(writer);
    byte[] bytes = writer.bytes();
    byte[] payload = "payload".getBytes(UTF_8);
    int headerLength = PublishHeader.length(CLIENT, bytes.length);
    byte[] all = new byte[headerLength + payload.length];
    int at = PublishHeader.write(all, qos, true, CLIENT);
    System.arraycopy(bytes, 0, all, at, bytes.length);
    System.arraycopy(payload, 0, all, headerLength, payload.length);
    return new Message(
        FORMAT,
        all,
        headerLength,
        qos > 0,
        Message.NO_PRIORITY,
        5000,
        1,
        "amq.topic",
        "a.b",
        List.of());
  }

  private static CanonicalMessage canonical(
      Map<String, @Nullable Object> values,
      Map<String, @Nullable Object> annotations,
      @Nullable String replyTo) {
    return new CanonicalMessage(
        false,
        -1,
        -1,
        annotations,
        new Properties(
            null, null, null, null, replyTo, null, null, null, null, null, null, null, null),
        values,
        new Data(List.of()));
  }

  private static List<String> all(Message message) {
    List<String> all = new ArrayList<>();
    PropertyCursor properties = PropertyCursor.of(message);
    while (properties.next()) {
      all.add(
          switch (properties.id()) {
            case PropertyId.USER_PROPERTY -> properties.name() + "=" + properties.text();
            case PropertyId.CORRELATION_DATA -> "9: " + new Binary(properties.binary());
            default -> properties.id() + ": " + properties.text();
          });
    }
    return all;
  }

  private static String body(Message message) {
    return new String(message.bytes(), message.headerLength(), message.bodyLength(), UTF_8);
  }
}

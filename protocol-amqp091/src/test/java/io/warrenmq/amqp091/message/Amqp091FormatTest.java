package io.warrenmq.amqp091.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.VoidValue;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class Amqp091FormatTest {
  private static final Amqp091Format FORMAT = Amqp091Format.INSTANCE;

  private static Message message(BasicProperties properties, String body) {
    byte[] header = properties.encode();
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(header, header.length + content.length);
    System.arraycopy(content, 0, bytes, header.length, content.length);
    PublishedHeader published = new PublishedHeader();
    published.read(bytes, header.length);
    return published.toMessage(1000, "x", "k");
  }

  private static BasicProperties delivered(Message message, int deliveryCount) {
    byte[] header = FORMAT.deliveredHeader(message, deliveryCount);
    return BasicProperties.decode(
        header, 0, header == message.bytes() ? message.headerLength() : header.length);
  }

  private static Annotations died() {
    Death first =
        new Death("q1", DeathReason.EXPIRED, 2, 5_500, 9_000, "x", List.of("k", "cc"), 30);
    Death last = new Death("q2", DeathReason.REJECTED, 1, 9_999, 9_999, "y", List.of("l"), -1);
    return new Annotations(List.of(last, first), first, true, Map.of("x-more", 7L));
  }

  @Test
  void deliversUntouchedBytesWhenNothingWasAdded() {
    Message message = message(BasicProperties.builder().contentType("a/b").build(), "body");

    assertThat(FORMAT.deliveredHeader(message, 0)).isSameAs(message.bytes());
    assertThat(FORMAT.own(message)).isSameAs(message);
  }

  @Test
  void tellsOfDeathsInRabbitMqsForm() {
    BasicProperties original =
        BasicProperties.builder()
            .contentType("a/b")
            .headers(FieldTable.builder().put("kept", (byte) 1).put("x-death", "forged").build())
            .deliveryMode(2)
            .expiration("30")
            .timestamp(77L)
            .build();
    BasicProperties shown = delivered(message(original, "").annotate(died()), 3);

    assertThat(shown)
        .isEqualTo(original.toBuilder().expiration(null).headers(shown.headers()).build());
    FieldTable headers = shown.headers();
    assertThat(headers.get("kept")).isEqualTo((byte) 1);
    assertThat(headers.get("x-more")).isEqualTo(7L);
    assertThat(headers.get("x-delivery-count")).isEqualTo(3L);
    assertThat(headers.get("x-first-death-queue")).isEqualTo(LongString.of("q1"));
    assertThat(headers.get("x-last-death-reason")).isEqualTo(LongString.of("rejected"));
    assertThat(headers.get("x-last-death-exchange")).isEqualTo(LongString.of("y"));
    assertThat(headers.get("x-death"))
        .isEqualTo(
            List.of(
                FieldTable.builder()
                    .put("count", 1L)
                    .put("reason", "rejected")
                    .put("queue", "q2")
                    .put("time", new io.warrenmq.amqp091.wire.Timestamp(9))
                    .put("exchange", "y")
                    .put("routing-keys", List.of("l"))
                    .build(),
                FieldTable.builder()
                    .put("original-expiration", "30")
                    .put("count", 2L)
                    .put("reason", "expired")
                    .put("queue", "q1")
                    .put("time", new io.warrenmq.amqp091.wire.Timestamp(5))
                    .put("exchange", "x")
                    .put("routing-keys", List.of("k", "cc"))
                    .build()));
  }

  @Test
  void addsHeadersWhereThereWereNone() {
    FieldTable headers = delivered(message(BasicProperties.EMPTY, ""), 1).headers();

    assertThat(headers).isEqualTo(FieldTable.builder().put("x-delivery-count", 1L).build());
  }

  @Test
  void readsHeadersAndPropertiesForExchanges() {
    Message message =
        message(
            BasicProperties.builder()
                .headers(
                    FieldTable.builder()
                        .put("text", "t")
                        .put("nothing", VoidValue.VOID)
                        .put("bytes", LongString.ofBytes(new byte[] {(byte) 0xFF}))
                        .build())
                .correlationId("c")
                .timestamp(5L)
                .build(),
            "");

    assertThat(FORMAT.headers(message))
        .containsEntry("text", "t")
        .containsEntry("nothing", Arguments.VOID)
        .containsEntry("bytes", new Binary(new byte[] {(byte) 0xFF}));
    assertThat(FORMAT.header(message, "absent")).isNull();
    assertThat(FORMAT.property(message, MessageFormat.Property.CORRELATION_ID)).isEqualTo("c");
    assertThat(FORMAT.property(message, MessageFormat.Property.MESSAGE_ID)).isNull();
    assertThat(FORMAT.property(message, MessageFormat.Property.TIMESTAMP))
        .isEqualTo(new Timestamp(5000));
  }

  @Test
  void findsOneHeaderAsItShowsAll() {
    FieldTable.Builder table =
        FieldTable.builder()
            .put("first", "1")
            .put("first", "2")
            .put("é", "accent")
            .put("e", "plain")
            .put("broken", LongString.ofBytes(new byte[] {(byte) 0xFF}))
            .put("replacement", "\uFFFD")
            .put("n", 5)
            .put("void", VoidValue.VOID)
            .put("list", List.of(1, "a"))
            .put("x-last-death-queue", "forged")
            .put("n".repeat(200), true);
    Message message =
        message(
            BasicProperties.builder()
                .contentType("a/b")
                .contentEncoding("gzip")
                .headers(table.build())
                .priority(3)
                .build(),
            "body");

    assertThat(FORMAT.headers(message))
        .hasSize(10)
        .allSatisfy((name, value) -> assertThat(FORMAT.header(message, name)).isEqualTo(value));
    assertThat(FORMAT.header(message, "firs")).isNull();
    assertThat(FORMAT.header(message, "first1")).isNull();
    assertThat(FORMAT.header(message, "è")).isNull();
    Message dead = message.annotate(died());
    assertThat(FORMAT.headers(dead))
        .containsKeys("x-death", "x-more")
        .allSatisfy((name, value) -> assertThat(FORMAT.header(dead, name)).isEqualTo(value));
    assertThat(FORMAT.header(dead, "x-last-death-queue")).isEqualTo("q2");
  }

  @Test
  void readsPropertiesForFilters() {
    Message message =
        message(
            BasicProperties.builder()
                .contentType("a/b")
                .contentEncoding("gzip")
                .headers(FieldTable.builder().put("n", 5).build())
                .deliveryMode(2)
                .priority(3)
                .correlationId("c")
                .replyTo("my queue")
                .expiration("60000")
                .messageId("m")
                .timestamp(-2L)
                .type("t")
                .userId("u")
                .appId("app")
                .build(),
            "body");

    assertThat(properties(message))
        .containsOnly(
            Map.entry(Property.CONTENT_TYPE, "a/b"),
            Map.entry(Property.CONTENT_ENCODING, "gzip"),
            Map.entry(Property.CORRELATION_ID, "c"),
            Map.entry(Property.REPLY_TO, "/queues/my%20queue"),
            Map.entry(Property.MESSAGE_ID, "m"),
            Map.entry(Property.TIMESTAMP, new Timestamp(-2000)),
            Map.entry(Property.TYPE, "t"),
            Map.entry(Property.USER_ID, "u"),
            Map.entry(Property.GROUP_ID, "app"));
    assertThat(properties(message(BasicProperties.EMPTY, ""))).isEmpty();
    assertThat(properties(message(BasicProperties.builder().appId("app").build(), "")))
        .containsOnly(Map.entry(Property.GROUP_ID, "app"));
  }

  private static Map<Property, Object> properties(Message message) {
    Map<Property, Object> found = new EnumMap<>(Property.class);
    for (Property property : Property.values()) {
      Object value = FORMAT.property(message, property);
      if (value != null) {
        found.put(property, value);
      }
    }
    return found;
  }

  @Test
  void convertsToTheCanonicalForm() {
    CanonicalMessage canonical =
        FORMAT.toCanonical(
            message(
                    BasicProperties.builder()
                        .contentType("a/b")
                        .headers(
                            FieldTable.builder()
                                .put("n", 5)
                                .put("list", List.of(1))
                                .put("long", "y".repeat(256))
                                .put("void", VoidValue.VOID)
                                .put("x-list", List.of(1))
                                .put("CC", List.of("a"))
                                .build())
                        .deliveryMode(2)
                        .priority(3)
                        .replyTo("my queue")
                        .expiration("60000")
                        .messageId("urn:uuid:7e8f3a5c-0000-4000-8000-000000000001")
                        .correlationId("c1")
                        .timestamp(9L)
                        .type("t")
                        .userId("u")
                        .appId("app")
                        .build(),
                    "body")
                .annotate(new Annotations(died().deaths(), died().firstDeath(), false, Map.of())));

    assertThat(canonical.durable()).isTrue();
    assertThat(canonical.priority()).isEqualTo(3);
    assertThat(canonical.ttlMs()).isEqualTo(60_000);
    assertThat(canonical.properties())
        .isEqualTo(
            new CanonicalMessage.Properties(
                UUID.fromString("7e8f3a5c-0000-4000-8000-000000000001"),
                new Binary("u".getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                "/queues/my%20queue",
                "c1",
                "a/b",
                null,
                null,
                new Timestamp(9000),
                "app",
                null,
                null));
    assertThat(canonical.applicationProperties()).containsOnlyKeys("n", "long", "void");
    assertThat(canonical.applicationProperties()).containsEntry("n", 5).containsEntry("void", null);
    assertThat(canonical.applicationProperties().get("long")).isInstanceOf(Binary.class);
    assertThat(canonical.messageAnnotations())
        .containsEntry("x-basic-type", "t")
        .containsEntry("x-list", List.of(1))
        .containsEntry("x-cc", List.of("a"))
        .containsEntry("x-first-death-queue", "q1")
        .doesNotContainKey("x-death");
    assertThat((List<?>) canonical.messageAnnotations().get("x-opt-deaths"))
        .first()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry(new Symbol("count"), Unsigned.ulong(1));
    assertThat(canonical.body())
        .isEqualTo(
            new CanonicalMessage.Data(
                List.of(new Binary("body".getBytes(StandardCharsets.UTF_8)))));
  }

  @Test
  void comesBackFromTheCanonicalForm() {
    BasicProperties properties =
        BasicProperties.builder()
            .contentType("a/b")
            .contentEncoding("gzip")
            .headers(FieldTable.builder().put("n", 5).put("x-a", "b").build())
            .deliveryMode(2)
            .priority(3)
            .correlationId("c1")
            .replyTo("my queue/é")
            .expiration("60000")
            .messageId("urn:uuid:7e8f3a5c-0000-4000-8000-000000000001")
            .timestamp(9L)
            .type("t")
            .userId("u")
            .appId("app")
            .build();
    Message original = message(properties, "body");

    Message back = FORMAT.fromCanonical(original, FORMAT.toCanonical(original));
    assertThat(delivered(back, 0)).isEqualTo(properties);
    assertThat(back.bodyLength()).isEqualTo(4);
    assertThat(back.ttlMs()).isEqualTo(60_000);
    assertThat(back.routingKey()).isEqualTo("k");
  }

  @Test
  void movesIdentifiersThatDoNotFitIntoHeaders() {
    Message original = message(BasicProperties.EMPTY, "");
    CanonicalMessage content =
        new CanonicalMessage(
            false,
            -1,
            -1,
            Map.of("x-exchange", "hidden", "x-basic-type", "ty"),
            new CanonicalMessage.Properties(
                new Binary(new byte[] {1}),
                null,
                null,
                null,
                "/exchanges/e/k",
                Unsigned.ulong(-1),
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            Map.of("nan", Double.NaN, "u", Unsigned.ushort(7)),
            new CanonicalMessage.Value("text", null));

    Message converted = FORMAT.fromCanonical(original, content);
    BasicProperties shown = delivered(converted, 0);
    assertThat(shown.headers().size()).isEqualTo(2);
    assertThat(shown.headers().get("x-message-id"))
        .isEqualTo(io.warrenmq.amqp091.wire.ByteArray.ofBytes(new byte[] {1}));
    assertThat(shown.headers().get("u")).isEqualTo(new io.warrenmq.amqp091.wire.UnsignedShort(7));
    assertThat(shown.correlationId()).isEqualTo("18446744073709551615");
    assertThat(shown.replyTo()).isEqualTo("/exchanges/e/k");
    assertThat(shown.type()).isEqualTo("ty");
    assertThat(converted.bodyLength()).isEqualTo(4);
  }

  @Test
  void bytesAreACorrelationIdWhereTheMessagesFormatSaysThatTheyAreText() {
    Binary bytes = new Binary("c1".getBytes(StandardCharsets.UTF_8));
    CanonicalMessage content =
        new CanonicalMessage(
            false,
            -1,
            -1,
            Map.of(),
            new CanonicalMessage.Properties(
                null, null, null, null, null, bytes, null, null, null, null, null, null, null),
            Map.of(),
            new CanonicalMessage.Data(List.of()));

    Message text =
        FORMAT.fromCanonical(
            message(BasicProperties.builder().correlationId("c1").build(), ""), content);
    Message other = FORMAT.fromCanonical(message(BasicProperties.builder().build(), ""), content);

    assertThat(delivered(text, 0).correlationId()).isEqualTo("c1");
    assertThat(delivered(text, 0).headers()).isNull();
    assertThat(delivered(other, 0).correlationId()).isNull();
    assertThat(delivered(other, 0).headers().get("x-correlation-id")).isNotNull();
  }
}

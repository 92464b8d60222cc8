package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.AMQP_091;
import static io.warrenmq.server.conversion.Messages.amqp10;
import static io.warrenmq.server.conversion.Messages.body;
import static io.warrenmq.server.conversion.Messages.bytes;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.encoded;
import static io.warrenmq.server.conversion.Messages.properties091;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.withProperties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.ByteArray;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.Timestamp;
import io.warrenmq.amqp091.wire.UnsignedByte;
import io.warrenmq.amqp091.wire.UnsignedInt;
import io.warrenmq.amqp091.wire.UnsignedShort;
import io.warrenmq.amqp091.wire.VoidValue;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Amqp10ToAmqp091Test {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
  private static final BasicProperties TRANSIENT =
      BasicProperties.builder().deliveryMode(1).build();

  private static Arguments row(String name, int index, Object value, BasicProperties expected) {
    Object[] fields = new Object[index + 1];
    fields[index] = value;
    return Arguments.of(name, withProperties(fields), expected);
  }

  private static BasicProperties with(
      Function<BasicProperties.Builder, BasicProperties.Builder> change) {
    return change.apply(TRANSIENT.toBuilder()).build();
  }

  private static BasicProperties withHeader(String name, Object value) {
    return with(p -> p.headers(FieldTable.builder().put(name, value).build()));
  }

  static Stream<Arguments> properties() {
    String longText = "t".repeat(256);
    Binary noText = new Binary(new byte[] {(byte) 0xFF});
    return Stream.of(
        row("message-id text", 0, "m", with(p -> p.messageId("m"))),
        row(
            "message-id too long",
            0,
            longText,
            withHeader("x-message-id", LongString.of(longText))),
        row("message-id uuid", 0, ID, with(p -> p.messageId("urn:uuid:" + ID))),
        row(
            "message-id ulong",
            0,
            Unsigned.ulong(-1),
            with(p -> p.messageId("18446744073709551615"))),
        row(
            "message-id binary",
            0,
            bytes("m"),
            withHeader("x-message-id", ByteArray.ofBytes("m".getBytes(UTF_8)))),
        row("user-id", 1, bytes("u"), with(p -> p.userId("u"))),
        row("user-id no text", 1, noText, TRANSIENT),
        row("user-id with NUL", 1, bytes("u\0"), TRANSIENT),
        row("user-id too long", 1, bytes(longText), TRANSIENT),
        row("to", 2, "/queues/q", TRANSIENT),
        row("subject", 3, "s", TRANSIENT),
        row("reply-to a queue", 4, "/queues/my%20q", with(p -> p.replyTo("my q"))),
        row(
            "reply-to a requester",
            4,
            "/queues/amq.rabbitmq.reply-to.a_b-C9",
            with(p -> p.replyTo("amq.rabbitmq.reply-to.a_b-C9"))),
        row("reply-to elsewhere", 4, "/exchanges/e/k", with(p -> p.replyTo("/exchanges/e/k"))),
        row("reply-to too long", 4, longText, TRANSIENT),
        row("correlation-id text", 5, "c", with(p -> p.correlationId("c"))),
        row(
            "correlation-id too long",
            5,
            longText,
            withHeader("x-correlation-id", LongString.of(longText))),
        row("correlation-id uuid", 5, ID, with(p -> p.correlationId("urn:uuid:" + ID))),
        row("correlation-id ulong", 5, Unsigned.ulong(7), with(p -> p.correlationId("7"))),
        row(
            "correlation-id binary",
            5,
            bytes("c"),
            withHeader("x-correlation-id", ByteArray.ofBytes("c".getBytes(UTF_8)))),
        row("content-type", 6, new Symbol("a/b"), with(p -> p.contentType("a/b"))),
        row("content-encoding", 7, new Symbol("gzip"), with(p -> p.contentEncoding("gzip"))),
        row("absolute-expiry-time", 8, new io.warrenmq.api.message.Timestamp(1), TRANSIENT),
        row(
            "creation-time",
            9,
            new io.warrenmq.api.message.Timestamp(7_999),
            with(p -> p.timestamp(7L))),
        row("group-id", 10, "g", with(p -> p.appId("g"))),
        row("group-sequence", 11, Unsigned.uint(1), TRANSIENT),
        row("reply-to-group-id", 12, "r", TRANSIENT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void properties(String name, Message message, BasicProperties expected) {
    assertThat(properties091(message)).isEqualTo(expected);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of(List.of(true), with(p -> p.deliveryMode(2))),
        Arguments.of(List.of(false), TRANSIENT),
        Arguments.of(List.of(), TRANSIENT),
        Arguments.of(List.of(false, Unsigned.ubyte(7)), with(p -> p.priority(7))),
        Arguments.of(
            List.of(false, Unsigned.ubyte(7), Unsigned.uint(60_000)),
            with(p -> p.priority(7).expiration("60000"))));
  }

  @ParameterizedTest
  @MethodSource
  void headers(List<?> header, BasicProperties expected) {
    assertThat(properties091(amqp10(section(Messages.HEADER, header), data("b"))))
        .isEqualTo(expected);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("utf8", "t", LongString.of("t")),
        Arguments.of("binary", bytes("b"), ByteArray.ofBytes("b".getBytes(UTF_8))),
        Arguments.of("long", -5L, -5L),
        Arguments.of("ulong", Unsigned.ulong(-1), -1L),
        Arguments.of("byte", (byte) -1, (byte) -1),
        Arguments.of("ubyte", Unsigned.ubyte(255), new UnsignedByte(255)),
        Arguments.of("short", (short) -2, (short) -2),
        Arguments.of("ushort", Unsigned.ushort(65_535), new UnsignedShort(65_535)),
        Arguments.of("int", -3, -3),
        Arguments.of("uint", Unsigned.uint(0xFFFF_FFFFL), new UnsignedInt(0xFFFF_FFFFL)),
        Arguments.of("double", 1.5, 1.5),
        Arguments.of("float", 1.5f, 1.5f),
        Arguments.of("boolean", true, true),
        Arguments.of("timestamp", new io.warrenmq.api.message.Timestamp(7_999), new Timestamp(7)),
        Arguments.of("null", null, VoidValue.VOID),
        Arguments.of("symbol", new Symbol("s"), LongString.of("s")),
        Arguments.of("NaN", Double.NaN, null),
        Arguments.of("infinity", Float.POSITIVE_INFINITY, null),
        Arguments.of("decimal", new BigDecimal("1.5"), null),
        Arguments.of("uuid", ID, null),
        Arguments.of("char", 'c', null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void applicationProperties(String type, @Nullable Object value, @Nullable Object expected) {
    Message message =
        amqp10(
            section(Messages.APPLICATION_PROPERTIES, Collections.singletonMap("k", value)),
            data("b"));

    assertThat(header(message, "k")).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void annotations(String type, @Nullable Object value, @Nullable Object expected) {
    assertThat(header(annotated("x-k", value), "x-k")).isEqualTo(expected);
  }

  private static Message annotated(String name, @Nullable Object value) {
    return amqp10(
        section(Messages.ANNOTATIONS, Collections.singletonMap(new Symbol(name), value)),
        data("b"));
  }

  private static @Nullable Object header(Message message, String name) {
    FieldTable headers = properties091(message).headers();
    return headers == null ? null : headers.get(name);
  }

  @Test
  void annotationsMayBeNested() {
    assertThat(header(annotated("x-list", List.of(1, "a")), "x-list"))
        .isEqualTo(List.of(1, LongString.of("a")));
    assertThat(header(annotated("x-map", Map.of(new Symbol("k"), 1)), "x-map"))
        .isEqualTo(FieldTable.builder().put("k", 1).build());
  }

  @Test
  void annotationsThatAreNoHeadersAreLeftOut() {
    for (String name :
        List.of("a", "x-basic-priority", "x-routing-key", "x-exchange", "x-" + "k".repeat(254))) {
      assertThat(properties091(annotated(name, "v")).headers()).isNull();
    }
    assertThat(
            properties091(
                    amqp10(
                        section(
                            Messages.APPLICATION_PROPERTIES, Map.of("k".repeat(256), "too long")),
                        data("b")))
                .headers())
        .isNull();
  }

  @Test
  void furtherRoutingKeysAndTypeHaveTheirPlaces() {
    assertThat(header(annotated("x-cc", List.of("a", "b")), "CC"))
        .isEqualTo(List.of(LongString.of("a"), LongString.of("b")));
    assertThat(properties091(annotated("x-basic-type", "t"))).isEqualTo(with(p -> p.type("t")));
  }

  @Test
  void dataSectionsAreOneBody() {
    Message message =
        amqp10(data("a"), data("bc"), section(Messages.FOOTER, Map.of(new Symbol("f"), 1)));

    assertThat(body(message, AMQP_091)).isEqualTo("abc".getBytes(UTF_8));
    assertThat(properties091(message)).isEqualTo(TRANSIENT);
  }

  @Test
  void noBodyIsAnEmptyOne() {
    assertThat(body(amqp10(section(Messages.HEADER, List.of(false))), AMQP_091)).isEmpty();
    assertThat(properties091(amqp10(section(Messages.HEADER, List.of(false)))))
        .isEqualTo(TRANSIENT);
  }

  @Test
  void otherBodiesAreEncodedAndSaySo() {
    List<Described[]> bodies =
        List.of(
            new Described[] {section(Messages.VALUE, "text")},
            new Described[] {section(Messages.VALUE, bytes("bytes"))},
            new Described[] {section(Messages.VALUE, null)},
            new Described[] {section(Messages.VALUE, Map.of("k", List.of(1)))},
            new Described[] {
              section(Messages.SEQUENCE, List.of(1)), section(Messages.SEQUENCE, List.of("a"))
            },
            new Described[] {
              section(Messages.VALUE, 1), section(Messages.FOOTER, Map.of(new Symbol("f"), 1))
            });
    for (Described[] sections : bodies) {
      Message message = amqp10(sections);

      assertThat(body(message, AMQP_091)).isEqualTo(encoded(sections));
      assertThat(properties091(message)).isEqualTo(with(p -> p.type("amqp-1.0")));
    }
  }

  @Test
  void deathsAreTold() {
    Death death = new Death("q", DeathReason.EXPIRED, 2, 5_500, 9_000, "x", List.of("k"), 30);
    Message message =
        amqp10(section(Messages.HEADER, List.of(true)), data("b"))
            .annotate(new Annotations(List.of(death), death, true, Map.of()));

    Message seen = message.in(AMQP_091);
    byte[] header = io.warrenmq.amqp091.message.Amqp091Format.INSTANCE.deliveredHeader(seen, 0);
    FieldTable headers = BasicProperties.decode(header, 0, header.length).headers();

    assertThat(headers.get("x-death"))
        .isEqualTo(
            List.of(
                FieldTable.builder()
                    .put("original-expiration", "30")
                    .put("count", 2L)
                    .put("reason", "expired")
                    .put("queue", "q")
                    .put("time", new Timestamp(5))
                    .put("exchange", "x")
                    .put("routing-keys", List.of("k"))
                    .build()));
    assertThat(headers.get("x-last-death-queue")).isEqualTo(LongString.of("q"));
    assertThat(headers.get("x-opt-deaths")).isNull();
  }
}

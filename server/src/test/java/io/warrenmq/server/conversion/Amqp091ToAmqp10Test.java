package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.AMQP_10;
import static io.warrenmq.server.conversion.Messages.amqp091;
import static io.warrenmq.server.conversion.Messages.body;
import static io.warrenmq.server.conversion.Messages.bytes;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.encoded;
import static io.warrenmq.server.conversion.Messages.property10;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.sections;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.ByteArray;
import io.warrenmq.amqp091.wire.Decimal;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.Timestamp;
import io.warrenmq.amqp091.wire.UnsignedByte;
import io.warrenmq.amqp091.wire.UnsignedInt;
import io.warrenmq.amqp091.wire.UnsignedShort;
import io.warrenmq.amqp091.wire.VoidValue;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Amqp091ToAmqp10Test {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");

  private static Message published(BasicProperties.Builder properties) {
    return amqp091(properties.build(), "b".getBytes(UTF_8));
  }

  private static BasicProperties.Builder properties() {
    return BasicProperties.builder();
  }

  static Stream<Arguments> propertyRows() {
    return Stream.of(
        Arguments.of("message_id", properties().messageId("m"), 0, "m"),
        Arguments.of("message_id a uuid", properties().messageId("urn:uuid:" + ID), 0, ID),
        Arguments.of("user_id", properties().userId("u"), 1, bytes("u")),
        Arguments.of("reply_to a queue", properties().replyTo("my q"), 4, "/queues/my%20q"),
        Arguments.of(
            "reply_to a requester",
            properties().replyTo("amq.rabbitmq.reply-to.a_b-C9"),
            4,
            "/queues/amq.rabbitmq.reply-to.a_b-C9"),
        Arguments.of(
            "reply_to an address", properties().replyTo("/exchanges/e/k"), 4, "/exchanges/e/k"),
        Arguments.of("correlation_id", properties().correlationId("c"), 5, "c"),
        Arguments.of("correlation_id a uuid", properties().correlationId("urn:uuid:" + ID), 5, ID),
        Arguments.of("content_type", properties().contentType("a/b"), 6, new Symbol("a/b")),
        Arguments.of("content_type not ASCII", properties().contentType("ä"), 6, null),
        Arguments.of(
            "content_encoding", properties().contentEncoding("gzip"), 7, new Symbol("gzip")),
        Arguments.of(
            "timestamp",
            properties().timestamp(7L),
            9,
            new io.warrenmq.api.message.Timestamp(7_000)),
        Arguments.of("app_id", properties().appId("a"), 10, "a"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("propertyRows")
  void propertiesHaveTheirFields(
      String name, BasicProperties.Builder sent, int index, @Nullable Object expected) {
    Message message = published(sent);

    assertThat(property10(message, index)).isEqualTo(expected);
    boolean isAlone =
        !(sections(message).get(Messages.PROPERTIES) instanceof List<?> fields)
            || fields.stream().filter(field -> field != null).count() == 1;
    assertThat(isAlone).isTrue();
  }

  static Stream<Arguments> headerRows() {
    return Stream.of(
        Arguments.of(properties(), List.of(false)),
        Arguments.of(properties().deliveryMode(1), List.of(false)),
        Arguments.of(properties().deliveryMode(2), List.of(true)),
        Arguments.of(properties().priority(7), List.of(false, Unsigned.ubyte(7))),
        Arguments.of(
            properties().expiration("60000"), Arrays.asList(false, null, Unsigned.uint(60_000))),
        Arguments.of(
            properties().expiration("315360000000"), // ten years, RabbitMQ's most
            Arrays.asList(false, null, Unsigned.uint(0xFFFF_FFFFL))));
  }

  @ParameterizedTest
  @MethodSource("headerRows")
  void theHeaderHasItsFields(BasicProperties.Builder sent, List<?> expected) {
    assertThat(sections(published(sent)).get(Messages.HEADER)).isEqualTo(expected);
  }

  static Stream<Arguments> valueRows() {
    byte[] noText = {(byte) 0xFF};
    return Stream.of(
        Arguments.of("longstr", LongString.of("t"), "t"),
        Arguments.of("longstr too long", LongString.of("t".repeat(256)), bytes("t".repeat(256))),
        Arguments.of(
            "longstr no text",
            LongString.ofBytes(noText),
            new io.warrenmq.api.message.Binary(noText)),
        Arguments.of("long", -5L, -5L),
        Arguments.of("short", (short) -2, (short) -2),
        Arguments.of("signedint", -3, -3),
        Arguments.of("byte", (byte) -1, (byte) -1),
        Arguments.of("unsignedbyte", new UnsignedByte(255), Unsigned.ubyte(255)),
        Arguments.of("unsignedshort", new UnsignedShort(65_535), Unsigned.ushort(65_535)),
        Arguments.of("unsignedint", new UnsignedInt(0xFFFF_FFFFL), Unsigned.uint(0xFFFF_FFFFL)),
        Arguments.of("float", 1.5f, 1.5f),
        Arguments.of("double", 1.5, 1.5),
        Arguments.of("bool", true, true),
        Arguments.of(
            "binary", ByteArray.ofBytes(noText), new io.warrenmq.api.message.Binary(noText)),
        Arguments.of("timestamp", new Timestamp(7), new io.warrenmq.api.message.Timestamp(7_000)),
        Arguments.of("decimal", new Decimal(1, 15), new BigDecimal("1.5")),
        Arguments.of("void", VoidValue.VOID, null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valueRows")
  void headersAreApplicationProperties(String type, Object value, @Nullable Object expected) {
    assertThat(sections(withHeader("k", value)).get(Messages.APPLICATION_PROPERTIES))
        .isEqualTo(Collections.singletonMap("k", expected));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valueRows")
  void headersWithAnXAreAnnotations(String type, Object value, @Nullable Object expected) {
    assertThat(sections(withHeader("x-k", value)).get(Messages.ANNOTATIONS))
        .isEqualTo(Collections.singletonMap(new Symbol("x-k"), expected));
  }

  private static Message withHeader(String name, Object value) {
    return published(properties().headers(FieldTable.builder().put(name, value).build()));
  }

  @Test
  void arraysAndTablesAreAnnotationsOrNothing() {
    FieldTable table = FieldTable.builder().put("k", 1).build();

    assertThat(
            sections(withHeader("x-l", List.of(1, LongString.of("a")))).get(Messages.ANNOTATIONS))
        .isEqualTo(Map.of(new Symbol("x-l"), List.of(1, "a")));
    assertThat(sections(withHeader("x-t", table)).get(Messages.ANNOTATIONS))
        .isEqualTo(Map.of(new Symbol("x-t"), Map.of(new Symbol("k"), 1)));
    assertThat(sections(withHeader("l", List.of(1))))
        .containsOnlyKeys(Messages.HEADER, Messages.DATA);
    assertThat(sections(withHeader("t", table))).containsOnlyKeys(Messages.HEADER, Messages.DATA);
  }

  @Test
  void furtherRoutingKeysAndTypeAreAnnotations() {
    Message copied = withHeader("CC", List.of(LongString.of("a")));
    assertThat(sections(copied).get(Messages.ANNOTATIONS))
        .isEqualTo(Map.of(new Symbol("x-cc"), List.of("a")));
    assertThat(sections(published(properties().type("t"))).get(Messages.ANNOTATIONS))
        .isEqualTo(Map.of(new Symbol("x-basic-type"), "t"));
  }

  @Test
  void theBodyIsOneDataSection() {
    assertThat(body(published(properties()), AMQP_10)).isEqualTo(encoded(data("b")));
    assertThat(body(amqp091(BasicProperties.EMPTY, new byte[0]), AMQP_10))
        .isEqualTo(encoded(data("")));
  }

  @Test
  void anEncodedBodyIsDecoded() {
    BasicProperties typed = properties().type("amqp-1.0").build();
    byte[] body =
        encoded(
            section(Messages.VALUE, Map.of("k", 1)),
            section(Messages.FOOTER, Map.of(new Symbol("f"), 2)));

    Message message = amqp091(typed, body);

    assertThat(body(message, AMQP_10)).isEqualTo(body);
    assertThat(sections(message).get(Messages.VALUE)).isEqualTo(Map.of("k", 1));
    assertThat(sections(message).get(Messages.FOOTER)).isEqualTo(Map.of(new Symbol("f"), 2));
  }

  @Test
  void aBodyThatSaysThatItIsEncodedAndIsNotIsData() {
    Message message = amqp091(properties().type("amqp-1.0").build(), "text".getBytes(UTF_8));

    assertThat(body(message, AMQP_10)).isEqualTo(encoded(data("text")));
  }
}

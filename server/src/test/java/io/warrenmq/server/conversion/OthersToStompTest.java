package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.STOMP;
import static io.warrenmq.server.conversion.Messages.amqp091;
import static io.warrenmq.server.conversion.Messages.amqp10;
import static io.warrenmq.server.conversion.Messages.body;
import static io.warrenmq.server.conversion.Messages.bytes;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.encoded;
import static io.warrenmq.server.conversion.Messages.headersStomp;
import static io.warrenmq.server.conversion.Messages.mqtt;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.withProperties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.VoidValue;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.mqtt.message.PropertyId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OthersToStompTest {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
  private static final byte[] BODY = "b".getBytes(UTF_8);

  @Test
  void propertiesOfAmqp091AreHeaders() {
    BasicProperties properties =
        BasicProperties.builder()
            .contentType("a/b")
            .contentEncoding("gzip")
            .deliveryMode(2)
            .priority(4)
            .correlationId("urn:uuid:" + ID)
            .replyTo("q/r")
            .expiration("1000")
            .messageId("m")
            .timestamp(17L)
            .type("t")
            .userId("u")
            .appId("a")
            .build();

    assertThat(headersStomp(amqp091(properties, BODY)))
        .containsExactly(
            "content-type:a/b",
            "content-encoding:gzip",
            "persistent:true",
            "priority:4",
            "correlation-id:urn\\cuuid\\c" + ID,
            "reply-to:/reply-queue/q/r",
            "expiration:1000",
            "amqp-message-id:m",
            "timestamp:17",
            "type:t",
            "user-id:u",
            "app-id:a");
    assertThat(headersStomp(amqp091(BasicProperties.builder().deliveryMode(1).build(), BODY)))
        .isEmpty();
  }

  @Test
  void headersOfAmqp091AreHeadersWhenTheyAreSingleValues() {
    FieldTable headers =
        FieldTable.builder()
            .put("text", LongString.of("a:b"))
            .put("long text", LongString.of("x".repeat(300)))
            .put("int", 1)
            .put("long", 2L)
            .put("short", (short) 3)
            .put("true", true)
            .put("double", 0.5)
            .put("void", VoidValue.VOID)
            .put("list", List.of(1))
            .put("x-own", LongString.of("v"))
            .put("x-list", List.of(1))
            .put("CC", List.of(LongString.of("k")))
            .put("destination", LongString.of("/queue/other"))
            .build();

    assertThat(headersStomp(amqp091(BasicProperties.builder().headers(headers).build(), BODY)))
        .containsExactlyInAnyOrder(
            "text:a\\cb",
            "long text:" + "x".repeat(300),
            "int:1",
            "long:2",
            "short:3",
            "true:true",
            "double:0.5",
            "void:",
            "x-own:v");
  }

  private static Arguments row(int index, Object value, String... expected) {
    Object[] fields = new Object[index + 1];
    fields[index] = value;
    return Arguments.of(withProperties(fields), List.of(expected));
  }

  static Stream<Arguments> from10() {
    return Stream.of(
        row(0, "m", "amqp-message-id:m"),
        row(0, ID, "amqp-message-id:urn\\cuuid\\c" + ID),
        row(0, Unsigned.ulong(-1), "amqp-message-id:18446744073709551615"),
        row(0, bytes("m"), "amqp-message-id:m"),
        row(0, new Binary(new byte[] {-1})),
        row(0, "x".repeat(300), "amqp-message-id:" + "x".repeat(300)),
        row(1, bytes("u"), "user-id:u"),
        row(1, new Binary(new byte[] {-1})),
        row(2, "/queues/q"),
        row(3, "subject"),
        row(4, "/queues/a%20b", "reply-to:/reply-queue/a b"),
        row(4, "/exchanges/x/k", "reply-to:/exchange/x/k"),
        row(4, "/exchanges/amq.topic/a.b", "reply-to:/topic/a.b"),
        row(4, "other", "reply-to:/reply-queue/other"),
        row(5, "c", "correlation-id:c"),
        row(6, new Symbol("a/b"), "content-type:a/b"),
        row(7, new Symbol("gzip"), "content-encoding:gzip"),
        row(8, new Timestamp(1)),
        row(9, new Timestamp(17_999), "timestamp:17"),
        row(10, "g", "app-id:g"),
        row(11, Unsigned.uint(1)),
        row(12, "g"));
  }

  @ParameterizedTest
  @MethodSource
  void from10(Message message, List<String> expected) {
    assertThat(headersStomp(message)).isEqualTo(expected);
    assertThat(body(message, STOMP)).isEqualTo(BODY);
  }

  @Test
  void theHeaderOfAmqp10IsHeaders() {
    Message message =
        amqp10(
            section(Messages.HEADER, List.of(true, Unsigned.ubyte(4), Unsigned.uint(1000))),
            data("b"));

    assertThat(headersStomp(message))
        .containsExactly("persistent:true", "priority:4", "expiration:1000");
  }

  @Test
  void annotationsAndApplicationPropertiesAreHeaders() {
    Map<Object, Object> annotations = new LinkedHashMap<>();
    annotations.put(new Symbol("x-own"), 1);
    annotations.put(new Symbol("x-basic-type"), "t");
    annotations.put(new Symbol("x-cc"), List.of("k"));
    Message message =
        amqp10(
            section(Messages.ANNOTATIONS, annotations),
            section(Messages.APPLICATION_PROPERTIES, Map.of("own", Unsigned.ubyte(255))),
            data("b"));

    assertThat(headersStomp(message)).containsExactly("type:t", "x-own:1", "own:255");
  }

  @Test
  void bodiesThatAreNoBytesSayWhatTheyAre() {
    byte[] value = encoded(section(Messages.VALUE, "text"));
    Message message = amqp10(section(Messages.VALUE, "text"));

    assertThat(headersStomp(message)).containsExactly("type:amqp-1.0");
    assertThat(body(message, STOMP)).isEqualTo(value);
    assertThat(body(amqp10(data("a"), data("b")), STOMP)).isEqualTo("ab".getBytes(UTF_8));
  }

  @Test
  void propertiesOfMqttAreHeaders() {
    Message message =
        mqtt(
            1,
            p -> {
              p.octet(PropertyId.PAYLOAD_FORMAT, 1);
              p.text(PropertyId.CONTENT_TYPE, "a/b");
              p.text(PropertyId.RESPONSE_TOPIC, "a/b c");
              p.text(PropertyId.CORRELATION_DATA, "c");
              p.user("own", "1");
              p.user("x-own", "2");
            },
            "ключ".getBytes(UTF_8));

    assertThat(headersStomp(message))
        .containsExactlyInAnyOrder(
            "content-type:a/b",
            "persistent:true",
            "correlation-id:c",
            "reply-to:/topic/a.b c",
            "x-reply-to-topic:a.b c",
            "x-own:2",
            "own:1");
    assertThat(body(message, STOMP)).isEqualTo("ключ".getBytes(UTF_8));
    assertThat(headersStomp(mqtt(0, p -> {}, BODY))).isEmpty();
  }

  @Test
  void aDeadLetterTellsItsFirstAndLastDeath() {
    Death death = new Death("q", DeathReason.REJECTED, 1, 10, 20, "e", List.of("k"), -1);
    Annotations died = new Annotations(List.of(death), death, false, Map.of());

    assertThat(headersStomp(amqp10(data("b")).annotate(died)))
        .containsExactlyInAnyOrder(
            "x-first-death-exchange:e",
            "x-first-death-queue:q",
            "x-first-death-reason:rejected",
            "x-last-death-exchange:e",
            "x-last-death-queue:q",
            "x-last-death-reason:rejected");
  }
}

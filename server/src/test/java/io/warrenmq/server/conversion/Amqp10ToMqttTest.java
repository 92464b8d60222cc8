package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.MQTT;
import static io.warrenmq.server.conversion.Messages.amqp091;
import static io.warrenmq.server.conversion.Messages.amqp10;
import static io.warrenmq.server.conversion.Messages.body;
import static io.warrenmq.server.conversion.Messages.bytes;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.encoded;
import static io.warrenmq.server.conversion.Messages.propertiesMqtt;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.withProperties;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.mqtt.message.PublishHeader;
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

class Amqp10ToMqttTest {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
  private static final String ENCODED = "3: message/vnd.rabbitmq.amqp";

  private static Arguments row(String name, int index, Object value, String... expected) {
    Object[] fields = new Object[index + 1];
    fields[index] = value;
    return Arguments.of(name, withProperties(fields), List.of(expected));
  }

  static Stream<Arguments> properties() {
    return Stream.of(
        row("message-id", 0, "m"),
        row("user-id", 1, bytes("u")),
        row("to", 2, "/queues/q"),
        row("subject", 3, "s"),
        row("reply-to a topic", 4, "/exchanges/amq.topic/a.b%20c", "8: a/b c"),
        row("reply-to a queue", 4, "/queues/q"),
        row("reply-to a requester", 4, "/queues/amq.rabbitmq.reply-to.a_b-C9"),
        row("reply-to another exchange", 4, "/exchanges/e/k"),
        row("correlation-id text", 5, "c", "9: c"),
        row("correlation-id binary", 5, bytes("c"), "9: c"),
        row("correlation-id uuid", 5, ID, "9: urn:uuid:" + ID),
        row("correlation-id ulong", 5, Unsigned.ulong(-1), "9: 18446744073709551615"),
        row("content-type", 6, new Symbol("a/b"), "3: a/b"),
        row("content-encoding", 7, new Symbol("gzip")),
        row("absolute-expiry-time", 8, new Timestamp(1)),
        row("creation-time", 9, new Timestamp(1)),
        row("group-id", 10, "g"),
        row("group-sequence", 11, Unsigned.uint(1)),
        row("reply-to-group-id", 12, "r"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void properties(String name, Message message, List<String> expected) {
    assertThat(propertiesMqtt(message)).isEqualTo(expected);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("utf8", "t", "t"),
        Arguments.of("symbol", new Symbol("s"), "s"),
        Arguments.of("null", null, ""),
        Arguments.of("boolean", false, "false"),
        Arguments.of("int", -3, "-3"),
        Arguments.of("ubyte", Unsigned.ubyte(255), "255"),
        Arguments.of("ulong", Unsigned.ulong(-1), "18446744073709551615"),
        Arguments.of("double", 1.5, "1.5"),
        Arguments.of("timestamp", new Timestamp(7_999), "7"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void userProperties(String type, @Nullable Object value, String expected) {
    Message message =
        amqp10(
            section(Messages.ANNOTATIONS, Collections.singletonMap(new Symbol("x-a"), value)),
            section(Messages.APPLICATION_PROPERTIES, Collections.singletonMap("k", value)),
            data("b"));

    assertThat(propertiesMqtt(message)).containsExactly("k=" + expected, "x-a=" + expected);
  }

  @Test
  void valuesWithoutTextAreLeftOut() {
    Message message =
        amqp10(
            section(
                Messages.ANNOTATIONS,
                Map.of(
                    new Symbol("x-list"), List.of(1),
                    new Symbol("x-map"), Map.of(),
                    new Symbol("x-bytes"), bytes("b"),
                    new Symbol("x-cc"), List.of("k"),
                    new Symbol("x-exchange"), "forged")),
            section(Messages.APPLICATION_PROPERTIES, Map.of("bytes", bytes("b"))),
            data("b"));

    assertThat(propertiesMqtt(message)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void aValueThatCanBeTextIsText(String type, @Nullable Object value, String expected) {
    Message message = amqp10(section(Messages.VALUE, value));

    assertThat(body(message, MQTT)).isEqualTo(expected.getBytes(UTF_8));
    assertThat(propertiesMqtt(message)).containsExactly("1: 1");
  }

  @Test
  void aValueOfBytesIsThem() {
    Message message = amqp10(section(Messages.VALUE, bytes("b")));

    assertThat(body(message, MQTT)).isEqualTo("b".getBytes(UTF_8));
    assertThat(propertiesMqtt(message)).isEmpty();
  }

  @Test
  void dataSectionsAreOnePayload() {
    Message message = amqp10(data("a"), data("bc"));

    assertThat(body(message, MQTT)).isEqualTo("abc".getBytes(UTF_8));
    assertThat(propertiesMqtt(message)).isEmpty();
  }

  @Test
  void otherBodiesAreEncodedAndSaySo() {
    List<Described[]> bodies =
        List.of(
            new Described[] {section(Messages.VALUE, Map.of("k", 1))},
            new Described[] {section(Messages.VALUE, List.of())},
            new Described[] {
              section(Messages.SEQUENCE, List.of(1)), section(Messages.SEQUENCE, List.of("a"))
            });
    for (Described[] sections : bodies) {
      Message message = amqp10(sections);

      assertThat(body(message, MQTT)).isEqualTo(encoded(sections));
      assertThat(propertiesMqtt(message)).containsExactly(ENCODED);
    }
  }

  /** Of AMQP 0-9-1 too, where the type says it. */
  @Test
  void anEncodedBodyOfAnotherProtocolSaysSo() {
    byte[] value = encoded(section(Messages.VALUE, 1));
    Message message =
        amqp091(BasicProperties.builder().contentType("a/b").type("amqp-1.0").build(), value);

    assertThat(body(message, MQTT)).isEqualTo(value);
    assertThat(propertiesMqtt(message)).containsExactly(ENCODED);
  }

  @Test
  void durabilityIsQos() {
    assertThat(qos(section(Messages.HEADER, List.of(true)), data("b"))).isEqualTo(1);
    assertThat(qos(section(Messages.HEADER, List.of(false)), data("b"))).isZero();
    // As in RabbitMQ: it has not said that it may get lost.
    assertThat(qos(section(Messages.HEADER, List.of()), data("b"))).isEqualTo(1);
    assertThat(qos(data("b"))).isEqualTo(1);
  }

  private static int qos(Described... sections) {
    return PublishHeader.qos(amqp10(sections).in(MQTT));
  }
}

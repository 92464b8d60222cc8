package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.AMQP_091;
import static io.warrenmq.server.conversion.Messages.AMQP_10;
import static io.warrenmq.server.conversion.Messages.MQTT;
import static io.warrenmq.server.conversion.Messages.body;
import static io.warrenmq.server.conversion.Messages.bytes;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.encoded;
import static io.warrenmq.server.conversion.Messages.properties091;
import static io.warrenmq.server.conversion.Messages.propertiesMqtt;
import static io.warrenmq.server.conversion.Messages.property10;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.sections;
import static io.warrenmq.server.conversion.Messages.stomp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.mqtt.message.PublishHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StompToOthersTest {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
  private static final byte[] BODY = "b".getBytes(UTF_8);
  private static final String LONG = "x".repeat(300);

  private static BasicProperties.Builder plain091() {
    return BasicProperties.builder().deliveryMode(1);
  }

  private static BasicProperties headers091(String name, String value) {
    return plain091().headers(FieldTable.builder().put(name, LongString.of(value)).build()).build();
  }

  static Stream<Arguments> to091() {
    return Stream.of(
        Arguments.of("", plain091().build()),
        Arguments.of("persistent:true", plain091().deliveryMode(2).build()),
        Arguments.of("persistent:false", plain091().build()),
        Arguments.of("priority:4", plain091().priority(4).build()),
        Arguments.of("expiration:1000", plain091().expiration("1000").build()),
        Arguments.of("content-type:a/b", plain091().contentType("a/b").build()),
        Arguments.of("content-encoding:gzip", plain091().contentEncoding("gzip").build()),
        Arguments.of("correlation-id:c", plain091().correlationId("c").build()),
        Arguments.of("amqp-message-id:m", plain091().messageId("m").build()),
        Arguments.of(
            "amqp-message-id:urn:uuid:" + ID, plain091().messageId("urn:uuid:" + ID).build()),
        Arguments.of("amqp-message-id:" + LONG, headers091("x-message-id", LONG)),
        Arguments.of("correlation-id:" + LONG, headers091("x-correlation-id", LONG)),
        Arguments.of("timestamp:17", plain091().timestamp(17L).build()),
        Arguments.of("type:t", plain091().type("t").build()),
        Arguments.of("user-id:u", plain091().userId("u").build()),
        Arguments.of("app-id:a", plain091().appId("a").build()),
        Arguments.of("app-id:" + LONG, plain091().build()),
        Arguments.of("reply-to:q r", plain091().replyTo("q r").build()),
        Arguments.of("reply-to:/reply-queue/q", plain091().replyTo("q").build()),
        Arguments.of("reply-to:/queue/q", plain091().replyTo("q").build()),
        Arguments.of("reply-to:/topic/a.b", plain091().replyTo("/exchanges/amq.topic/a.b").build()),
        Arguments.of("own:1", headers091("own", "1")),
        Arguments.of("own:" + LONG, headers091("own", LONG)),
        Arguments.of("x-own:1", headers091("x-own", "1")),
        Arguments.of("destination:/queue/q", plain091().build()),
        Arguments.of("receipt:r", plain091().build()));
  }

  @ParameterizedTest
  @MethodSource
  void to091(String line, BasicProperties expected) {
    Message message = stomp(line.isEmpty() ? "" : line + "\n", BODY);

    assertThat(properties091(message)).isEqualTo(expected);
    assertThat(body(message, AMQP_091)).isEqualTo(BODY);
  }

  static Stream<Arguments> to10() {
    return Stream.of(
        Arguments.of("amqp-message-id:m", 0, "m"),
        Arguments.of("amqp-message-id:urn:uuid:" + ID, 0, ID),
        Arguments.of("user-id:u", 1, bytes("u")),
        Arguments.of("reply-to:/queue/q r", 4, "/queues/q%20r"),
        Arguments.of("reply-to:q", 4, "/queues/q"),
        Arguments.of("reply-to:/topic/a.b", 4, "/exchanges/amq.topic/a.b"),
        Arguments.of("reply-to:/exchange/x/k", 4, "/exchanges/x/k"),
        Arguments.of("correlation-id:c", 5, "c"),
        Arguments.of("content-type:a/b", 6, new Symbol("a/b")),
        Arguments.of("content-encoding:gzip", 7, new Symbol("gzip")),
        Arguments.of("timestamp:17", 9, new Timestamp(17_000)),
        Arguments.of("app-id:a", 10, "a"));
  }

  @ParameterizedTest
  @MethodSource
  void to10(String line, int index, Object expected) {
    assertThat(property10(stomp(line + "\n", BODY), index)).isEqualTo(expected);
  }

  @Test
  void theHeaderAndTheBodyOfAmqp10AreWhatTheHeadersSay() {
    Message message = stomp("persistent:true\npriority:4\nexpiration:1000\n", BODY);

    assertThat(sections(message).get(Messages.HEADER))
        .isEqualTo(List.of(true, Unsigned.ubyte(4), Unsigned.uint(1000)));
    assertThat(body(message, AMQP_10)).isEqualTo(encoded(data("b")));
    assertThat(sections(stomp("", BODY))).containsOnlyKeys(Messages.HEADER, Messages.DATA);
    assertThat(sections(stomp("", BODY)).get(Messages.HEADER)).isEqualTo(List.of(false));
  }

  @Test
  void headersAreAnnotationsOrApplicationProperties() {
    Message message = stomp("own:1\nx-own:2\nx-ä:3\ntype:t\n", BODY);

    assertThat(sections(message).get(Messages.APPLICATION_PROPERTIES))
        .isEqualTo(Map.of("own", "1", "x-ä", "3"));
    assertThat(sections(message).get(Messages.ANNOTATIONS))
        .isEqualTo(Map.of(new Symbol("x-own"), "2", new Symbol("x-basic-type"), "t"));
  }

  @Test
  void aBodyInTheEncodingOfAmqpIsDecoded() {
    byte[] value = encoded(section(Messages.VALUE, Map.of("k", 1)));

    assertThat(body(stomp("type:amqp-1.0\n", value), AMQP_10)).isEqualTo(value);
    assertThat(body(stomp("type:amqp-1.0\n", value), AMQP_091)).isEqualTo(value);
    assertThat(body(stomp("type:amqp-1.0\n", BODY), AMQP_10)).isEqualTo(encoded(data("b")));
  }

  static Stream<Arguments> toMqtt() {
    return Stream.of(
        Arguments.of("own:1", "own=1"),
        Arguments.of("x-own:1", "x-own=1"),
        Arguments.of("content-type:a/b", "3: a/b"),
        Arguments.of("reply-to:/topic/a.b", "8: a/b"),
        Arguments.of("reply-to:/exchange/amq.topic/a.b", "8: a/b"),
        Arguments.of("correlation-id:c", "9: c"),
        Arguments.of("correlation-id:urn:uuid:" + ID, "9: urn:uuid:" + ID));
  }

  @ParameterizedTest
  @MethodSource
  void toMqtt(String line, String expected) {
    Message message = stomp(line + "\n", BODY);

    assertThat(propertiesMqtt(message)).containsExactly(expected);
    assertThat(body(message, MQTT)).isEqualTo(BODY);
  }

  @Test
  void whatMqttHasNoPlaceForIsLeftOut() {
    assertThat(
            propertiesMqtt(
                stomp(
                    "reply-to:/queue/q\npriority:4\ntype:t\nuser-id:u\napp-id:a\ntimestamp:1\n"
                        + "amqp-message-id:m\ncontent-encoding:gzip\n",
                    BODY)))
        .isEmpty();
  }

  @Test
  void durabilityIsQos() {
    assertThat(PublishHeader.qos(stomp("persistent:true\n", BODY).in(MQTT))).isEqualTo(1);
    assertThat(PublishHeader.qos(stomp("", BODY).in(MQTT))).isZero();
  }

  @Test
  void theBodyIsTheSameInAllProtocols() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Message message = stomp("", all);

    assertThat(body(message, AMQP_091)).isEqualTo(all);
    assertThat(body(message, MQTT)).isEqualTo(all);
    byte[] ten = body(message, AMQP_10);
    assertThat(Arrays.copyOfRange(ten, ten.length - all.length, ten.length)).isEqualTo(all);
  }
}

package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.AMQP_091;
import static io.warrenmq.server.conversion.Messages.AMQP_10;
import static io.warrenmq.server.conversion.Messages.body;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.encoded;
import static io.warrenmq.server.conversion.Messages.mqtt;
import static io.warrenmq.server.conversion.Messages.properties091;
import static io.warrenmq.server.conversion.Messages.property10;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.sections;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.mqtt.message.PropertyId;
import io.warrenmq.mqtt.message.PropertyWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MqttToAmqp10Test {
  private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");

  private static Message published(Consumer<PropertyWriter> properties) {
    return mqtt(1, properties, "b".getBytes(UTF_8));
  }

  @Test
  void qosIsDurability() {
    assertThat(sections(mqtt(0, p -> {}, new byte[0])).get(Messages.HEADER))
        .isEqualTo(List.of(false));
    for (int qos : new int[] {1, 2}) {
      assertThat(sections(mqtt(qos, p -> {}, new byte[0])).get(Messages.HEADER))
          .isEqualTo(List.of(true));
    }
  }

  @Test
  void thePayloadIsOneDataSection() {
    assertThat(body(published(p -> {}), AMQP_10)).isEqualTo(encoded(data("b")));
    assertThat(body(published(p -> p.octet(PropertyId.PAYLOAD_FORMAT, 0)), AMQP_10))
        .isEqualTo(encoded(data("b")));
  }

  /** As RabbitMQ's documents say; RabbitMQ 4 makes a data section of it. */
  @Test
  void aPayloadThatSaysThatItIsTextIsAValue() {
    Consumer<PropertyWriter> isText = p -> p.octet(PropertyId.PAYLOAD_FORMAT, 1);

    assertThat(body(mqtt(1, isText, "ключ".getBytes(UTF_8)), AMQP_10))
        .isEqualTo(encoded(section(Messages.VALUE, "ключ")));
    byte[] noText = {(byte) 0xFF};
    assertThat(body(mqtt(1, isText, noText), AMQP_10))
        .isEqualTo(encoded(section(Messages.DATA, new Binary(noText))));
    assertThat(body(mqtt(1, isText, "ключ".getBytes(UTF_8)), AMQP_091))
        .isEqualTo("ключ".getBytes(UTF_8));
    assertThat(properties091(mqtt(1, isText, noText)).type()).isNull();
  }

  @Test
  void aPayloadInTheEncodingOfAmqpIsDecoded() {
    Consumer<PropertyWriter> isEncoded =
        p -> p.text(PropertyId.CONTENT_TYPE, "message/vnd.rabbitmq.amqp");
    byte[] payload = encoded(section(Messages.VALUE, Map.of("k", 1)));

    Message message = mqtt(1, isEncoded, payload);

    assertThat(body(message, AMQP_10)).isEqualTo(payload);
    assertThat(property10(message, 6)).isNull();
    assertThat(body(message, AMQP_091)).isEqualTo(payload);
    assertThat(properties091(message).type()).isEqualTo("amqp-1.0");
    Message other = mqtt(1, isEncoded, "b".getBytes(UTF_8));
    assertThat(body(other, AMQP_10)).isEqualTo(encoded(data("b")));
    assertThat(property10(other, 6)).isEqualTo(new Symbol("message/vnd.rabbitmq.amqp"));
  }

  @Test
  void theContentTypeIsASymbol() {
    assertThat(property10(published(p -> p.text(PropertyId.CONTENT_TYPE, "a/b")), 6))
        .isEqualTo(new Symbol("a/b"));
    assertThat(property10(published(p -> p.text(PropertyId.CONTENT_TYPE, "ä")), 6)).isNull();
  }

  @Test
  void correlationDataIsTheCorrelationId() {
    byte[] data = {0, -1};
    assertThat(property10(published(p -> p.binary(PropertyId.CORRELATION_DATA, data)), 5))
        .isEqualTo(new Binary(data));
    assertThat(property10(published(p -> p.text(PropertyId.CORRELATION_DATA, "urn:uuid:" + ID)), 5))
        .isEqualTo(ID);
  }

  @Test
  void theResponseTopicIsAnAddress() {
    Message message = published(p -> p.text(PropertyId.RESPONSE_TOPIC, "a/b c"));

    assertThat(property10(message, 4)).isEqualTo("/exchanges/amq.topic/a.b%20c");
  }

  @Test
  void theResponseTopicIsAHeaderOfAmqp091AndNoQueue() {
    Message message = published(p -> p.text(PropertyId.RESPONSE_TOPIC, "a/b c"));

    assertThat(properties091(message).headers())
        .isEqualTo(FieldTable.builder().put("x-reply-to-topic", LongString.of("a.b c")).build());
    assertThat(properties091(message).replyTo()).isNull();
  }

  @Test
  void userPropertiesAreAnnotationsOrApplicationProperties() {
    Message message =
        published(
            p -> {
              p.user("k", "first");
              p.user("k", "second");
              p.user("x-k", "v");
              p.user("x-ä", "w");
            });

    assertThat(sections(message).get(Messages.APPLICATION_PROPERTIES))
        .isEqualTo(Map.of("k", "first", "x-ä", "w"));
    assertThat(sections(message).get(Messages.ANNOTATIONS))
        .isEqualTo(Map.of(new Symbol("x-k"), "v"));
  }

  @Test
  void whatHasNoPropertiesHasNone() {
    assertThat(sections(published(p -> {}))).containsOnlyKeys(Messages.HEADER, Messages.DATA);
  }
}

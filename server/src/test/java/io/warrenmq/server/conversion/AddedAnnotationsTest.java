package io.warrenmq.server.conversion;

import static io.warrenmq.server.conversion.Messages.AMQP_091;
import static io.warrenmq.server.conversion.Messages.AMQP_10;
import static io.warrenmq.server.conversion.Messages.MQTT;
import static io.warrenmq.server.conversion.Messages.amqp091;
import static io.warrenmq.server.conversion.Messages.amqp10;
import static io.warrenmq.server.conversion.Messages.data;
import static io.warrenmq.server.conversion.Messages.headersStomp;
import static io.warrenmq.server.conversion.Messages.mqtt;
import static io.warrenmq.server.conversion.Messages.propertiesMqtt;
import static io.warrenmq.server.conversion.Messages.section;
import static io.warrenmq.server.conversion.Messages.stomp;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.message.Amqp091Format;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.VoidValue;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.message.DeliveredMessage;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.Arguments;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a consumer has added to a message that it gave back, as consumers of each protocol see it.
 */
class AddedAnnotationsTest {
  private static final UUID ID = new UUID(1, 2);

  private static Map<String, Object> everything() {
    Map<String, Object> added = new LinkedHashMap<>();
    added.put("x-own", "added");
    added.put("x-symbol", new Symbol("s"));
    added.put("x-null", Arguments.VOID);
    added.put("x-list", List.of(1));
    added.put("x-cc", List.of("k"));
    added.put("x-uuid", ID);
    return added;
  }

  private static Message from10() {
    return added(
        amqp10(
            section(Messages.ANNOTATIONS, Map.of(new Symbol("x-own"), "old", new Symbol("x-a"), 1)),
            data("b")));
  }

  private static Message from091() {
    FieldTable headers = FieldTable.builder().put("x-own", "old").put("x-a", 1).build();
    return added(
        amqp091(BasicProperties.builder().type("t").headers(headers).build(), new byte[] {1}));
  }

  private static Message fromMqtt() {
    return added(
        mqtt(
            1,
            properties -> {
              properties.user("x-own", "old");
              properties.user("x-a", "1");
            },
            new byte[] {1}));
  }

  private static Message fromStomp() {
    return added(stomp("x-own:old\nx-a:1\n", new byte[] {1}));
  }

  private static Message added(Message message) {
    return message.annotate(message.annotations().withAll(everything()));
  }

  /** The annotations of what is sent to consumers of AMQP 1.0. */
  private static Map<?, ?> sent10(Message message) {
    DeliveredMessage delivered = new DeliveredMessage();
    delivered.prepare(message, true, 0);
    byte[] bytes = delivered.copy(0, delivered.length());
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    while (reader.read() instanceof Described section) {
      if (section.code() == Messages.ANNOTATIONS) {
        return (Map<?, ?>) section.value();
      }
    }
    throw new AssertionError("no annotations");
  }

  /** The headers of what is sent to consumers of AMQP 0-9-1. */
  private static @Nullable FieldTable sent091(Message message) {
    Message own = Amqp091Format.INSTANCE.own(message);
    byte[] header = Amqp091Format.INSTANCE.deliveredHeader(own, 0);
    return BasicProperties.decode(header, 0, header.length).headers();
  }

  @Test
  void areAnnotationsInAmqp10WhateverTheMessageCameIn() {
    Map<Object, @Nullable Object> expected = new HashMap<>();
    everything().forEach((key, value) -> expected.put(new Symbol(key), value));
    expected.put(new Symbol("x-null"), null);

    for (Message message : List.of(from10(), from091(), fromMqtt(), fromStomp())) {
      Map<?, ?> seen = sent10(message);

      expected.forEach((key, value) -> assertThat(seen.get(key)).as("%s", key).isEqualTo(value));
      assertThat(seen.get(new Symbol("x-a"))).isNotNull();
    }
  }

  @Test
  void areHeadersInAmqp091WhateverTheMessageCameIn() {
    for (Message message : List.of(from10(), from091(), fromMqtt(), fromStomp())) {
      FieldTable headers = Objects.requireNonNull(sent091(message));

      assertThat(headers.get("x-own")).hasToString("added");
      assertThat(headers.get("x-symbol")).hasToString("s");
      assertThat(headers.get("x-null")).isEqualTo(VoidValue.VOID);
      assertThat(headers.get("x-list")).isEqualTo(List.of(1));
      assertThat(headers.get("CC")).hasToString("[k]");
      assertThat(headers.get("x-cc")).isNull();
      assertThat(headers.get("x-uuid")).isNull(); // It has no form there.
      assertThat(headers.get("x-a")).isNotNull();
    }
  }

  @Test
  void areUserPropertiesInMqttOfMessagesThatCameInAnotherProtocol() {
    for (Message message : List.of(from10(), from091(), fromStomp())) {
      assertThat(propertiesMqtt(message))
          .containsExactlyInAnyOrder(
              "x-own=added", "x-a=1", "x-symbol=s", "x-null=", "x-uuid=" + ID);
    }
    assertThat(propertiesMqtt(fromMqtt())).containsExactly("x-own=old", "x-a=1");
  }

  @Test
  void areHeadersInStompWhateverTheMessageCameIn() {
    for (Message message : List.of(from10(), from091(), fromMqtt(), fromStomp())) {
      assertThat(headersStomp(message))
          .contains("x-own:added", "x-a:1", "x-symbol:s", "x-null:", "x-uuid:" + ID)
          .noneMatch(line -> line.startsWith("x-list:") || line.startsWith("x-cc:"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void exchangesAndFiltersSeeThem() {
    for (Message message : List.of(from10(), from091(), fromMqtt(), fromStomp())) {
      MessageFormat format = message.format();

      assertThat(format.header(message, "x-own")).isEqualTo("added");
      assertThat(format.headers(message)).containsEntry("x-own", "added");
      assertThat(format.header(message, "x-symbol")).isEqualTo("s");
      assertThat(format.headers(message)).containsEntry("x-symbol", "s");
    }
    assertThat(AMQP_10.header(from10(), "x-list")).isNull();
    assertThat(AMQP_10.headers(from10())).doesNotContainKey("x-list");
  }

  @Test
  void aKeyThatIsAPropertyElsewhereIsNoHeader() {
    Annotations type = Annotations.NONE.withAll(Map.of("x-basic-type", "t"));

    assertThat(AMQP_091.headers(from091().annotate(type))).doesNotContainKey("x-basic-type");
    assertThat(sent091(amqp10(data("b")).annotate(type))).isNull();
    assertThat(Messages.properties091(amqp10(data("b")).annotate(type)).type()).isEqualTo("t");
    assertThat(MQTT.headers(fromMqtt())).containsEntry("x-own", "added");
  }
}

package io.warrenmq.testkit.conformance;

import static io.warrenmq.api.resource.Arguments.VOID;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Body;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Encoded;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.CanonicalMessage.Value;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.testkit.wire.Hex;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages of every kind that AMQP 1.0 has. Stateless. */
final class SampleMessages {
  private static final UUID ID = new UUID(1, 2);
  private static final String LONG = "long ".repeat(20_000);
  private static final Body TEXT = data("text");

  private SampleMessages() {}

  static List<CanonicalMessage> all() {
    List<CanonicalMessage> all = new ArrayList<>();
    for (Body body : bodies()) {
      all.add(message(Properties.NONE, Map.of(), Map.of(), body));
    }
    for (Object id : List.of("text", ID, Unsigned.ulong(-1), binary("id"), "", LONG)) {
      all.add(message(identified(id), Map.of(), Map.of(), TEXT));
    }
    for (Object value : values()) {
      all.add(message(Properties.NONE, Map.of(), one("name", value), TEXT));
      all.add(message(Properties.NONE, one("x-name", value), Map.of(), TEXT));
    }
    for (String name : List.of("", "a", "ä".repeat(100), "n".repeat(300), "x-opt", LONG)) {
      all.add(message(Properties.NONE, Map.of(), one(name, "value"), TEXT));
    }
    all.add(new CanonicalMessage(false, 255, 0, Map.of(), Properties.NONE, Map.of(), TEXT));
    all.add(new CanonicalMessage(true, 4, 1L << 40, Map.of(), Properties.NONE, Map.of(), TEXT));
    return all;
  }

  /** Values of every type that an argument may have. */
  static List<Object> arguments() {
    return values().stream().map(value -> Objects.requireNonNullElse(value, VOID)).toList();
  }

  private static List<Body> bodies() {
    return List.of(
        data(""),
        TEXT,
        new Data(List.of(binary("two "), binary("sections"))),
        new Data(List.of(new Binary(Hex.parse("00 FF 0A 0D C3 28")))), // no text at all
        new Data(List.of(binary(LONG))),
        new Value("text", null),
        new Value("text", new Binary(Hex.parse("00 53 77 A1 04 'text'"))),
        new Value(5, new Binary(Hex.parse("00 53 77 54 05"))),
        new Value(null, new Binary(Hex.parse("00 53 77 40"))),
        new Encoded(new Binary(Hex.parse("00 53 77 45"))));
  }

  private static List<@Nullable Object> values() {
    List<@Nullable Object> values =
        new ArrayList<>(
            List.of(
                true,
                (byte) -1,
                (short) -1,
                -1,
                -1L,
                Unsigned.ubyte(255),
                Unsigned.ushort(65535),
                Unsigned.uint(0xFFFF_FFFFL),
                Unsigned.ulong(-1),
                1.5f,
                Double.NaN));
    values.addAll(
        List.of(
            'c',
            new BigDecimal("1.5"),
            new Timestamp(1_700_000_000_123L),
            ID,
            binary("bytes"),
            "text",
            new Symbol("symbol"),
            "line\nbreak\0\u2028",
            List.of("a", 1),
            Map.of("nested", List.of(true)),
            LONG));
    values.add(null);
    return values;
  }

  private static Properties identified(Object id) {
    return new Properties(
        id,
        binary("guest"),
        "/queues/q",
        "subject",
        "/queues/answers",
        id,
        "text/plain",
        "identity",
        new Timestamp(1_800_000_000_000L),
        new Timestamp(1_700_000_000_000L),
        "group",
        7L,
        "answers");
  }

  private static CanonicalMessage message(
      Properties properties,
      Map<String, @Nullable Object> annotations,
      Map<String, @Nullable Object> applicationProperties,
      Body body) {
    return new CanonicalMessage(true, -1, -1, annotations, properties, applicationProperties, body);
  }

  private static Map<String, @Nullable Object> one(String name, @Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(name, value);
    return map;
  }

  private static Data data(String text) {
    return new Data(List.of(binary(text)));
  }

  private static Binary binary(String text) {
    return new Binary(text.getBytes(StandardCharsets.UTF_8));
  }
}

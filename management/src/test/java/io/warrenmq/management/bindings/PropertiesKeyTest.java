package io.warrenmq.management.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.management.api.ApiException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of bindings, compared with those that RabbitMQ 4.0 gives. */
class PropertiesKeyTest {
  private static PropertiesKey key(String routingKey, Arguments arguments) {
    return PropertiesKey.of(new BindingDeclaration("x", "q", false, routingKey, arguments));
  }

  private static Arguments json(String text) {
    return JsonArguments.read(new JsonObject(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"\"}|~ZkKYww",
        "{\"a\":\"t\"}|~33VsnA",
        "{\"a\":\"hello world, this is long\"}|~TVMgyg",
        "{\"a\":\"é\"}|~VSKZNw",
        "{\"abcdefghijklmnop\":\"1\"}|~PnHpXQ",
        "{\"a\":0}|~sAeYDw",
        "{\"a\":1}|~Ajat_Q",
        "{\"a\":-1}|~ElVmZA",
        "{\"a\":255}|~UaQmsw",
        "{\"a\":256}|~lGfWrQ",
        "{\"a\":134217727}|~rEKsPQ",
        "{\"a\":134217728}|~b_w2HQ",
        "{\"a\":-134217728}|~qcwLvg",
        "{\"a\":-134217729}|~VfHuLA",
        "{\"a\":4294967296}|~3hsLKA",
        "{\"a\":-5000000000}|~w7MSOQ",
        "{\"a\":576460752303423488}|~1Is6Vw",
        "{\"a\":9223372036854775807}|~vTONBA",
        "{\"a\":1.5}|~yo4NAg",
        "{\"a\":0.0}|~ciQPWQ",
        "{\"a\":true}|~a2lJKQ",
        "{\"a\":false}|~jVo0GA",
        "{\"a\":[]}|~jkxtaQ",
        "{\"a\":[1,2]}|~L8z8-w",
        "{\"a\":{}}|~JBz3JQ",
        "{\"a\":{\"q\":\"r\"}}|~zhPiUg",
        "{\"a\":1,\"b\":2}|~9JXBgw",
        "{\"b\":2,\"a\":1}|~9JXBgw",
        "{\"z\":1,\"a\":\"t\",\"f\":1.5,\"b\":true,\"l\":[1,\"x\",300,70000,5000000000,-1],"
            + "\"t\":{\"q\":\"r\"},\"neg\":-5000000000}|~6K38tA",
      })
  void hashesArgumentsOfJson(String arguments, String key) {
    assertThat(key("", json(arguments)).text()).isEqualTo(key);
    assertThat(key("k", json(arguments)).text()).isEqualTo("k" + key);
  }

  static Stream<ArgumentSet> typed() {
    return Map.ofEntries(
            Map.entry("qA2OWw", (Object) 7),
            Map.entry("8k6IqQ", (byte) -3),
            Map.entry("x_x3Uw", (short) 300),
            Map.entry("4SDU8w", Unsigned.ubyte(200)),
            Map.entry("qQZiZQ", Unsigned.ushort(60_000)),
            Map.entry("rl5YDw", Unsigned.uint(4_000_000_000L)),
            Map.entry("qD-ZWg", 1.5f),
            Map.entry("U7svLg", new BigDecimal("123.45")),
            Map.entry("ut3ctg", new Timestamp(1_700_000_000_000L)),
            Map.entry("6P2U4A", new Binary(new byte[] {1, 2, (byte) 255})),
            Map.entry("OfJhaA", Arguments.VOID),
            Map.entry("5FqFFg", List.of("x", List.of(), Arguments.VOID)),
            Map.entry("1LcwLA", Long.MIN_VALUE),
            Map.entry("iqpAdQ", "0123456789ab"),
            Map.entry("ZdQP7A", "0123456789abcdefghijklmnop"))
        .entrySet()
        .stream()
        .map(
            entry ->
                org.junit.jupiter.params.provider.Arguments.argumentSet(
                    entry.getKey(), entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("typed")
  void hashesArgumentsOfOtherTypes(String hash, Object value) {
    assertThat(key("", Arguments.of(Map.of("a", value))).text()).isEqualTo("~" + hash);
  }

  @Test
  void sortsNamesByTheirBytes() {
    Arguments arguments = Arguments.of(Map.of("é", 3L, "a", 2L, "B", 1L));

    assertThat(key("", arguments).text()).isEqualTo("~8WkHUg");
  }

  @ParameterizedTest
  @CsvSource({"'', ~", "a, a", "a/b~c d, a%2Fb%7Ec+d", "é, %C3%A9", "a.*.#-_, a.%2A.%23-_"})
  void encodesRoutingKeys(String routingKey, String text) {
    PropertiesKey key = key(routingKey, Arguments.NONE);

    assertThat(key.text()).isEqualTo(text);
    assertThat(PropertiesKey.parse(text)).isEqualTo(key);
  }

  @Test
  void readsWhatItWrites() {
    PropertiesKey key = key("a~b", json("{\"a\":1}"));

    assertThat(PropertiesKey.parse(key.text())).isEqualTo(key);
    assertThatThrownBy(() -> PropertiesKey.parse("a~b~c")).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> PropertiesKey.parse("%zz")).isInstanceOf(ApiException.class);
  }
}

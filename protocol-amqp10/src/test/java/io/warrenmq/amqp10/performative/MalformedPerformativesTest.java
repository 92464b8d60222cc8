package io.warrenmq.amqp10.performative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.testkit.wire.Hex;
import io.warrenmq.testkit.wire.TakenBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no performative, or one with fields that it cannot have, is refused. */
class MalformedPerformativesTest {
  private static @Nullable Object value(String hex) {
    byte[] bytes = Hex.parse(hex);
    return new ValueReader(bytes, 0, bytes.length).read();
  }

  @ParameterizedTest
  @CsvSource({
    "40, frame that begins with no performative, null",
    "45, frame that begins with no performative, a list",
    "00 53 10 40, open is no list, null",
    "00 53 10 c1 01 00, open is no list, a map",
    "00 53 0f 45, descriptor 0xf, no code",
    "00 53 19 45, descriptor 0x19, no code",
    "00 53 1d 45, descriptor 0x1d, an error",
    "00 53 3f 45, descriptor 0x3f, below the first of SASL's",
    "00 53 45 45, descriptor 0x45, behind the last of SASL's",
    "00 80 ffffffffffffffff 45, descriptor 0xffffffffffffffff, no code",
    "00 80 0000000100000010 45, descriptor 0x100000010, no code",
    "00 a3 04 'a:bc' 45, descriptor a:bc, no name",
    "00 a3 03 0a6262 45, neither a code nor a name, a name that cannot be shown",
    "00 52 10 45, neither a code nor a name, a uint",
    "00 c0 02 01 40 45, neither a code nor a name, a list",
    "00 53 10 45, mandatory field container-id, missing",
    "00 53 10 c0 02 01 40, mandatory field container-id, null",
    "00 53 10 c0 03 01 52 01, field 0 of open has the wrong type, a number",
    "00 53 10 c0 06 02 a1 01 'c' 52 01, field 1 of open has the wrong type, a number",
    "00 53 10 c0 06 03 a1 01 'c' 40 41, field 2 of open has the wrong type, a boolean",
    "00 53 10 c0 0e 03 a1 01 'c' 40 80 0000000100000000, field 2 of open is 4294967296, too large",
    "00 53 10 c0 0b 04 a1 01 'c' 40 40 70 00010000, field 3 of open is 65536, no ushort",
    "00 53 11 c0 04 01 60 0001, mandatory field next-outgoing-id, missing",
    "00 53 11 c0 05 04 40 43 43 40, mandatory field outgoing-window, null",
    "00 53 11 c0 09 04 70 00010000 43 43 43, field 0 of begin is 65536, no ushort",
    "00 53 12 c0 05 02 a1 01 'n' 43, mandatory field role, missing",
    "00 53 12 c0 08 04 a1 01 'n' 43 41 50 03, no snd-settle-mode is 3, beyond",
    "00 53 12 c0 09 05 a1 01 'n' 43 41 40 50 02, no rcv-settle-mode is 2, beyond",
    "00 53 12 c0 0c 06 a1 01 'n' 43 41 40 40 00 53 29 45, source with the descriptor 0x29, target",
    "00 53 12 c0 0d 07 a1 01 'n' 43 41 40 40 40 00 53 28 45, target with the descriptor 0x28,"
        + " source",
    "00 53 12 c0 0a 06 a1 01 'n' 43 41 40 40 a1 00, field 5 of attach has the wrong type, text",
    "00 53 16 45, mandatory field handle, missing",
    "00 53 16 c0 03 02 43 43, field 1 of detach has the wrong type, a number",
    "00 53 17 c0 02 01 41, field 0 of end has the wrong type, a boolean",
    "00 53 18 c0 05 01 00 53 1d 45, mandatory field condition, missing",
    "00 53 18 c0 05 01 00 53 1d 40, error is no list, null",
    "00 53 41 45, mandatory field mechanism, missing",
    "00 53 41 c0 05 02 a3 01 'P' 41, field 1 of SASL frame has the wrong type, a boolean",
    "00 53 40 c0 04 01 a1 01 'P', field 0 of SASL frame has the wrong type, text",
    "00 53 40 c0 08 01 e0 05 02 a1 01 'P' 00, field 0 of SASL frame has the wrong type, texts",
    "00 53 42 45, mandatory field challenge, missing",
    "00 53 43 45, mandatory field response, missing",
    "00 53 44 45, mandatory field code, missing",
  })
  void refuses(String hex, String detail, String why) {
    Object value = value(hex);

    assertThatThrownBy(() -> Performative.of(value))
        .as(why)
        .isInstanceOf(DecodeFault.class)
        .hasMessageContaining(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "00 53 22 45, descriptor 0x22, no state",
    "00 53 28 45, descriptor 0x28, a source",
    "00 53 24 40, delivery-state is no list, null",
    "00 53 25 c0 02 01 41, has the wrong type, no error",
    "00 53 27 c0 02 01 43, has the wrong type, no boolean",
    "00 53 33 45, mandatory field txn-id, missing",
    "00 53 34 45, mandatory field txn-id, missing",
    "00 53 34 c0 0d 02 a0 01 01 00 53 34 c0 04 01 a0 01 01, transactional-state in another, nested",
  })
  void refusesAState(String hex, String detail, String why) {
    Described value = (Described) value(hex);

    assertThatThrownBy(() -> DeliveryState.of(value))
        .as(why)
        .isInstanceOf(DecodeFault.class)
        .hasMessageContaining(detail);
  }

  @Test
  void refusesDurabilityThatIsNone() {
    assertThatThrownBy(() -> Source.of(Described.of(0x28, Arrays.asList(null, Unsigned.uint(3)))))
        .isInstanceOf(DecodeFault.class)
        .hasMessageContaining("no terminus-durability is 3");
  }

  @Test
  void whatItSaysOfADescriptorIsShort() {
    Described named = new Described(new Symbol("x".repeat(100_000)), List.of());

    assertThatThrownBy(() -> Performative.of(named))
        .isInstanceOfSatisfying(
            DecodeFault.class, fault -> assertThat(fault.detail()).hasSizeLessThan(100));
  }

  /** Each field in turn with a value of every other type: it is taken, or refused as it should. */
  @Test
  void refusesEachFieldOfAnotherTypeWithAFault() {
    List<@Nullable Object> others = new ArrayList<>();
    others.addAll(
        List.of(
            true, "text", new Symbol("symbol"), Unsigned.ubyte(200), Unsigned.ulong(-1), 1, 1.0));
    others.addAll(
        List.of(new Binary(new byte[1]), List.of(1), Map.of(1, 1), Described.of(0x24, List.of())));
    others.add(null);
    int refused = 0;
    for (Performative each : Performatives.all(new Random(1))) {
      for (int field = 0; field < each.fields().size(); field++) {
        for (Object other : others) {
          List<@Nullable Object> fields = Performatives.fieldsOf(each);
          fields.set(field, other);
          try {
            assertThat(Performative.of(Described.of(each.code(), fields))).hasSameClassAs(each);
          } catch (DecodeFault fault) {
            refused++;
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void anArrayThatTakesNoBytesTakesNoMemoryEither() {
    byte[] bytes = Hex.parse("00 53 40 c0 0b 01 f0 00000005 00006f26 40"); // 28,454 nulls

    TakenBytes.assertAtMost(
        20_000,
        "mechanisms that are nulls",
        () ->
            assertThatThrownBy(
                    () -> Performative.of(new ValueReader(bytes, 0, bytes.length).read()))
                .isInstanceOf(DecodeFault.class));
  }
}

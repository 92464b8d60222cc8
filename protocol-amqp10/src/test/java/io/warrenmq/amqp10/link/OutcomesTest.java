package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.DeliveryState.Modified;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static Modified modified(
      boolean failed, boolean undeliverable, Map<String, Object> said) {
    return new Modified(failed, undeliverable, said);
  }

  @Test
  void modifiedPutsBackOrDeadLetters() {
    assertThat(Outcomes.of(modified(false, false, Map.of()))).isEqualTo(SettleOutcome.RELEASE);
    assertThat(Outcomes.of(modified(true, false, Map.of()))).isEqualTo(SettleOutcome.REQUEUE);
    assertThat(Outcomes.of(modified(true, true, Map.of()))).isEqualTo(SettleOutcome.DISCARD);
    assertThat(Outcomes.of(modified(false, true, Map.of()))).isEqualTo(SettleOutcome.DISCARD);
  }

  @Test
  void onlyModifiedAddsSomething() {
    assertThat(Outcomes.added(DeliveryState.Accepted.INSTANCE)).isEmpty();
    assertThat(Outcomes.added(DeliveryState.Released.INSTANCE)).isEmpty();
    assertThat(Outcomes.added(new DeliveryState.Rejected(null))).isEmpty();
    assertThat(Outcomes.added(modified(true, false, Map.of()))).isEmpty();
    assertThat(Outcomes.added(modified(true, false, Map.of("x-opt-a", 1L))))
        .isEqualTo(Map.of("x-opt-a", 1L));
  }

  @Test
  void reservedKeysAndTheBrokersAreLeftOut() {
    Map<String, Object> said = new LinkedHashMap<>();
    for (String key :
        List.of(
            "a",
            "xa",
            "opt-a",
            "x-exchange",
            "x-routing-key",
            "x-delivery-count",
            "x-opt-deaths",
            "x-death",
            "x-first-death-queue",
            "x-last-death-reason",
            "x-deaths",
            "x-",
            "x-opt-a")) {
      said.put(key, "v");
    }

    assertThat(Outcomes.added(modified(true, false, said)).keySet())
        .containsExactly("x-deaths", "x-", "x-opt-a");
  }

  @Test
  void valuesAreSuchAsCanBeStored() {
    Map<Object, Object> map = new HashMap<>();
    map.put(null, "gone");
    map.put(new Symbol("k"), null);
    Map<String, Object> said = new HashMap<>();
    said.put("x-null", null);
    said.put("x-described", new Described(new Symbol("d"), "v"));
    said.put("x-list", Arrays.asList(1, null, new Described(new Symbol("d"), 2)));
    said.put("x-map", map);

    Map<String, Object> added = Outcomes.added(modified(true, false, said));

    Map<Object, Object> kept = new HashMap<>();
    kept.put(new Symbol("k"), null);
    assertThat(added)
        .isEqualTo(
            Map.of(
                "x-null",
                Arguments.VOID,
                "x-described",
                "v",
                "x-list",
                Arrays.asList(1, null, 2),
                "x-map",
                kept));
  }

  @Test
  void theAnswerDoesNotRepeatWhatWasAdded() {
    Modified said = modified(true, false, Map.of("x-opt-a", "v"));
    Binary txnId = new Binary(new byte[] {1});

    assertThat(Outcomes.withoutAdded(said)).isEqualTo(modified(true, false, Map.of()));
    assertThat(Outcomes.withoutAdded(new DeliveryState.Transactional(txnId, said)))
        .isEqualTo(new DeliveryState.Transactional(txnId, modified(true, false, Map.of())));
    assertThat(Outcomes.withoutAdded(DeliveryState.Accepted.INSTANCE))
        .isSameAs(DeliveryState.Accepted.INSTANCE);
  }
}

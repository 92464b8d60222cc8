package io.warrenmq.exchanges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.exchanges.ExchangeBench.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentHistoryExchangeTest {
  private static final String LENGTH = "x-recent-history-length";

  private static ExchangeBench keeping(Object length) {
    return new ExchangeBench(new RecentHistoryExchange(), Map.of(LENGTH, length));
  }

  private static Message message(String key) {
    return ExchangeBench.message(key, Map.of(), null);
  }

  private static List<String> replayed(ExchangeBench bench) {
    List<String> keys = new ArrayList<>();
    bench.router.onBound(
        new Binding(new Target("new", true), "", Arguments.NONE),
        kept -> keys.add(kept.routingKey()));
    return keys;
  }

  @Test
  void givesEveryMessageToAllQueues() {
    ExchangeBench bench = keeping(2);
    Target one = bench.bind("one", "a");
    Target two = bench.bind("two", "b");

    assertThat(bench.route("c")).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void replaysTheLastMessagesOldestFirst() {
    ExchangeBench bench = keeping(3);
    for (int i = 0; i < 10; i++) {
      bench.route("m" + i);
    }

    assertThat(replayed(bench)).containsExactly("m7", "m8", "m9");
  }

  @Test
  void keepsTwentyUnlessTold() {
    ExchangeBench bench = new ExchangeBench(new RecentHistoryExchange(), Map.of());
    for (int i = 0; i < 30; i++) {
      bench.route("m" + i);
    }

    assertThat(replayed(bench)).hasSize(20);
  }

  @Test
  void doesNotKeepWhatIsMarked() {
    ExchangeBench bench = keeping(3);
    bench.route(ExchangeBench.message("secret", Map.of("x-recent-history-no-store", true), null));
    bench.route("kept");

    assertThat(replayed(bench)).containsExactly("kept");
  }

  @Test
  void keepsAMessageWithSeveralKeysOnce() {
    ExchangeBench bench = keeping(3);
    Message message = message("first");
    bench.router.route(message, "first", destination -> {});
    bench.router.route(message, "second", destination -> {});

    assertThat(replayed(bench)).containsExactly("first");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refusesALengthThatKeepsNothing(long length) {
    assertThatThrownBy(() -> keeping(length)).hasMessageContaining("must be a positive integer");
  }

  @ParameterizedTest
  @ValueSource(longs = {10_001, Long.MAX_VALUE})
  void refusesALengthThatTakesTooMuchMemory(long length) {
    assertThatThrownBy(() -> keeping(length)).hasMessageContaining("must be at most 10000");
  }

  @Test
  void refusesALengthThatIsNoInteger() {
    assertThatThrownBy(() -> keeping("ten")).hasMessageContaining("must be an integer");
    assertThatThrownBy(() -> keeping(1.5)).hasMessageContaining("must be an integer");
  }
}

package io.warrenmq.amqp10.management;

import static io.warrenmq.amqp10.management.ManagedBroker.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArgumentsHashTest {
  @Test
  void noArgumentsAreNothing() {
    assertThat(hash(map())).isEmpty();
  }

  /** Locations may be kept by clients over a restart, and shown to another node. */
  @Test
  void neverChanges() {
    assertThat(hash(map("x-match", "any", "a", 1))).isEqualTo("JE5v-qijGKm04XadcMOHSA");
  }

  @Test
  void orderDoesNotMatter() {
    assertThat(hash(map("a", 1, "b", map("c", 2, "d", List.of(3, 4)))))
        .isEqualTo(hash(map("b", map("d", List.of(3, 4), "c", 2), "a", 1)));
  }

  @Test
  void whatDiffersHasAnother() {
    List<Map<Object, Object>> all =
        List.of(
            map("a", 1),
            map("a", 2),
            map("b", 1),
            map("a", 1L),
            map("a", Unsigned.uint(1)),
            map("a", "1"),
            map("a", Arguments.VOID),
            map("a", List.of(1)),
            map("a", List.of(1, 2)),
            map("a", List.of(2, 1)),
            map("a", map("b", 1)),
            map("a", 1, "b", 1));

    Set<String> hashes =
        all.stream().map(ArgumentsHashTest::hash).collect(Collectors.toUnmodifiableSet());

    assertThat(hashes).hasSize(all.size()).allMatch(hash -> hash.matches("[0-9A-Za-z_-]{22}"));
  }

  private static String hash(Map<Object, Object> map) {
    return ArgumentsHash.of(
        Arguments.of(
            map.entrySet().stream()
                .collect(
                    LinkedHashMap::new,
                    (into, entry) -> into.put((String) entry.getKey(), entry.getValue()),
                    Map::putAll)));
  }
}

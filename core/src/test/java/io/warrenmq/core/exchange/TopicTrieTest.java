package io.warrenmq.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.exchange.Destination;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTrieTest {
  private final TopicTrie trie = new TopicTrie();
  private final Destination queue = new NamedDestination("queue");

  private boolean matches(String key) {
    Set<Destination> found = new HashSet<>();
    trie.match(key, found::add);
    return found.contains(queue);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true",
    "a.b, a, false",
    "a.b, a.b.c, false",
    "a.*, a.b, true",
    "a.*, a, false",
    "a.*, a., true",
    "a.*, a.b.c, false",
    "*, '', false",
    "#, '', true",
    "#, a.b.c, true",
    "'', '', true",
    "'', a, false",
    "a.#, a, true",
    "a.#, a.b.c, true",
    "a.#, b, false",
    "#.a, a, true",
    "#.a, b.c.a, true",
    "#.a, a.b, false",
    "#.a, a.a, true",
    "*.#, '', false",
    "*.#, a, true",
    "#.#, '', true",
    "#.#, a.b, true",
    "#.*, a, true",
    "#.*, '', false",
    "#.a.#, b.a.c, true",
    "#.a.#, b.c, false",
    "a.#.b, a.b, true",
    "a.#.b, a.x.y.b, true",
    "a.#.b, a.b.c, false",
    "a.#.b.#, a.b.c, true",
    "a.*.#.b, a.b, false",
    "a.*.#.b, a.x.b, true",
    "a..b, a..b, true",
    "a..b, a.b, false",
    "a.*.b, a..b, true",
    "., ., true",
    "., '', false",
    "*.*, ., true",
    "lazy.#, lazy, true",
    "a*, ab, false",
    "a*, a*, true",
    "*, *, true",
    "*, #, true",
    "b, *, false",
    "b, #, false",
  })
  void matchesByWords(String pattern, String key, boolean expected) {
    trie.add(pattern, queue);

    assertThat(matches(key)).isEqualTo(expected);
  }

  @Test
  void keepsADestinationUntilItWasRemovedAsOftenAsAdded() {
    trie.add("a.*", queue);
    trie.add("a.*", queue);

    trie.remove("a.*", queue);
    assertThat(matches("a.b")).isTrue();

    trie.remove("a.*", queue);
    assertThat(matches("a.b")).isFalse();
  }

  @Test
  void removingAPatternLeavesTheLongerAndTheShorterOnes() {
    trie.add("a.b.c", queue);
    trie.add("a", queue);
    trie.add("a.b", queue);

    trie.remove("a.b", queue);

    assertThat(matches("a.b")).isFalse();
    assertThat(matches("a")).isTrue();
    assertThat(matches("a.b.c")).isTrue();
  }

  @Test
  void removingWhatWasNeverAddedChangesNothing() {
    trie.add("a.b", queue);

    trie.remove("a", queue);
    trie.remove("a.b.c", queue);
    trie.remove("x.#", queue);

    assertThat(matches("a.b")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#.", "*.", "a.#.", "#.a.", "#.*.", "#.a.*.", "*.#.#.a."})
  void doesWorkInProportionToWordsAndNodesForHostilePatterns(String part) {
    // As long as a key may be.
    String pattern = part.repeat(240 / part.length()) + "z";
    trie.add(pattern, queue);
    trie.add(part.repeat(240 / part.length()) + "a", queue);
    String key = "a.".repeat(127) + "b";

    assertThat(matches(key)).isFalse(); // Ends at all: exponential work would not.
  }

  @Test
  void namesADestinationNoMoreOftenThanNodesTimesWords() {
    String pattern = "#.a.".repeat(60) + "#";
    String key = "a.".repeat(127) + "a";
    trie.add(pattern, queue);
    List<Destination> named = new ArrayList<>();

    trie.match(key, named::add);

    assertThat(named).isNotEmpty().hasSizeLessThanOrEqualTo(128);
  }

  @Test
  void meetsPatternsThatStayWhileAWriterChurns() throws Exception {
    List<String> staying = List.of("a.b.c", "a.*.c", "#", "a.#.c", "*.b.#", "#.c", "a.b.#");
    List<Destination> destinations = new ArrayList<>();
    for (String pattern : staying) {
      Destination destination = new NamedDestination(pattern);
      destinations.add(destination);
      trie.add(pattern, destination);
    }
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Set<Destination>> wrong = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              Set<Destination> found = new HashSet<>();
              while (!done.get()) {
                found.clear();
                trie.match("a.b.c", found::add);
                if (!found.containsAll(destinations)) {
                  wrong.set(Set.copyOf(found));
                }
              }
            });
    reader.start();

    // Comes and goes under, beside and above what stays, and through the same tables.
    String[] passing = {"a.b", "a.b.c.d", "a.b.c", "a.x%d.c", "x%d", "#.x%d", "a.*.x%d", "a.#.c.#"};
    for (int i = 0; i < 150_000; i++) {
      String pattern = passing[i % passing.length].formatted(i % 50);
      trie.add(pattern, queue);
      trie.remove(pattern, queue);
    }
    done.set(true);
    reader.join();

    assertThat(wrong.get()).isNull();
  }
}

package io.warrenmq.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.exchange.Destination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The trie against a matcher that takes the definition of the wildcards at its word. */
class TopicTriePropertyTest {
  private record Bound(String pattern, Destination destination) {}

  @Test
  void matchesWhatTheDefinitionMatches() {
    for (long seed = 0; seed < 1500; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    TopicTrie trie = new TopicTrie();
    List<Bound> bound = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      if (!bound.isEmpty() && random.nextInt(5) < 2) {
        Bound gone = bound.remove(random.nextInt(bound.size()));
        trie.remove(gone.pattern, gone.destination);
      } else {
        String pattern = words(random, "a", "b", "", "*", "#", "#");
        Bound added = new Bound(pattern, new NamedDestination(pattern));
        trie.add(pattern, added.destination);
        bound.add(added);
      }
      String key = words(random, "a", "b", "", "c");
      Set<Destination> found = new HashSet<>();
      trie.match(key, found::add);
      Set<Destination> expected =
          bound.stream()
              .filter(b -> matches(split(b.pattern), split(key)))
              .map(Bound::destination)
              .collect(Collectors.toSet());
      assertThat(found).as("seed %d, key '%s'", seed, key).isEqualTo(expected);
    }
  }

  private static String words(Random random, String... choice) {
    return IntStream.range(0, random.nextInt(7))
        .mapToObj(i -> choice[random.nextInt(choice.length)])
        .collect(Collectors.joining("."));
  }

  /** The empty text has no words; any other has one more than dots. */
  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\.", -1));
  }

  private static boolean matches(List<String> pattern, List<String> key) {
    if (pattern.isEmpty()) {
      return key.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("#")) {
      return IntStream.rangeClosed(0, key.size())
          .anyMatch(taken -> matches(rest, key.subList(taken, key.size())));
    }
    return !key.isEmpty()
        && (pattern.get(0).equals("*") || pattern.get(0).equals(key.get(0)))
        && matches(rest, key.subList(1, key.size()));
  }
}

package io.warrenmq.mqtt.retained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.mqtt.topic.TopicFilter;
import io.warrenmq.mqtt.topic.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What filters find of what is retained. */
class RetainedTreeTest {
  private final RetainedTree<String> tree = new RetainedTree<>();

  private List<String> matching(String filter) {
    List<String> found = new ArrayList<>();
    tree.matching(TopicFilter.of(filter)).forEachRemaining(found::add);
    return found;
  }

  private void put(String... topics) {
    for (String topic : topics) {
      tree.put(topic, topic);
    }
  }

  @Test
  void findsWhatFiltersMatch() {
    put("sport", "sport/tennis", "sport/tennis/player1", "/finance", "$SYS/broker");

    assertThat(matching("sport/#"))
        .containsExactlyInAnyOrder("sport", "sport/tennis", "sport/tennis/player1");
    assertThat(matching("sport/+")).containsExactly("sport/tennis");
    assertThat(matching("+/+")).containsExactlyInAnyOrder("sport/tennis", "/finance");
    assertThat(matching("#")).hasSize(4).doesNotContain("$SYS/broker");
    assertThat(matching("+/broker")).isEmpty();
    assertThat(matching("$SYS/#")).containsExactly("$SYS/broker");
    assertThat(matching("sport/tennis/player1/x")).isEmpty();
    assertThat(tree.get("sport/tennis")).isEqualTo("sport/tennis");
    assertThat(tree.get("sport/+")).isNull();
  }

  @Test
  void keepsOneForATopicAndNothingOfThoseThatHaveGone() {
    assertThat(tree.put("a/b", "1")).isNull();
    assertThat(tree.put("a/b", "2")).isEqualTo("1");
    assertThat(tree.put("a/b/c", "3")).isNull();
    assertThat(tree.size()).isEqualTo(2);

    assertThat(tree.remove("a/b")).isEqualTo("2");
    assertThat(tree.remove("a/b")).isNull();
    assertThat(tree.remove("a/x/y")).isNull();
    assertThat(matching("#")).containsExactly("3");
    assertThat(tree.remove("a/b/c")).isEqualTo("3");

    assertThat(tree.size()).isZero();
    assertThat(tree.isBare()).isTrue();
  }

  @Test
  void goesOnWhileTopicsComeAndGo() {
    for (int i = 0; i < 1000; i++) {
      put("a/" + i, "b/" + i);
    }

    Iterator<String> found = tree.matching(TopicFilter.of("#"));
    int count = 0;
    while (found.hasNext()) {
      assertThat(found.next()).isNotNull();
      tree.remove("b/" + count);
      put("c/" + count);
      count++;
    }

    assertThat(count).isGreaterThanOrEqualTo(1000); // All of what has stayed.
    assertThatThrownBy(found::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void agreesWithLookingAtEachTopic() {
    Random random = new Random(1);
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String topic = text(random, "ab/$");
      if (TopicNames.fault(topic) == null) {
        if (random.nextInt(4) == 0) {
          assertThat(tree.remove(topic)).isEqualTo(all.remove(topic));
        } else {
          assertThat(tree.put(topic, topic)).isEqualTo(all.put(topic, topic));
        }
      }
      String filter = text(random, "ab/+#$");
      if (i % 20 == 0 && TopicFilter.fault(filter) == null) {
        assertThat(matching(filter))
            .as(filter)
            .containsExactlyInAnyOrderElementsOf(
                all.keySet().stream().filter(TopicFilter.of(filter)::matches).toList());
      }
    }
    assertThat(tree.size()).isEqualTo(all.size());
    List.copyOf(all.keySet()).forEach(tree::remove);
    assertThat(tree.isBare()).isTrue();
  }

  private static String text(Random random, String from) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }
}

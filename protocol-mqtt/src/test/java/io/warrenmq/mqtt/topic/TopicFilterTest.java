package io.warrenmq.mqtt.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of MQTT 5.0 §4.7 and §4.8, and matching against a plain second opinion. */
class TopicFilterTest {
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1",
    "sport/tennis/player1/#, sport/tennis/player1/ranking",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon",
    "sport/#, sport",
    "#, a/b",
    "sport/tennis/+, sport/tennis/player1",
    "sport/+, sport/",
    "+/+, /finance",
    "/+, /finance",
    "+/tennis/#, sport/tennis",
    "$SYS/#, $SYS/broker",
    "$SYS/monitor/+, $SYS/monitor/Clients",
    "a//b, a//b",
    "a/+/b, a//b",
    "+, a",
  })
  void matches(String filter, String topic) {
    assertThat(TopicFilter.of(filter).matches(topic)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "sport/tennis/+, sport/tennis/player1/ranking",
    "sport/+, sport",
    "+, /finance",
    "#, $SYS/broker",
    "+/monitor/Clients, $SYS/monitor/Clients",
    "a/b, a/B",
    "a/b, a/b/",
    "a/b/, a/b",
    "a/b/#, a/bc",
    "a/#, ab",
    "a, ab",
    "ab, a",
    "a/+/c, a/b",
  })
  void doesNotMatch(String filter, String topic) {
    assertThat(TopicFilter.of(filter).matches(topic)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sport/tennis#",
        "sport/tennis/#/ranking",
        "sport+",
        "+a",
        "a/+b",
        "a/b+/c",
        "",
        "a\0b",
        "##",
        "#/",
        "$share/",
        "$share/g",
        "$share/g/",
        "$share//a",
        "$share/g+/a",
        "$share/#/a",
        "$share/g/a+"
      })
  void refuses(String filter) {
    assertThat(TopicFilter.fault(filter)).isNotNull();
  }

  @Test
  void namesTheGroupOfASharedSubscription() {
    TopicFilter filter = TopicFilter.of("$share/group/a/+");

    assertThat(filter).isEqualTo(new TopicFilter("a/+", "group"));
    assertThat(filter).hasToString("$share/group/a/+");
    assertThat(filter.matches("a/b")).isTrue();
    assertThat(TopicFilter.of("a").shareName()).isNull();
  }

  @Test
  void agreesWithMatchingLevelByLevel() {
    Random random = new Random(1);
    int matched = 0;
    for (int i = 0; i < 200_000; i++) {
      String filter = text(random, "ab/+#$");
      String topic = text(random, "ab/$");
      if (TopicFilter.fault(filter) != null || TopicNames.fault(topic) != null) {
        continue;
      }
      boolean expected = matchesByLevels(filter, topic);
      matched += expected ? 1 : 0;
      assertThat(TopicFilter.of(filter).matches(topic))
          .as("%s and %s", filter, topic)
          .isEqualTo(expected);
    }
    assertThat(matched).isGreaterThan(1000);
  }

  private static String text(Random random, String from) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(from.charAt(random.nextInt(from.length())));
    }
    return text.toString();
  }

  private static boolean matchesByLevels(String filter, String topic) {
    if (topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
      return false;
    }
    String[] wanted = filter.split("/", -1);
    String[] levels = topic.split("/", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("#")) {
        return true;
      } else if (i == levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
        return false;
      }
    }
    return wanted.length == levels.length;
  }
}

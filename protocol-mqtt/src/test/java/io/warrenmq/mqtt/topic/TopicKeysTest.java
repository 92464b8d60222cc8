package io.warrenmq.mqtt.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics as routing keys. */
class TopicKeysTest {
  private static final TopicKeys KEYS = new TopicKeys(false);
  private static final TopicKeys SPARKPLUG = new TopicKeys(true);

  @ParameterizedTest
  @CsvSource({
    "a/b/c, a.b.c",
    "/a, .a",
    "a//b, a..b",
    "v1.0/state, v1/0.state",
    "a*b/c, a*b.c",
    "plain, plain",
    "$SYS/broker, $SYS.broker",
  })
  void topicsAreKeys(String topic, String key) {
    assertThat(KEYS.keyOfTopic(topic)).isEqualTo(key);
    assertThat(KEYS.topicOfKey(key)).isEqualTo(topic);
  }

  @ParameterizedTest
  @CsvSource({"a/+/c, a.*.c", "#, #", "a/#, a.#", "+, *", "v1.0/+, v1/0.*"})
  void filtersAreBindingKeys(String filter, String key) {
    assertThat(KEYS.keyOfFilter(filter)).isEqualTo(key);
  }

  @Test
  void aFilterThatIsTooLongForAKeyIsBoundByItsFirstLevels() {
    String levels = "abcdefghi/".repeat(25); // 250 bytes
    assertThat(KEYS.keyOfFilter(levels + "abcde")).hasSize(255).endsWith(".abcde");
    assertThat(KEYS.keyOfFilter(levels + "abcdef/+"))
        .isEqualTo(levels.replace('/', '.') + "#")
        .isEqualTo(KEYS.keyOfFilter(levels + "other levels/#"));
    assertThat(KEYS.keyOfFilter("ab/" + "é".repeat(127))).isEqualTo("ab.#"); // 257 bytes
    assertThat(KEYS.keyOfFilter("x".repeat(256))).isEqualTo("#");
    assertThat(KEYS.keyOfFilter("x".repeat(253) + "/y/z")).isEqualTo("x".repeat(253) + ".#");
    assertThat(KEYS.keyOfFilter("x".repeat(254) + "/y/z")).isEqualTo("#");
    assertThat(KEYS.keyOfTopic(levels + "abcdef")).hasSize(256);
  }

  @Test
  void knowsWhichFiltersHaveTheSameKey() {
    String levels = "abcdefghi/".repeat(25);
    String[] filters = {
      "a/+",
      "a/*",
      "*/+",
      "+/+",
      "a/b",
      "a",
      "+",
      "*",
      "#",
      "spBv1.0/+",
      "spBv1___0/+",
      levels + "abcdef",
      levels + "abcdeg",
      levels + "abcde",
      levels.replace("a", "+") + "abcdef",
    };
    for (TopicKeys keys : new TopicKeys[] {KEYS, SPARKPLUG}) {
      for (String one : filters) {
        for (String other : filters) {
          boolean same = keys.keyOfFilter(one).equals(keys.keyOfFilter(other));
          assertThat(keys.haveSameKey(one, other)).as("%s, %s", one, other).isEqualTo(same);
          assertThat(keys.mayBeOfOthers(one) || !same || one.equals(other)).as(one).isTrue();
        }
      }
    }
  }

  @Test
  void everyTopicComesBack() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder topic = new StringBuilder("a");
      for (int n = random.nextInt(12); n > 0; n--) {
        topic.append("ab/.*_ é".charAt(random.nextInt(8)));
      }
      assertThat(KEYS.topicOfKey(KEYS.keyOfTopic(topic.toString()))).isEqualTo(topic.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "a.+", "#", "a.#.b"})
  void keysThatAreNoTopicsAreNone(String key) {
    assertThat(KEYS.topicOfKey(key)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "spAv1.0/group/NBIRTH/node, spAv1___0.group.NBIRTH.node",
    "spBv1.0/g, spBv1___0.g",
    "spBv10.23/g/x.y, spBv10___23.g.x/y",
    "spCv1.0/g, spCv1/0.g",
    "a/spBv1.0/g, a.spBv1/0.g",
  })
  void sparkplugsNamespacesAreAsInRabbitMq(String topic, String key) {
    assertThat(SPARKPLUG.keyOfTopic(topic)).isEqualTo(key);
    assertThat(SPARKPLUG.keyOfFilter(topic)).isEqualTo(key);
    assertThat(SPARKPLUG.topicOfKey(key)).isEqualTo(topic);
  }
}

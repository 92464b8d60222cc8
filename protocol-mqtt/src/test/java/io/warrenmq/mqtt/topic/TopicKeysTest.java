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

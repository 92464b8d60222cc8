package io.warrenmq.mqtt.retained;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.message.Messages;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetainedMessagesTest {
  private final Set<String> logged = new HashSet<>();
  private final RetainedLog log =
      new RetainedLog() {
        @Override
        public void put(String vhost, String topic, Message message) {
          logged.add(vhost + " " + topic);
        }

        @Override
        public void remove(String vhost, String topic) {
          logged.remove(vhost + " " + topic);
        }
      };
  private final RetainedMessages retained = new RetainedMessages(log, 3, 1_000);

  @Test
  void takesAllOfAVhostAway() {
    retained.put("v", "a/b", Messages.of(5));
    retained.put("v", "$a", Messages.of(300));
    retained.put("w", "a/b", Messages.of(5));
    assertThat(retained.put("w", "c", Messages.of(5))).isFalse();

    retained.removeAll("v");

    assertThat(logged).containsExactly("w a/b");
    assertThat(retained.size()).isEqualTo(1);
    assertThat(retained.vhosts()).containsExactly("w");
    assertThat(retained.matching("v", TopicFilter.of("a/b")).hasNext()).isFalse();
    assertThat(retained.put("w", "c", Messages.of(500))).isTrue(); // There is room again.
  }
}

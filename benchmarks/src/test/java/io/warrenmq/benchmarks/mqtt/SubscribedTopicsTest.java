package io.warrenmq.benchmarks.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SubscribedTopicsTest {
  @Test
  void sharesTheTopicsOutAmongTheConnections() {
    SubscribedTopics topics = new SubscribedTopics(100, 7);
    List<String> all = new ArrayList<>();

    for (int connection = 0; connection < 3; connection++) {
      topics.ofConnection(connection, 3).forEachRemaining(all::add);
    }

    assertThat(all).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void everyTopicMatchesOneWildcard() {
    SubscribedTopics topics = new SubscribedTopics(100, 7);
    List<Pattern> wildcards = new ArrayList<>();
    Iterator<String> filters = topics.wildcards();
    while (filters.hasNext()) {
      wildcards.add(Pattern.compile(filters.next().replace("+", "[^/]*").replace("#", ".*")));
    }

    assertThat(wildcards).hasSize(7);
    for (int number = 0; number < 100; number++) {
      String topic = topics.topic(number);
      assertThat(wildcards).filteredOn(filter -> filter.matcher(topic).matches()).hasSize(1);
    }
    assertThat(topics.copies()).isEqualTo(2);
  }

  @Test
  void canDoWithoutWildcards() {
    SubscribedTopics topics = new SubscribedTopics(100, 0);

    assertThat(topics.wildcards().hasNext()).isFalse();
    assertThat(topics.copies()).isEqualTo(1);
    assertThat(topics.topic(99)).isEqualTo("site/0000/device/0000099/value");
  }
}

package io.warrenmq.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WordTableTest {
  private final WordTable table = new WordTable();

  private TopicNode add(String word) {
    TopicNode node = new TopicNode(word, null);
    table.add(node);
    return node;
  }

  private @Nullable TopicNode find(String word) {
    return table.find(word, 0, word.length(), WordTable.hash(word, 0, word.length()));
  }

  @Test
  void findsAWordWithinAKey() {
    TopicNode node = add("stock");

    assertThat(table.find("usd.stock.nyse", 4, 9, WordTable.hash("stock", 0, 5))).isSameAs(node);
  }

  @Test
  void tellsWordsOfTheSameHashApart() {
    // "Aa" and "BB" are the shortest of them.
    TopicNode first = add("Aa");
    TopicNode second = add("BB");

    assertThat(first.wordHash).isEqualTo(second.wordHash);
    assertThat(find("Aa")).isSameAs(first);
    assertThat(find("BB")).isSameAs(second);
    assertThat(find("C#")).isNull();
  }

  @Test
  void findsTheEmptyWord() {
    TopicNode node = add("");

    assertThat(find("")).isSameAs(node);
  }

  @Test
  void findsWhatWasAddedBehindARemovedWordOfTheSameHash() {
    TopicNode first = add("Aa");
    TopicNode second = add("BB");

    table.remove(first);

    assertThat(find("Aa")).isNull();
    assertThat(find("BB")).isSameAs(second);
  }

  @Test
  void findsAWordThatCameBack() {
    table.remove(add("a"));
    TopicNode again = add("a");

    assertThat(find("a")).isSameAs(again);
  }

  @Test
  void holdsWhatAMapHolds() {
    Random random = new Random(5);
    Map<String, TopicNode> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      String word = "word" + random.nextInt(step % 4000 < 2000 ? 500 : 20);
      TopicNode there = model.get(word);
      assertThat(find(word)).isSameAs(there);
      if (there == null) {
        model.put(word, add(word));
      } else if (random.nextInt(3) == 0) {
        table.remove(there);
        model.remove(word);
      }
    }
  }
}

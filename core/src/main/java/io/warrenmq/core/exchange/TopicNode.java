package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.SlotSet;
import org.jspecify.annotations.Nullable;

/**
 * A node of the topic trie: the end of all patterns that begin with the same words. Written by the
 * metadata loop, read by any.
 */
final class TopicNode {
  final String word;
  final int wordHash;
  final @Nullable TopicNode parent;

  // Each is made when it is needed, and dropped when it is empty again.
  volatile @Nullable WordTable words;
  volatile @Nullable TopicNode anyWord; // *
  volatile @Nullable TopicNode anyWords; // #
  volatile @Nullable SlotSet<Destination> here;
  volatile boolean removed;
  int wordCount; // children in words; the writer's

  TopicNode(String word, @Nullable TopicNode parent) {
    this.word = word;
    this.wordHash = WordTable.hash(word, 0, word.length());
    this.parent = parent;
  }

  boolean isEmpty() {
    return wordCount == 0 && anyWord == null && anyWords == null && here == null;
  }
}

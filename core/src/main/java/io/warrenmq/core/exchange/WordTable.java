package io.warrenmq.core.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The children of a trie node by their word, looked up by a stretch of a routing key without
 * cutting it out. An open-addressing table with one writer and any number of readers without a
 * lock: an entry, once there, does not move within its array.
 */
final class WordTable {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(TopicNode[].class);

  private volatile @Nullable TopicNode[] slots = new TopicNode[2];
  private int used; // slots taken, by children that were removed too; the writer's

  /** The child for {@code key[from, to)}; {@code null} when there is none. Any loop. */
  @Nullable TopicNode find(String key, int from, int to, int hash) {
    TopicNode[] now = slots;
    int mask = now.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      TopicNode node = (TopicNode) SLOT.getAcquire(now, i);
      if (node == null) {
        return null;
      }
      if (node.wordHash == hash
          && !node.removed
          && node.word.length() == to - from
          && key.regionMatches(from, node.word, 0, to - from)) {
        return node;
      }
    }
  }

  /** Adds a child that is not there. The writer. */
  void add(TopicNode node) {
    if ((used + 1) * 2 > slots.length) {
      rebuild();
    }
    put(slots, node);
    used++;
  }

  /** Removes a child: it is marked, and left out when the table is built anew. The writer. */
  void remove(TopicNode node) {
    node.removed = true;
  }

  private void rebuild() {
    TopicNode[] old = slots;
    int live = 0;
    for (TopicNode node : old) {
      if (node != null && !node.removed) {
        live++;
      }
    }
    TopicNode[] fresh = new TopicNode[Math.max(2, Integer.highestOneBit(live + 1) * 4)];
    for (TopicNode node : old) {
      if (node != null && !node.removed) {
        put(fresh, node);
      }
    }
    used = live;
    slots = fresh;
  }

  private static void put(@Nullable TopicNode[] into, TopicNode node) {
    int mask = into.length - 1;
    int i = node.wordHash & mask;
    while (into[i] != null) {
      i = (i + 1) & mask;
    }
    SLOT.setRelease(into, i, node);
  }

  /** The hash of {@code key[from, to)}, mixed so that its low bits serve. */
  static int hash(String key, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + key.charAt(i);
    }
    return hash ^ (hash >>> 16);
  }
}

package io.warrenmq.mqtt.subscription;

import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Many subscriptions of a session, in which a topic finds what it matches without a look at all:
 * those without wildcards by their text, the others in a tree of levels. Confined to the session's
 * loop.
 */
final class ManySubscriptions {
  private final Map<String, Subscription> plain = new HashMap<>();
  private final Map<TopicFilter, Subscription> others = new HashMap<>(0); // wild or shared
  private final Level root = new Level();

  /** What filters have in common up to one level. */
  private static final class Level {
    final Map<String, Level> next = new HashMap<>(4);
    @Nullable Subscription ends; // a filter ends here
    @Nullable Subscription endsInHash; // or here, and in the wildcard of all levels

    boolean isEmpty() {
      return next.isEmpty() && ends == null && endsInHash == null;
    }
  }

  int size() {
    return plain.size() + others.size();
  }

  List<Subscription> all() {
    List<Subscription> all = new ArrayList<>(size());
    all.addAll(plain.values());
    all.addAll(others.values());
    return all;
  }

  private static boolean isPlain(TopicFilter filter) {
    return !filter.isShared() && !filter.hasWildcards();
  }

  @Nullable Subscription find(TopicFilter filter) {
    return isPlain(filter) ? plain.get(filter.text()) : others.get(filter);
  }

  @Nullable Subscription put(Subscription subscription) {
    TopicFilter filter = subscription.filter();
    if (isPlain(filter)) {
      return plain.put(filter.text(), subscription);
    } else if (!filter.isShared()) { // What is shared comes by a queue of its own.
      change(root, filter.text(), 0, subscription);
    }
    return others.put(filter, subscription);
  }

  @Nullable Subscription remove(TopicFilter filter) {
    if (isPlain(filter)) {
      return plain.remove(filter.text());
    }
    Subscription removed = others.remove(filter);
    if (removed != null && !filter.isShared()) {
      change(root, filter.text(), 0, null);
    }
    return removed;
  }

  private static void change(Level level, String filter, int from, @Nullable Subscription to) {
    if (from > filter.length()) {
      level.ends = to;
      return;
    }
    int slash = filter.indexOf('/', from);
    int end = slash < 0 ? filter.length() : slash;
    String word = filter.substring(from, end);
    if (word.equals("#")) {
      level.endsInHash = to;
      return;
    }
    Level next = level.next.get(word);
    if (next == null) {
      if (to == null) {
        return;
      }
      next = new Level();
      level.next.put(word, next);
    }
    change(next, filter, end + 1, to);
    if (next.isEmpty()) {
      level.next.remove(word);
    }
  }

  /** Adds those that a topic name matches. */
  void match(String topic, List<Subscription> found) {
    Subscription same = plain.get(topic);
    if (same != null) {
      found.add(same);
    }
    if (!root.isEmpty()) {
      find(root, topic, 0, topic.charAt(0) != '$', found);
    }
  }

  private static void find(
      Level level, String topic, int from, boolean mayBeWild, List<Subscription> found) {
    if (level.endsInHash != null && mayBeWild) {
      found.add(level.endsInHash);
    }
    if (from > topic.length()) {
      if (level.ends != null) {
        found.add(level.ends);
      }
      return;
    }
    int slash = topic.indexOf('/', from);
    int end = slash < 0 ? topic.length() : slash;
    Level next = level.next.get(topic.substring(from, end));
    if (next != null) {
      find(next, topic, end + 1, true, found);
    }
    Level any = mayBeWild ? level.next.get("+") : null;
    if (any != null) {
      find(any, topic, end + 1, true, found);
    }
  }
}

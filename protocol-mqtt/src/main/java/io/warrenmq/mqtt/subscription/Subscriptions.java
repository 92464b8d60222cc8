package io.warrenmq.mqtt.subscription;

import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one session, and those of them that a topic matches: found by its levels,
 * whatever their number. Confined to the session's loop.
 */
public final class Subscriptions {
  private final Map<TopicFilter, Subscription> byFilter = new LinkedHashMap<>();
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

  /** How many there are. */
  public int size() {
    return byFilter.size();
  }

  /** All, in the order in which they were made. */
  public Collection<Subscription> all() {
    return Collections.unmodifiableCollection(byFilter.values());
  }

  /** The subscription with this filter; {@code null} when there is none. */
  public @Nullable Subscription find(TopicFilter filter) {
    return byFilter.get(filter);
  }

  /**
   * Adds a subscription, in the place of one with the same filter.
   *
   * @return the one before; {@code null} when there was none
   */
  public @Nullable Subscription put(Subscription subscription) {
    TopicFilter filter = subscription.filter();
    if (!filter.isShared()) { // What is shared comes by a queue of its own.
      change(root, filter.text(), 0, subscription);
    }
    return byFilter.put(filter, subscription);
  }

  /** Takes the subscription with this filter away; {@code null} when there is none. */
  public @Nullable Subscription remove(TopicFilter filter) {
    Subscription removed = byFilter.remove(filter);
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

  /** The subscriptions, of those that are not shared, that a topic name matches. */
  public List<Subscription> matching(String topic) {
    if (byFilter.isEmpty()) {
      return List.of();
    }
    List<Subscription> found = new ArrayList<>(2);
    find(root, topic, 0, topic.charAt(0) != '$', found);
    return found;
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

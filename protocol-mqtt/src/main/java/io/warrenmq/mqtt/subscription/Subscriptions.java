package io.warrenmq.mqtt.subscription;

import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a session: a few are looked through, and take next to no memory; many are
 * found by their texts and levels. Confined to the session's loop.
 */
public final class Subscriptions {
  private static final int FEW = 8;
  private static final Subscription[] NONE = {};

  private Subscription[] few = NONE;
  private @Nullable ManySubscriptions many; // in their place, once they were more

  /** How many there are. */
  public int size() {
    return many == null ? few.length : many.size();
  }

  /** All, as they are now, in no order. */
  public List<Subscription> all() {
    return many == null ? List.of(few) : many.all();
  }

  /** The subscription with this filter; {@code null} when there is none. */
  public @Nullable Subscription find(TopicFilter filter) {
    if (many != null) {
      return many.find(filter);
    }
    int at = indexOf(filter);
    return at < 0 ? null : few[at];
  }

  private int indexOf(TopicFilter filter) {
    int at = few.length - 1;
    while (at >= 0 && !few[at].filter().equals(filter)) {
      at--;
    }
    return at;
  }

  /**
   * Adds a subscription, in the place of one with the same filter.
   *
   * @return the one before; {@code null} when there was none
   */
  public @Nullable Subscription put(Subscription subscription) {
    if (many != null) {
      return many.put(subscription);
    }
    int at = indexOf(subscription.filter());
    if (at >= 0) {
      Subscription former = few[at];
      few[at] = subscription;
      return former;
    } else if (few.length == FEW) {
      ManySubscriptions all = new ManySubscriptions();
      for (Subscription each : few) {
        all.put(each);
      }
      few = NONE;
      many = all;
      return all.put(subscription);
    }
    few = Arrays.copyOf(few, few.length + 1);
    few[few.length - 1] = subscription;
    return null;
  }

  /** Takes the subscription with this filter away; {@code null} when there is none. */
  public @Nullable Subscription remove(TopicFilter filter) {
    if (many != null) {
      return many.remove(filter);
    }
    int at = indexOf(filter);
    if (at < 0) {
      return null;
    }
    Subscription removed = few[at];
    Subscription[] rest = Arrays.copyOf(few, few.length - 1);
    System.arraycopy(few, at + 1, rest, at, rest.length - at);
    few = rest;
    return removed;
  }

  /**
   * Finds the subscriptions, of those that are not shared, that a topic name matches. No garbage
   * for a few.
   *
   * @param found takes them
   */
  public void match(String topic, List<Subscription> found) {
    if (many != null) {
      many.match(topic, found);
      return;
    }
    for (Subscription each : few) {
      if (!each.filter().isShared() && each.filter().matches(topic)) {
        found.add(each);
      }
    }
  }
}

package io.warrenmq.mqtt.sys;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.retained.RetainedMessages.Retained;
import io.warrenmq.mqtt.retained.RetainedTree;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The values as one loop's clients have them, and those of its clients that are told of others. A
 * loop without such clients does nothing for them. Confined to its loop.
 */
public final class SysFeed {
  // A turn yields the loop after so many clients, as each is written some forty messages.
  private static final int WATCHERS_PER_TURN = 50;

  private final Loop loop;
  private final RetainedTree<Retained> values = new RetainedTree<>();
  private final Set<Watcher> watchers = new LinkedHashSet<>(0);

  /** A client that has subscribed to some of them. */
  public interface Watcher {
    /** These are new: those that its subscriptions match are its own. */
    void onSys(List<Retained> changed);
  }

  SysFeed(Loop loop) {
    this.loop = loop;
  }

  /** Those of the values that a filter matches. */
  public Iterator<Retained> matching(TopicFilter filter) {
    return values.matching(filter);
  }

  /** Has a client told from now on; once, however often it is said. */
  public void watch(Watcher watcher) {
    assert loop.inThread();
    watchers.add(watcher);
  }

  /** Has a client told no more. */
  public void unwatch(Watcher watcher) {
    assert loop.inThread();
    watchers.remove(watcher);
  }

  /** Takes in new values, and tells of them. */
  void publish(List<Retained> changed) {
    for (Retained each : changed) {
      values.put(each.topic(), each);
    }
    if (!watchers.isEmpty()) {
      tell(new ArrayList<>(watchers).iterator(), changed);
    }
  }

  private void tell(Iterator<Watcher> left, List<Retained> changed) {
    for (int i = 0; i < WATCHERS_PER_TURN && left.hasNext(); i++) {
      Watcher next = left.next();
      if (watchers.contains(next)) { // It may have gone between two turns.
        next.onSys(changed);
      }
    }
    if (left.hasNext()) {
      loop.atNextTurn(() -> tell(left, changed));
    }
  }
}

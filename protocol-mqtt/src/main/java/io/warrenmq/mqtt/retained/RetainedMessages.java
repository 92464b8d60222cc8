package io.warrenmq.mqtt.retained;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The retained messages of all vhosts, within limits of number and size: what goes beyond is
 * delivered and not retained. Thread-safe; readers do not wait.
 */
public final class RetainedMessages {
  private final RetainedLog log;
  private final int countMax;
  private final long bytesMax;
  private final ConcurrentHashMap<String, RetainedTree<Retained>> vhosts =
      new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A retained message.
   *
   * @param topic where it was published to
   * @param message of this protocol's format
   */
  public record Retained(String topic, Message message) {
    private static final long OVERHEAD_BYTES = 200;

    long weight() {
      return OVERHEAD_BYTES + topic.length() + message.bytes().length;
    }

    /** Whether its time is over. */
    public boolean isExpired(long nowMs) {
      return message.ttlMs() != Message.NO_TTL && nowMs - message.receivedMs() >= message.ttlMs();
    }
  }

  /**
   * Without any.
   *
   * @param log is told of every change
   * @param countMax how many at most
   * @param bytesMax of their topics, properties and payloads
   */
  public RetainedMessages(RetainedLog log, int countMax, long bytesMax) {
    this.log = log;
    this.countMax = countMax;
    this.bytesMax = bytesMax;
  }

  /**
   * Retains a message in the place of the topic's former one; one without a payload takes that away
   * [MQTT-3.3.1-6].
   *
   * @return false when there is no room: the former one stays
   */
  public boolean put(String vhost, String topic, Message message) {
    boolean[] taken = new boolean[1];
    // The map lets one thread at a time at a vhost's tree, which wants no more.
    vhosts.compute(
        vhost,
        (name, known) -> {
          RetainedTree<Retained> tree = known == null ? new RetainedTree<>() : known;
          taken[0] = put(vhost, tree, topic, message);
          return tree;
        });
    return taken[0];
  }

  /** Takes in one that the log knows; whatever the limits are by now. */
  public void restore(String vhost, String topic, Message message) {
    Retained retained = new Retained(topic, message);
    vhosts.computeIfAbsent(vhost, name -> new RetainedTree<>()).put(topic, retained);
    count.incrementAndGet();
    bytes.addAndGet(retained.weight());
  }

  /** How many there are. */
  public int size() {
    return count.get();
  }

  private boolean put(String vhost, RetainedTree<Retained> tree, String topic, Message message) {
    if (message.bodyLength() == 0) {
      remove(vhost, tree, topic);
      return true;
    }
    Retained retained = new Retained(topic, message);
    Retained former = tree.get(topic);
    long more = retained.weight() - (former == null ? 0 : former.weight());
    if ((former == null && count.get() >= countMax) || bytes.get() + more > bytesMax) {
      return false;
    }
    tree.put(topic, retained);
    log.put(vhost, topic, message);
    bytes.addAndGet(more);
    if (former == null) {
      count.incrementAndGet();
    }
    return true;
  }

  private void remove(String vhost, RetainedTree<Retained> tree, String topic) {
    Retained former = tree.remove(topic);
    if (former != null) {
      log.remove(vhost, topic);
      count.decrementAndGet();
      bytes.addAndGet(-former.weight());
    }
  }

  /** Takes all of a vhost away. */
  public void removeAll(String vhost) {
    vhosts.computeIfPresent(
        vhost,
        (name, tree) -> {
          tree.forEach(
              retained -> {
                log.remove(vhost, retained.topic);
                count.decrementAndGet();
                bytes.addAndGet(-retained.weight());
              });
          return null;
        });
  }

  /** The vhosts that have some, or had. */
  public Set<String> vhosts() {
    return Set.copyOf(vhosts.keySet());
  }

  /** Takes away one whose time is over, unless another has come. */
  public void removeExpired(String vhost, Retained expired) {
    vhosts.computeIfPresent(
        vhost,
        (name, tree) -> {
          if (expired.equals(tree.get(expired.topic))) {
            remove(vhost, tree, expired.topic);
          }
          return tree;
        });
  }

  /** Those that a filter matches, found while they are asked for. */
  public Iterator<Retained> matching(String vhost, TopicFilter filter) {
    RetainedTree<Retained> tree = vhosts.get(vhost);
    return tree == null ? Collections.emptyIterator() : tree.matching(filter);
  }
}

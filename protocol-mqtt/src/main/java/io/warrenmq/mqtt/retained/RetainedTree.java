package io.warrenmq.mqtt.retained;

import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is retained for each topic, by the topics' levels: a filter costs what it matches, and is
 * answered piece by piece. One thread writes; any reads, without waiting, and sees of what changes
 * meanwhile the old or the new.
 *
 * @param <V> what is kept for a topic
 */
public final class RetainedTree<V extends Object> {
  private final Node<V> root = new Node<>();
  private volatile int size;

  private static final class Node<V extends Object> {
    volatile @Nullable V value;
    volatile @Nullable Map<String, Node<V>> next; // most topics have none below them

    Collection<Node<V>> children() {
      Map<String, Node<V>> below = next;
      return below == null ? List.of() : below.values();
    }

    @Nullable Node<V> child(String word) {
      Map<String, Node<V>> below = next;
      return below == null ? null : below.get(word);
    }

    Node<V> makeChild(String word) {
      Map<String, Node<V>> below = next;
      if (below == null) {
        below = new ConcurrentHashMap<>(2);
        next = below;
      }
      return below.computeIfAbsent(word, absent -> new Node<>());
    }

    void dropChild(String word) {
      Map<String, Node<V>> below = next;
      if (below != null) {
        below.remove(word);
        if (below.isEmpty()) {
          next = null;
        }
      }
    }

    boolean isEmpty() {
      return value == null && next == null;
    }
  }

  /** How many topics have something. Any thread. */
  public int size() {
    return size;
  }

  /**
   * Keeps something for a topic. The writing thread.
   *
   * @return what was kept before; {@code null} for nothing
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public @Nullable V put(String topic, V value) {
    Node<V> node = root;
    for (String word : topic.split("/", -1)) {
      node = node.makeChild(word);
    }
    V before = node.value;
    node.value = value;
    if (before == null) {
      size++;
    }
    return before;
  }

  /**
   * Keeps nothing for a topic any more. The writing thread.
   *
   * @return what was kept before; {@code null} for nothing
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public @Nullable V remove(String topic) {
    V before = remove(root, topic.split("/", -1), 0);
    if (before != null) {
      size--;
    }
    return before;
  }

  private @Nullable V remove(Node<V> node, String[] words, int at) {
    if (at == words.length) {
      V before = node.value;
      node.value = null;
      return before;
    }
    Node<V> child = node.child(words[at]);
    if (child == null) {
      return null;
    }
    V before = remove(child, words, at + 1);
    if (child.isEmpty()) {
      node.dropChild(words[at]);
    }
    return before;
  }

  /** What is kept for a topic; {@code null} for nothing. Any thread. */
  public @Nullable V get(String topic) {
    Node<V> node = root;
    for (String word : topic.split("/", -1)) {
      node = node.child(word);
      if (node == null) {
        return null;
      }
    }
    return node.value;
  }

  /**
   * What is kept for the topics that a filter matches, found while it is asked for. Any thread, one
   * at a time.
   */
  public Iterator<V> matching(TopicFilter filter) {
    return new Matches<>(root, filter.text().split("/", -1));
  }

  /** Calls for each topic's. Any thread. */
  public void forEach(Consumer<V> action) {
    forEach(root, action);
  }

  private static <V extends Object> void forEach(Node<V> node, Consumer<V> action) {
    V value = node.value;
    if (value != null) {
      action.accept(value);
    }
    node.children().forEach(child -> forEach(child, action));
  }

  /** Whether nothing is left of topics that have gone. For tests. */
  boolean isBare() {
    return root.isEmpty();
  }

  private static final class Matches<V extends Object> implements Iterator<V> {
    private final String[] words;
    private final ArrayDeque<Step<V>> steps = new ArrayDeque<>();
    private @Nullable V found;

    /**
     * Nodes that match the filter's words up to one.
     *
     * @param at the word that comes next
     */
    private record Step<V extends Object>(Iterator<Node<V>> nodes, int at) {}

    Matches(Node<V> root, String[] words) {
      this.words = words;
      String first = words[0];
      if (first.equals("+") || first.equals("#")) {
        // [MQTT-4.7.2-1]: not topics that begin with a dollar.
        int at = first.equals("+") ? 1 : 0;
        Map<String, Node<V>> below = root.next;
        if (below != null) {
          steps.push(new Step<>(new WithoutDollar<>(below.entrySet().iterator()), at));
        }
      } else {
        steps.push(new Step<>(Collections.singleton(root).iterator(), 0));
      }
    }

    @Override
    public boolean hasNext() {
      while (found == null && !steps.isEmpty()) {
        Step<V> step = steps.element();
        if (step.nodes.hasNext()) {
          visit(step.nodes.next(), step.at);
        } else {
          steps.pop();
        }
      }
      return found != null;
    }

    private void visit(Node<V> node, int at) {
      if (at == words.length) {
        found = node.value;
      } else if (words[at].equals("#")) { // It matches the level above too.
        found = node.value;
        steps.push(new Step<>(node.children().iterator(), at));
      } else if (words[at].equals("+")) {
        steps.push(new Step<>(node.children().iterator(), at + 1));
      } else {
        Node<V> child = node.child(words[at]);
        if (child != null) {
          steps.push(new Step<>(Collections.singleton(child).iterator(), at + 1));
        }
      }
    }

    @Override
    public V next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      V next = found;
      found = null;
      assert next != null;
      return next;
    }
  }

  private static final class WithoutDollar<V extends Object> implements Iterator<Node<V>> {
    private final Iterator<Map.Entry<String, Node<V>>> all;
    private @Nullable Node<V> next;

    WithoutDollar(Iterator<Map.Entry<String, Node<V>>> all) {
      this.all = all;
    }

    @Override
    public boolean hasNext() {
      while (next == null && all.hasNext()) {
        Map.Entry<String, Node<V>> each = all.next();
        if (!each.getKey().startsWith("$")) {
          next = each.getValue();
        }
      }
      return next != null;
    }

    @Override
    public Node<V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Node<V> given = next;
      next = null;
      assert given != null;
      return given;
    }
  }
}

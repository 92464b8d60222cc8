package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.exchange.SlotSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Patterns by their words. One writer, the metadata loop; any loop matches at the same time without
 * a lock. A change costs the number of words of its pattern; a match costs what it meets, whatever
 * else is bound.
 *
 * <p>With several {@code #} in a pattern the same node can be reached at the same word on many
 * ways. Each {@code #} node is therefore entered at a word once per match, so that the work is at
 * most the nodes met times the words of the key.
 */
final class TopicTrie {
  private final TopicNode root = new TopicNode("", null);

  /** Adds a destination to a pattern, once more if it is there. Metadata loop. */
  void add(String pattern, Destination destination) {
    TopicNode node = root;
    for (int from = 0, to; !pattern.isEmpty() && from <= pattern.length(); from = to + 1) {
      to = endOfWord(pattern, from);
      node = childFor(node, pattern, from, to);
    }
    SlotSet<Destination> here = node.here;
    if (here == null) {
      here = new SlotSet<>();
      here.add(destination);
      node.here = here;
    } else {
      here.add(destination);
    }
  }

  /** Takes a destination from a pattern, and what is empty then from the trie. Metadata loop. */
  void remove(String pattern, Destination destination) {
    TopicNode node = root;
    for (int from = 0, to; !pattern.isEmpty() && from <= pattern.length(); from = to + 1) {
      to = endOfWord(pattern, from);
      node = node == null ? null : find(node, pattern, from, to);
    }
    SlotSet<Destination> here = node == null ? null : node.here;
    if (node == null || here == null) {
      return;
    }
    here.remove(destination);
    if (here.isEmpty()) {
      node.here = null;
      prune(node);
    }
  }

  private static void prune(TopicNode leaf) {
    TopicNode node = leaf;
    for (TopicNode parent; (parent = node.parent) != null && node.isEmpty(); node = parent) {
      WordTable words = parent.words;
      if (node == parent.anyWord) {
        parent.anyWord = null;
      } else if (node == parent.anyWords) {
        parent.anyWords = null;
      } else if (words != null) {
        words.remove(node);
        if (--parent.wordCount == 0) {
          parent.words = null;
        }
      }
    }
  }

  private static @Nullable TopicNode find(TopicNode node, String pattern, int from, int to) {
    if (isWildcard(pattern, from, to, '*')) {
      return node.anyWord;
    }
    if (isWildcard(pattern, from, to, '#')) {
      return node.anyWords;
    }
    WordTable words = node.words;
    return words == null ? null : words.find(pattern, from, to, WordTable.hash(pattern, from, to));
  }

  private static TopicNode childFor(TopicNode node, String pattern, int from, int to) {
    TopicNode there = find(node, pattern, from, to);
    if (there != null) {
      return there;
    }
    TopicNode child = new TopicNode(pattern.substring(from, to), node);
    if (child.word.equals("*")) {
      node.anyWord = child;
    } else if (child.word.equals("#")) {
      node.anyWords = child;
    } else {
      WordTable words = node.words;
      if (words == null) {
        words = new WordTable();
        words.add(child);
        node.words = words;
      } else {
        words.add(child);
      }
      node.wordCount++;
    }
    return child;
  }

  private static boolean isWildcard(String pattern, int from, int to, char wildcard) {
    return to - from == 1 && pattern.charAt(from) == wildcard;
  }

  /** Gives all destinations of matching patterns to the sink. Any loop. */
  void match(String key, RouteSink sink) {
    match(
        root,
        key,
        key.isEmpty() ? 1 : 0,
        sink,
        null); // The empty key has no words, not an empty one.
  }

  /**
   * Goes on from a node.
   *
   * @param from where the next word begins; one past the key's length when all words are used
   * @param entered the {@code #} nodes met so far and the first word at which each was; {@code
   *     null} before the first
   */
  private static void match(
      TopicNode node,
      String key,
      int from,
      RouteSink sink,
      @Nullable Map<TopicNode, Integer> entered) {
    TopicNode anyWords = node.anyWords;
    if (anyWords != null) {
      matchAnyWords(anyWords, key, from, sink, entered);
    }
    if (from > key.length()) {
      SlotSet<Destination> here = node.here;
      if (here != null) {
        Destinations.addAll(here, sink);
      }
      return;
    }
    int to = endOfWord(key, from);
    WordTable words = node.words;
    if (words != null) {
      TopicNode child = words.find(key, from, to, WordTable.hash(key, from, to));
      if (child != null) {
        match(child, key, to + 1, sink, entered);
      }
    }
    TopicNode anyWord = node.anyWord;
    if (anyWord != null) {
      match(anyWord, key, to + 1, sink, entered);
    }
  }

  /** A {@code #} takes none of the remaining words, or one, or two, and so on to all of them. */
  private static void matchAnyWords(
      TopicNode node,
      String key,
      int from,
      RouteSink sink,
      @Nullable Map<TopicNode, Integer> entered) {
    if (node.words == null && node.anyWord == null && node.anyWords == null) {
      SlotSet<Destination> here = node.here;
      if (here != null) {
        Destinations.addAll(here, sink); // It takes all that is left, and nothing follows it.
      }
      return;
    }
    Map<TopicNode, Integer> seen = entered == null ? new IdentityHashMap<>() : entered;
    Integer before = seen.get(node);
    int stop = before == null ? key.length() + 2 : before;
    if (from >= stop) {
      return; // From that word on it has been followed already.
    }
    seen.put(node, from);
    for (int at = from; at < stop; at = endOfWord(key, at) + 1) {
      match(node, key, at, sink, seen);
      if (at > key.length()) {
        break;
      }
    }
  }

  private static int endOfWord(String key, int from) {
    int dot = key.indexOf('.', from);
    return dot < 0 ? key.length() : dot;
  }
}

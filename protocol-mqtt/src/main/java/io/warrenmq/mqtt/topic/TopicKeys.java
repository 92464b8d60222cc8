package io.warrenmq.mqtt.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MQTT's topics as routing keys of a topic exchange, and back. A topic's levels are a key's words:
 *
 * <pre>
 * topic  /   .   + (filters)   # (filters)
 * key    .   /   *             #
 * </pre>
 *
 * <p>The separators change places, so that a {@code .} within a level does not part it, and every
 * topic comes back as it was: {@code v1.0/state} is the key {@code v1/0.state}. Topics without a
 * {@code .} have RabbitMQ's keys. A literal {@code *} in a topic stays; in a filter it is a
 * wildcard to the exchange, which finds more than asked for: who subscribes matches once more.
 *
 * <p>A binding key has 255 bytes at most. Of a longer filter it is the first levels and {@code #},
 * which finds more than asked for as well.
 *
 * <p>With Sparkplug, the namespace {@code spAvM.N} before the first separator is {@code spAvM___N}
 * in a key, as in RabbitMQ. Immutable.
 */
public final class TopicKeys {
  private static final Pattern SPARKPLUG_TOPIC =
      Pattern.compile("sp[AB]v\\d+\\.\\d+/.*", Pattern.DOTALL);
  private static final Pattern SPARKPLUG_KEY =
      Pattern.compile("(sp[AB]v\\d+)___(\\d+)\\..*", Pattern.DOTALL);
  private static final String SPARKPLUG_POINT = "___";
  private static final int BINDING_KEY_BYTES_MAX = 255;
  private static final int SHORT_CHARS = BINDING_KEY_BYTES_MAX / 3; // that fit, whichever they are
  private static final String ALL_BELOW = ".#";

  private final boolean sparkplug;

  /**
   * The mapping of a broker.
   *
   * @param sparkplug whether Sparkplug's namespaces are mapped as in RabbitMQ
   */
  public TopicKeys(boolean sparkplug) {
    this.sparkplug = sparkplug;
  }

  /** The routing key of a topic name. */
  public String keyOfTopic(String topic) {
    return key(topic, false);
  }

  /** The binding key of a topic filter; several filters may have the same. */
  public String keyOfFilter(String filter) {
    String key = key(filter, true);
    return isBindingKey(key) ? key : cut(key);
  }

  /** Whether another filter may have the same key; no more than a guess. No garbage. */
  public boolean mayBeOfOthers(String filter) {
    return sparkplug
        || filter.length() > SHORT_CHARS
        || filter.indexOf('+') >= 0
        || filter.indexOf('*') >= 0;
  }

  /** Whether two filters have the same key. No garbage for most that have not. */
  public boolean haveSameKey(String one, String other) {
    boolean areShort = one.length() <= SHORT_CHARS && other.length() <= SHORT_CHARS;
    if (!sparkplug && areShort && one.length() != other.length()) {
      return false;
    }
    int most = Math.min(SHORT_CHARS, Math.min(one.length(), other.length()));
    for (int i = 0; !sparkplug && i < most; i++) {
      char c = one.charAt(i) == '+' ? '*' : one.charAt(i);
      if (c != (other.charAt(i) == '+' ? '*' : other.charAt(i)) && areShort) {
        return false;
      }
    }
    return keyOfFilter(one).equals(keyOfFilter(other));
  }

  private static boolean isBindingKey(String key) {
    return key.length() <= SHORT_CHARS || key.getBytes(UTF_8).length <= BINDING_KEY_BYTES_MAX;
  }

  private static String cut(String key) {
    int end = key.lastIndexOf('.', BINDING_KEY_BYTES_MAX);
    while (end >= 0 && !isBindingKey(key.substring(0, end) + ALL_BELOW)) {
      end = key.lastIndexOf('.', end - 1);
    }
    return end < 0 ? "#" : key.substring(0, end) + ALL_BELOW;
  }

  private String key(String topic, boolean isFilter) {
    int namespace = sparkplug && SPARKPLUG_TOPIC.matcher(topic).matches() ? topic.indexOf('/') : 0;
    if (namespace == 0) {
      return changed(topic, isFilter);
    }
    return topic.substring(0, namespace).replace(".", SPARKPLUG_POINT)
        + changed(topic.substring(namespace), isFilter);
  }

  /**
   * The topic name of a routing key.
   *
   * @return {@code null} when no client may be sent such a topic: it is empty, too long, or has a
   *     wildcard or U+0000 in it [MQTT-3.3.2-2]
   */
  public @Nullable String topicOfKey(String key) {
    String topic = topic(key);
    return TopicNames.fault(topic) == null ? topic : null;
  }

  private String topic(String key) {
    Matcher namespace = SPARKPLUG_KEY.matcher(key);
    if (!sparkplug || !namespace.matches()) {
      return changed(key, false);
    }
    return namespace.group(1)
        + "."
        + namespace.group(2)
        + changed(key.substring(namespace.end(2)), false);
  }

  private static String changed(String text, boolean isFilter) {
    int at = 0;
    while (at < text.length() && !changes(text.charAt(at), isFilter)) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (; at < chars.length; at++) {
      switch (chars[at]) {
        case '/' -> chars[at] = '.';
        case '.' -> chars[at] = '/';
        case '+' -> chars[at] = isFilter ? '*' : '+';
        default -> {}
      }
    }
    return new String(chars);
  }

  private static boolean changes(char c, boolean isFilter) {
    return c == '/' || c == '.' || (isFilter && c == '+');
  }
}

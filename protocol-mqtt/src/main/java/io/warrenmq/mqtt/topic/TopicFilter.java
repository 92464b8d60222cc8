package io.warrenmq.mqtt.topic;

import org.jspecify.annotations.Nullable;

/**
 * A topic filter that was found sound, of a shared subscription or not. MQTT 5.0 §4.7, §4.8.
 * Immutable.
 *
 * @param text what topics are matched with, without {@code $share/GROUP/}
 * @param shareName the group that shares the subscription; {@code null} when it is not shared
 */
public record TopicFilter(String text, @Nullable String shareName) {
  private static final String SHARE = "$share/";

  /**
   * What is wrong with a filter as a client sends it; {@code null} when nothing is.
   *
   * @param subscribed its text, with {@code $share/GROUP/}
   */
  public static @Nullable String fault(String subscribed) {
    String text = subscribed;
    if (subscribed.startsWith(SHARE)) {
      int end = subscribed.indexOf('/', SHARE.length());
      String name = end < 0 ? "" : subscribed.substring(SHARE.length(), end);
      if (name.isEmpty() || name.indexOf('+') >= 0 || name.indexOf('#') >= 0) {
        // [MQTT-4.8.2-1], [MQTT-4.8.2-2]
        return "a shared subscription is $share/NAME/FILTER, without wildcards in the name";
      }
      text = subscribed.substring(end + 1);
    }
    return text.isEmpty() ? "a topic filter has one character at least" : levelFault(text);
  }

  private static @Nullable String levelFault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean begins = i == 0 || text.charAt(i - 1) == '/';
      boolean ends = i + 1 == text.length();
      if (c == 0) {
        return "a topic filter has no character U+0000"; // [MQTT-4.7.3-2]
      } else if (c == '#' && !(begins && ends)) {
        return "the wildcard # is the last level of its filter"; // [MQTT-4.7.1-1]
      } else if (c == '+' && !(begins && (ends || text.charAt(i + 1) == '/'))) {
        return "the wildcard + is a level of its own"; // [MQTT-4.7.1-2]
      }
    }
    return null;
  }

  /** A filter of which {@link #fault} has nothing to say. */
  public static TopicFilter of(String subscribed) {
    assert fault(subscribed) == null : subscribed;
    if (!subscribed.startsWith(SHARE)) {
      return new TopicFilter(subscribed, null);
    }
    int end = subscribed.indexOf('/', SHARE.length());
    return new TopicFilter(
        subscribed.substring(end + 1), subscribed.substring(SHARE.length(), end));
  }

  /** Whether it is of a shared subscription. */
  public boolean isShared() {
    return shareName != null;
  }

  /** Whether it matches topics by more than their text. */
  public boolean hasWildcards() {
    return text.indexOf('+') >= 0 || text.endsWith("#");
  }

  /** Whether a topic name matches. No garbage. */
  public boolean matches(String topic) {
    if (topic.charAt(0) == '$' && (text.charAt(0) == '+' || text.charAt(0) == '#')) {
      return false; // [MQTT-4.7.2-1]
    }
    int at = 0; // in the topic
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '#') {
        return true;
      } else if (c == '+') {
        int end = topic.indexOf('/', at);
        at = end < 0 ? topic.length() : end;
      } else if (at == topic.length()) {
        // What is left may be "/#" alone, which matches the level above too. §4.7.1.2
        return c == '/' && i + 2 == text.length() && text.charAt(i + 1) == '#';
      } else if (topic.charAt(at) != c) {
        return false;
      } else {
        at++;
      }
    }
    return at == topic.length();
  }

  /** As a client sends it. */
  @Override
  public String toString() {
    return shareName == null ? text : SHARE + shareName + "/" + text;
  }
}

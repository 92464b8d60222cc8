package io.warrenmq.core.auth;

import com.google.re2j.Pattern;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A topic permission's expression, in which {@code {username}}, {@code {vhost}} and {@code
 * {client_id}} stand for who asks. What they stand for is taken literally: a client chooses its
 * identifier, and must not widen what it may do by it. Thread-safe.
 */
final class TopicPattern {
  // Distinct clients at a time that pay for compiling once only.
  private static final int EXPANDED_MAX = 4096;

  private final String text;
  private final @Nullable PermissionPattern fixed;
  private final ConcurrentHashMap<String, PermissionPattern> expanded = new ConcurrentHashMap<>();

  private TopicPattern(String text, @Nullable PermissionPattern fixed) {
    this.text = text;
    this.fixed = fixed;
  }

  static TopicPattern of(String text) {
    PermissionPattern sample = PermissionPattern.of(expand(text, "u", "v", "c"));
    return new TopicPattern(text, expand(text, "", "", "").equals(text) ? sample : null);
  }

  boolean matches(String routingKey, String user, String vhost, String clientId) {
    if (fixed != null) {
      return fixed.matches(routingKey);
    }
    String expression = expand(text, user, vhost, clientId);
    PermissionPattern pattern = expanded.get(expression);
    if (pattern == null) {
      if (expanded.size() >= EXPANDED_MAX) {
        expanded.clear();
      }
      pattern = PermissionPattern.of(expression);
      expanded.put(expression, pattern);
    }
    return pattern.matches(routingKey);
  }

  private static String expand(String text, String user, String vhost, String clientId) {
    return text.replace("{username}", Pattern.quote(user))
        .replace("{vhost}", Pattern.quote(vhost))
        .replace("{client_id}", Pattern.quote(clientId));
  }
}

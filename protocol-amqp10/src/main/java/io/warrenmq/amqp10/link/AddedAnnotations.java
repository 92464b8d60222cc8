package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.message.CanonicalValue;
import io.warrenmq.api.resource.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of {@code modified} (§3.4.5) that a message takes. Keys that do not begin with
 * {@code x-} are reserved (§3.2.10), and some are the broker's own: these are left out. Stateless.
 */
final class AddedAnnotations {
  private static final String PREFIX = "x-";
  private static final Set<String> OF_BROKER =
      Set.of("x-exchange", "x-routing-key", "x-delivery-count", "x-opt-deaths", "x-death");
  private static final String FIRST_DEATH = "x-first-death-";
  private static final String LAST_DEATH = "x-last-death-";

  private AddedAnnotations() {}

  /** Those of a client's, as canonical values. */
  static Map<String, Object> of(Map<String, @Nullable Object> said) {
    if (said.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> added = new LinkedHashMap<>();
    said.forEach(
        (key, value) -> {
          if (isTaken(key)) {
            Object canonical = CanonicalValue.of(value);
            added.put(key, canonical == null ? Arguments.VOID : canonical);
          }
        });
    return added;
  }

  private static boolean isTaken(String key) {
    return key.startsWith(PREFIX)
        && !OF_BROKER.contains(key)
        && !key.startsWith(FIRST_DEATH)
        && !key.startsWith(LAST_DEATH);
  }
}

package io.warrenmq.api.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker has added to a message on its way, kept beside its bytes. Formats write it out
 * when they encode a delivery. Immutable.
 *
 * @param deaths the death history, newest first; empty when it never died
 * @param firstDeath the line of the very first death; {@code null} when it never died
 * @param ttlRemoved whether the per-message TTL in the bytes no longer counts and must not be shown
 * @param values other annotations by their {@code x-…} key, canonical types
 */
public record Annotations(
    List<Death> deaths,
    @Nullable Death firstDeath,
    boolean ttlRemoved,
    Map<String, Object> values) {
  /** Nothing added. */
  public static final Annotations NONE = new Annotations(List.of(), null, false, Map.of());

  /** These and one more value. */
  public Annotations with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Annotations(deaths, firstDeath, ttlRemoved, more);
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}

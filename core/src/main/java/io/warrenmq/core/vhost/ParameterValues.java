package io.warrenmq.core.vhost;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds what a parameter may keep: it is in the metadata's log and in memory. Stateless. */
final class ParameterValues {
  /** As deep as arguments may be. */
  static final int DEPTH_MAX = 64;

  /** Characters of all texts, with some for each value. */
  static final int SIZE_MAX = 1 << 20;

  private static final int SIZE_OF_ONE = 16;

  private ParameterValues() {}

  /** Fails with PRECONDITION_FAILED when it is too large or too deep. */
  static void check(@Nullable Object value) {
    if (size(value, 0) > SIZE_MAX) {
      throw Refusals.preconditionFailed("a parameter's value is larger than " + SIZE_MAX);
    }
  }

  private static long size(@Nullable Object value, int depth) {
    if (depth > DEPTH_MAX) {
      throw Refusals.preconditionFailed(
          "a parameter's value is nested deeper than " + DEPTH_MAX + " levels");
    }
    long size = SIZE_OF_ONE;
    if (value instanceof String text) {
      size += text.length();
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        size += size(item, depth + 1);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        size += String.valueOf(entry.getKey()).length() + size(entry.getValue(), depth + 1);
      }
    }
    return size;
  }
}

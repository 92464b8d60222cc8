package io.warrenmq.amqp10.message;

import io.warrenmq.amqp10.codec.Described;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as they were read, as values that other protocols know and that can be stored. */
public final class CanonicalValue {
  private CanonicalValue() {}

  /** A value without the descriptors within it, and without what a map has under null. */
  public static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Described described) {
      return of(described.value());
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>(list.size());
      list.forEach(each -> values.add(of(each)));
      return values;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> values = new LinkedHashMap<>();
      map.forEach(
          (key, each) -> {
            Object name = of(key);
            if (name != null) {
              values.put(name, of(each));
            }
          });
      return values;
    }
    return value;
  }
}

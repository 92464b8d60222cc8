package io.warrenmq.management.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of things of one kind: names of JSON fields, and how their values come of a thing.
 * A value is computed only when it is asked for: ten thousand queues are sorted by one column and
 * written for one page. Filled before it is used, then thread-safe.
 *
 * @param <T> the things
 */
public final class Columns<T> {
  /** Shown as null; a column whose value is Java's null is left out. */
  public static final Object NULL = new Object();

  private final Map<String, Function<T, @Nullable Object>> byName = new LinkedHashMap<>();

  /**
   * Adds a column.
   *
   * @param value text, number, boolean, JsonObject, JsonArray, {@link #NULL}; null: not shown
   */
  public Columns<T> add(String name, Function<T, @Nullable Object> value) {
    byName.put(name, value);
    return this;
  }

  /** Writes all columns of a thing. */
  public JsonObject write(T thing) {
    return write(thing, name -> true);
  }

  /**
   * Writes columns of a thing.
   *
   * @param paths names, or names of fields within: {@code message_stats.publish_details.rate};
   *     empty for all
   */
  JsonObject write(T thing, List<String> paths) {
    if (paths.isEmpty()) {
      return write(thing);
    }
    Map<String, List<String>> within = new LinkedHashMap<>();
    for (String path : paths) {
      int dot = path.indexOf('.');
      String name = dot < 0 ? path : path.substring(0, dot);
      List<String> inner = within.computeIfAbsent(name, absent -> new ArrayList<>());
      inner.add(dot < 0 ? "" : path.substring(dot + 1));
    }
    JsonObject json = write(thing, within::containsKey);
    within.forEach(
        (name, inner) -> {
          if (json.getValue(name) instanceof JsonObject object && !inner.contains("")) {
            json.put(name, only(object, inner));
          }
        });
    return json;
  }

  private JsonObject write(T thing, Predicate<String> wanted) {
    JsonObject json = new JsonObject();
    byName.forEach(
        (name, value) -> {
          if (wanted.test(name)) {
            Object shown = value.apply(thing);
            if (shown != null) {
              json.put(name, shown == NULL ? null : shown);
            }
          }
        });
    return json;
  }

  private static JsonObject only(JsonObject object, List<String> paths) {
    JsonObject json = new JsonObject();
    for (String path : paths) {
      int dot = path.indexOf('.');
      String name = dot < 0 ? path : path.substring(0, dot);
      Object value = object.getValue(name);
      if (value != null && dot < 0) {
        json.put(name, value);
      } else if (value instanceof JsonObject inner) {
        JsonObject before =
            json.getValue(name) instanceof JsonObject some ? some : new JsonObject();
        json.put(name, before.mergeIn(only(inner, List.of(path.substring(dot + 1)))));
      }
    }
    return json;
  }

  /**
   * What a thing is sorted by.
   *
   * @param path a column's name, or that of a field within
   * @return text, number or boolean; {@code null} when it has none
   */
  @Nullable Comparable<?> sortKey(T thing, String path) {
    int dot = path.indexOf('.');
    Function<T, @Nullable Object> column = byName.get(dot < 0 ? path : path.substring(0, dot));
    Object value = column == null ? null : column.apply(thing);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    while (!rest.isEmpty() && value instanceof JsonObject object) {
      dot = rest.indexOf('.');
      value = object.getValue(dot < 0 ? rest : rest.substring(0, dot));
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    if (value instanceof JsonObject || value instanceof JsonArray || value == NULL) {
      return null;
    }
    return value instanceof Comparable<?> key ? key : null;
  }
}

package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON as values that can be kept: what policies and parameters say. Unlike arguments they have
 * nulls, and whole numbers of any length. Stateless.
 */
public final class JsonValues {
  private static final int DEPTH_MAX = 64;

  private JsonValues() {}

  /**
   * Reads a value: objects become maps, arrays lists, whole numbers longs where they fit, fractions
   * doubles.
   *
   * @throws BrokerException PRECONDITION_FAILED when it is nested deeper than 64 levels
   */
  public static @Nullable Object read(@Nullable Object json) {
    return read(json, 0);
  }

  /** Reads an object. See {@link #read(Object)}. */
  public static Map<String, @Nullable Object> read(JsonObject json) {
    return object(json, 0);
  }

  private static @Nullable Object read(@Nullable Object json, int depth) {
    if (depth > DEPTH_MAX) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED, "a value nested deeper than " + DEPTH_MAX + " levels");
    }
    if (json instanceof JsonObject object) {
      return object(object, depth);
    } else if (json instanceof JsonArray array) {
      List<@Nullable Object> list = new ArrayList<>(array.size());
      for (int i = 0; i < array.size(); i++) {
        list.add(read(array.getValue(i), depth + 1));
      }
      return Collections.unmodifiableList(list);
    } else if (json instanceof Integer || json instanceof Short || json instanceof Byte) {
      return ((Number) json).longValue();
    } else if (json instanceof Float) {
      return ((Number) json).doubleValue();
    } else if (json instanceof BigInteger big) {
      return new BigDecimal(big);
    }
    return json;
  }

  private static Map<String, @Nullable Object> object(JsonObject json, int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String name : json.fieldNames()) {
      map.put(name, read(json.getValue(name), depth + 1));
    }
    return Collections.unmodifiableMap(map);
  }

  /** Writes a value that was read. */
  public static @Nullable Object write(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      JsonObject json = new JsonObject();
      map.forEach((name, item) -> json.put(String.valueOf(name), write(item)));
      return json;
    } else if (value instanceof List<?> list) {
      JsonArray json = new JsonArray();
      list.forEach(item -> json.add(write(item)));
      return json;
    } else if (value instanceof BigDecimal big && big.scale() == 0) {
      return big.unscaledValue();
    }
    return value;
  }
}

package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as JSON, as RabbitMQ's definitions and management write them: whole numbers are longs,
 * fractions doubles.
 */
public final class JsonArguments {
  // As deep as AMQP 0-9-1's tables may be; the store reads no deeper than 200.
  private static final int DEPTH_MAX = 64;

  private JsonArguments() {}

  /**
   * Reads arguments; {@code null} is none. Null values, for which there is no argument type, are
   * left out.
   *
   * @throws BrokerException PRECONDITION_FAILED when they are nested deeper than 64 levels
   */
  public static Arguments read(@Nullable JsonObject json) {
    return json == null ? Arguments.NONE : Arguments.of(map(json, 0));
  }

  private static Map<String, Object> map(JsonObject json, int depth) {
    checkDepth(depth);
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : json.fieldNames()) {
      Object value = value(json.getValue(name), depth);
      if (value != null) {
        map.put(name, value);
      }
    }
    return map;
  }

  private static @Nullable Object value(@Nullable Object json, int depth) {
    if (json instanceof JsonObject object) {
      return map(object, depth + 1);
    } else if (json instanceof JsonArray array) {
      checkDepth(depth + 1);
      List<Object> list = new ArrayList<>(array.size());
      for (int i = 0; i < array.size(); i++) {
        Object item = value(array.getValue(i), depth + 1);
        if (item != null) {
          list.add(item);
        }
      }
      return list;
    } else if (json instanceof Integer || json instanceof Short || json instanceof Byte) {
      return ((Number) json).longValue();
    } else if (json instanceof BigInteger big) {
      return big.doubleValue(); // Larger than any argument type for whole numbers.
    } else if (json instanceof Float) {
      return ((Number) json).doubleValue();
    }
    return json;
  }

  private static void checkDepth(int depth) {
    if (depth > DEPTH_MAX) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED, "arguments nested deeper than " + DEPTH_MAX + " levels");
    }
  }

  /** Writes arguments. */
  public static JsonObject write(Arguments arguments) {
    JsonObject json = new JsonObject();
    arguments.asMap().forEach((name, value) -> json.put(name, write(value)));
    return json;
  }

  private static @Nullable Object write(@Nullable Object value) {
    if (value == null || value == Arguments.VOID) {
      return null;
    } else if (value instanceof Map<?, ?> map) {
      JsonObject json = new JsonObject();
      map.forEach((name, item) -> json.put(String.valueOf(name), write(item)));
      return json;
    } else if (value instanceof List<?> list) {
      JsonArray json = new JsonArray();
      list.forEach(item -> json.add(write(item)));
      return json;
    } else if (value instanceof Unsigned unsigned) {
      return unsigned.width() == 64 && unsigned.bits() < 0
          ? new BigInteger(unsigned.toString())
          : (Object) unsigned.bits();
    } else if (value instanceof Timestamp timestamp) {
      return Math.floorDiv(timestamp.epochMs(), 1000L); // Seconds, as on the wire.
    } else if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value.toString();
  }
}

package io.warrenmq.management.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body, a JSON object, checked for their types where they are asked for.
 * Numbers and booleans may come as text, as RabbitMQ takes them; null counts as absent, and so does
 * an empty body as an empty object. Fields that nobody asks for are passed over: clients send back
 * what they were given. Used by one thread.
 */
public final class Body {
  private final JsonObject json;

  /** The fields of an object. */
  public Body(JsonObject json) {
    this.json = json;
  }

  /**
   * Reads a body.
   *
   * @throws ApiException 400 for what is no JSON object
   */
  static Body parse(byte[] bytes) {
    if (bytes.length == 0) {
      return new Body(new JsonObject());
    }
    Object value = value(bytes);
    if (value instanceof JsonObject object) {
      return new Body(object);
    } else if (value instanceof String) {
      throw ApiException.badRequest(
          "invalid payload: the request body JSON-decoded to a string. Is the input"
              + " doubly-JSON-encoded?");
    }
    throw ApiException.badRequest("not_json");
  }

  private static @Nullable Object value(byte[] bytes) {
    try {
      return io.vertx.core.json.Json.decodeValue(Buffer.buffer(bytes));
    } catch (DecodeException | IllegalArgumentException e) {
      throw ApiException.badRequest("not_json");
    } catch (StackOverflowError e) {
      throw ApiException.badRequest("the JSON is nested too deep");
    }
  }

  /** All of it. */
  public JsonObject json() {
    return json;
  }

  /** Whether there is such a field, not null. */
  public boolean has(String name) {
    return json.getValue(name) != null;
  }

  /** Any value; {@code null} when absent. */
  public @Nullable Object value(String name) {
    return json.getValue(name);
  }

  /** Text; {@code null} when absent. */
  public @Nullable String text(String name) {
    Object value = json.getValue(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw ApiException.wrongType("not_string", value);
  }

  /** Text. */
  public String text(String name, String absent) {
    String value = text(name);
    return value == null ? absent : value;
  }

  /** Text that must be there. */
  public String required(String name) {
    String value = text(name);
    if (value == null) {
      throw missing(List.of(name));
    }
    return value;
  }

  /** The fields that must be there. */
  public void require(String... names) {
    List<String> missing = Arrays.stream(names).filter(name -> !has(name)).toList();
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
  }

  /** As RabbitMQ says it, on which clients match. */
  private static ApiException missing(List<String> names) {
    return ApiException.badRequest(
        names.stream()
            .map(name -> "{key_missing," + name + "}")
            .collect(Collectors.joining(",", "[", "]")));
  }

  /** A boolean, perhaps as text. */
  public boolean flag(String name, boolean absent) {
    Object value = json.getValue(name);
    if (value == null) {
      return absent;
    } else if (value instanceof Boolean flag) {
      return flag;
    } else if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw ApiException.wrongType("not_boolean", value);
  }

  /** A whole number, perhaps as text. */
  public long integer(String name, long absent) {
    Object value = json.getValue(name);
    if (value == null) {
      return absent;
    } else if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    } else if (value instanceof String text) {
      try {
        return Long.parseLong(text.strip());
      } catch (NumberFormatException e) {
        throw ApiException.wrongType("not_integer", value);
      }
    }
    throw ApiException.wrongType("not_integer", value);
  }

  /** An object; empty when absent. */
  public JsonObject object(String name) {
    Object value = json.getValue(name);
    if (value == null || (value instanceof JsonArray array && array.isEmpty())) {
      return new JsonObject(); // RabbitMQ's own files have an empty array for an empty table.
    } else if (value instanceof JsonObject object) {
      return object;
    }
    throw ApiException.wrongType("not_a_json_object", value);
  }

  /** An array; empty when absent. */
  public JsonArray array(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return new JsonArray();
    } else if (value instanceof JsonArray array) {
      return array;
    }
    throw ApiException.wrongType("not_a_list", value);
  }

  /** Tags: an array, or text with commas; empty when absent. */
  public List<String> tags(String name) {
    Object value = json.getValue(name);
    List<String> tags = new ArrayList<>();
    if (value instanceof String text) {
      for (String tag : text.split(",", -1)) {
        if (!tag.isBlank()) {
          tags.add(tag.strip());
        }
      }
      return tags;
    }
    for (Object tag : array(name)) {
      if (tag instanceof JsonObject || tag instanceof JsonArray || tag == null) {
        throw ApiException.wrongType("not_string", String.valueOf(tag));
      }
      tags.add(tag.toString());
    }
    return tags;
  }

  /** One of some texts. */
  public String oneOf(String name, String absent, Set<String> allowed) {
    String value = text(name, absent);
    if (!allowed.contains(value)) {
      throw ApiException.badRequest(
          name
              + " is '"
              + value
              + "', and may be "
              + String.join(", ", allowed.stream().sorted().toList()));
    }
    return value;
  }
}

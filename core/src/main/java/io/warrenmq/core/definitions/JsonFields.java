package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;

/** Reads fields of definitions, which people edit by hand. Stateless. */
final class JsonFields {
  private JsonFields() {}

  /** The objects of a list; none when it is absent. */
  static List<JsonObject> objects(JsonObject json, String name) {
    List<JsonObject> objects = new ArrayList<>();
    if (json.getValue(name) instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.getValue(i) instanceof JsonObject object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }

  /** A text; {@code absent} when it is not there or no text. */
  static String text(JsonObject json, String name, String absent) {
    return json.getValue(name) instanceof String text ? text : absent;
  }

  /** A text that must be there. Fails with PRECONDITION_FAILED. */
  static String required(JsonObject json, String name) {
    if (json.getValue(name) instanceof String text) {
      return text;
    }
    throw new BrokerException(ErrorKind.PRECONDITION_FAILED, "'" + name + "' is missing");
  }

  /** A whole number in the range of an int; {@code absent} when it is not there or none. */
  static int number(JsonObject json, String name, int absent) {
    return json.getValue(name) instanceof Number number
        ? (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number.longValue()))
        : absent;
  }

  /** Tags: a list, or as in RabbitMQ 3 a text with commas. */
  static List<String> tags(JsonObject json, String name) {
    List<String> tags = new ArrayList<>();
    Object value = json.getValue(name);
    if (value instanceof JsonArray array) {
      array.forEach(tag -> tags.add(String.valueOf(tag)));
    } else if (value instanceof String text) {
      for (String tag : text.split(",", -1)) {
        if (!tag.isBlank()) {
          tags.add(tag.strip());
        }
      }
    }
    return tags;
  }
}

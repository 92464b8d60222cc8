package io.warrenmq.cli.output;

import io.warrenmq.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A column of a list. Immutable.
 *
 * @param name its head, as rabbitmqctl calls it
 * @param field the member of the API's object it shows; dots lead into objects within
 * @param shape what its values are
 */
public record Column(String name, String field, Shape shape) {
  /** A column of plain values that the API calls as rabbitmqctl does. */
  public static Column of(String name) {
    return new Column(name, name, Shape.PLAIN);
  }

  /** A column of plain values that the API calls otherwise. */
  public static Column of(String name, String field) {
    return new Column(name, field, Shape.PLAIN);
  }

  /** A column whose values are of a shape. */
  public static Column of(String name, Shape shape) {
    return new Column(name, name, shape);
  }

  /** Columns of plain values. */
  public static List<Column> all(String... names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(of(name));
    }
    return columns;
  }

  /** The member of {@code row}; {@link Json#NULL} when it is not there. */
  Object value(Map<String, Object> row) {
    Object value = row.getOrDefault(field, Json.NULL);
    if (value == Json.NULL && field.indexOf('.') > 0) {
      value = row;
      for (String step : field.split("\\.", -1)) {
        value = Json.get(Json.object(value), step);
      }
    }
    return value;
  }
}

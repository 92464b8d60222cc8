package io.warrenmq.cli.output;

import io.warrenmq.cli.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a column's values are, and so how rabbitmqctl shows them: it prints Erlang's terms. */
public enum Shape {
  /** Text, numbers, true and false, and lists of them. */
  PLAIN,

  /** A table of AMQP's, such as arguments: {@code [{"x-max-length",10}]}. */
  ARGUMENTS,

  /** A definition of a policy: {@code [{<<"max-length">>, 10}]}. */
  DEFINITION,

  /** States by names: {@code [{'rabbit@host', running}]}. */
  STATES,

  /** Any JSON, shown as JSON; in the format json it is a text that holds JSON. */
  DOCUMENT,

  /** The name of a protocol, {@code AMQP 0-9-1}, which is shown as {@code {0,9,1}}. */
  PROTOCOL;

  /** A value as one cell of a table. */
  public String cell(Object value) {
    return switch (this) {
      case ARGUMENTS -> table(Json.object(value));
      case DEFINITION -> entries(Json.object(value), "<<\"", "\">>");
      case STATES -> entries(Json.object(value), "'", "'");
      case DOCUMENT -> Escape.control(Json.write(value));
      case PROTOCOL -> protocol(Escape.control(String.valueOf(value)));
      case PLAIN -> plain(value);
    };
  }

  private static String plain(Object value) {
    if (value == Json.NULL) {
      return "";
    }
    if (value instanceof List<?> list) {
      List<String> cells = new ArrayList<>();
      for (Object element : list) {
        cells.add(plain(element));
      }
      return "[" + String.join(", ", cells) + "]";
    }
    if (value instanceof Map<?, ?>) {
      return entries(Json.object(value), "<<\"", "\">>");
    }
    return Escape.control(value.toString());
  }

  private static String entries(Map<String, Object> map, String before, String after) {
    List<String> cells = new ArrayList<>();
    map.forEach(
        (key, value) ->
            cells.add("{" + before + Escape.control(key) + after + ", " + plain(value) + "}"));
    return "[" + String.join(", ", cells) + "]";
  }

  private static String table(Map<String, Object> map) {
    List<String> cells = new ArrayList<>();
    map.forEach((key, value) -> cells.add("{" + Escape.quoted(key) + "," + term(value) + "}"));
    return "[" + String.join(",", cells) + "]";
  }

  private static String term(Object value) {
    if (value instanceof Map<?, ?>) {
      return table(Json.object(value));
    }
    if (value instanceof List<?> list) {
      List<String> terms = new ArrayList<>();
      for (Object element : list) {
        terms.add(term(element));
      }
      return "[" + String.join(",", terms) + "]";
    }
    if (value == Json.NULL) {
      return "undefined";
    }
    return value instanceof String text ? Escape.quoted(text) : value.toString();
  }

  /** {@code {0,9,1}} for {@code AMQP 0-9-1}; others as they are. */
  private static String protocol(String name) {
    return name.matches("AMQP \\d(-\\d){0,2}")
        ? "{" + name.substring(5).replace('-', ',') + "}"
        : name;
  }

  /** A value in the format json, where rabbitmqctl has its own forms too. */
  public Object json(Object value) {
    return switch (this) {
      case PLAIN -> value == Json.NULL ? "" : value;
      case STATES -> value;
      case ARGUMENTS -> typed(Json.object(value));
      case DEFINITION -> pairs(Json.object(value));
      case DOCUMENT -> Json.write(value);
      case PROTOCOL -> protocolNumbers(String.valueOf(value));
    };
  }

  private static Object protocolNumbers(String name) {
    String shown = protocol(name);
    if (!shown.startsWith("{")) {
      return shown;
    }
    List<Object> numbers = new ArrayList<>();
    shown.chars().filter(Character::isDigit).forEach(digit -> numbers.add(digit - '0'));
    return numbers;
  }

  private static List<Object> pairs(Map<String, Object> map) {
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(List.of(key, value)));
    return pairs;
  }

  /** {@code [["x-max-length","long",10]]}. A list within stays one. */
  private static List<Object> typed(Map<String, Object> map) {
    List<Object> triples = new ArrayList<>();
    map.forEach((key, value) -> triples.add(List.of(key, type(value), typedValue(value))));
    return triples;
  }

  private static Object typedValue(Object value) {
    return value instanceof Map<?, ?> ? typed(Json.object(value)) : value;
  }

  private static String type(Object value) {
    if (value instanceof String) {
      return "longstr";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Map<?, ?>) {
      return "table";
    }
    if (value instanceof List<?>) {
      return "array";
    }
    if (value == Json.NULL) {
      return "void";
    }
    return value instanceof Double || value instanceof BigDecimal ? "double" : "long";
  }
}

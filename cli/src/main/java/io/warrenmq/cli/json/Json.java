package io.warrenmq.cli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as {@link Map}, {@link List}, {@link String}, {@link Number}, {@link Boolean} and {@link
 * #NULL}. Objects keep their order. Thread-safe.
 */
public final class Json {
  /** JSON's null; a Java null is nowhere in a value. */
  public static final Object NULL = Null.NULL;

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * Reads a document.
   *
   * @throws JsonProcessingException if it is not JSON, or something follows it
   */
  public static Object parse(InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      return parse(parser);
    }
  }

  /**
   * Reads a document.
   *
   * @throws JsonProcessingException if it is not JSON, or something follows it
   */
  public static Object parse(String text) throws JsonProcessingException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parse(parser);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string has no such errors
    }
  }

  private static Object parse(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new JsonParseException(parser, "it is empty");
    }
    Object value = value(parser, first);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "something follows its end");
    }
    return value;
  }

  // As deep as Jackson's own limit of 1000 allows.
  private static Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> NULL;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> throw new JsonParseException(parser, "unexpected " + token.asString());
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name; (name = parser.nextFieldName()) != null; ) {
      object.put(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    for (JsonToken next; (next = parser.nextToken()) != JsonToken.END_ARRAY; ) {
      array.add(value(parser, next));
    }
    return array;
  }

  /** A value on one line, without spaces. */
  public static String write(Object value) {
    return write(value, false);
  }

  /** A value over several lines, indented. */
  public static String writePretty(Object value) {
    return write(value, true);
  }

  private static String write(Object value, boolean pretty) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (pretty) {
        generator.useDefaultPrettyPrinter();
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string has no such errors
    }
    return out.toString();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof Number number) {
      write(out, number);
    } else if (value == NULL) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }

  private static void write(JsonGenerator out, Number number) throws IOException {
    if (number instanceof Integer || number instanceof Long) {
      out.writeNumber(number.longValue());
    } else if (number instanceof BigInteger big) {
      out.writeNumber(big);
    } else if (number instanceof BigDecimal big) {
      out.writeNumber(big);
    } else {
      out.writeNumber(number.doubleValue());
    }
  }

  /** An object of two members, in this order. */
  public static Map<String, Object> object(
      String name, Object value, String otherName, Object otherValue) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(name, value);
    object.put(otherName, otherValue);
    return object;
  }

  /** The value as an object; empty when it is none. */
  @SuppressWarnings("unchecked") // objects have only such keys
  public static Map<String, Object> object(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** The value as a list; empty when it is none. */
  @SuppressWarnings("unchecked")
  public static List<Object> list(Object value) {
    return value instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /** The value as a list of objects; what is no object in it is left out. */
  public static List<Map<String, Object>> objects(Object value) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object element : list(value)) {
      if (element instanceof Map) {
        objects.add(object(element));
      }
    }
    return objects;
  }

  /** A member of an object; {@link #NULL} when it is not there. */
  public static Object get(Map<String, Object> object, String name) {
    return object.getOrDefault(name, NULL);
  }

  /** A member as text; empty when it is not there. */
  public static String text(Map<String, Object> object, String name) {
    Object value = get(object, name);
    return value == NULL ? "" : value.toString();
  }

  /** A member as a number; 0 when it is none. */
  public static long number(Map<String, Object> object, String name) {
    return get(object, name) instanceof Number number ? number.longValue() : 0;
  }

  /** Whether a member is true. */
  public static boolean isTrue(Map<String, Object> object, String name) {
    return Boolean.TRUE.equals(object.get(name));
  }

  private enum Null {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }
}

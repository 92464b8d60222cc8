package io.warrenmq.server.clients.matrix;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of itself, in the values of one protocol: of what its standard names the
 * text, of headers the value with its type. Fields without a value are not in it.
 */
final class Fields {
  static final String DESTINATION = "destination";
  static final String CONTENT_TYPE = "content type";
  static final String CONTENT_ENCODING = "content encoding";
  static final String MESSAGE_ID = "message id";
  static final String CORRELATION_ID = "correlation id";
  static final String REPLY_TO = "reply to";
  static final String DURABLE = "durable";
  static final String PRIORITY = "priority";
  static final String EXPIRY = "expiry";
  static final String TIME = "time";
  static final String TYPE = "type";
  static final String USER_ID = "user id";
  static final String APP_ID = "application id";
  static final String SUBJECT = "subject";

  private static final String HEADER = "header ";

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** The name of a header's field. */
  static String header(String name) {
    return HEADER + name;
  }

  static boolean isHeader(String field) {
    return field.startsWith(HEADER);
  }

  @FunctionalInterface
  interface Setter<T> {
    /** Sets a field of a client's own message. */
    void set(T value) throws Exception;
  }

  /** Puts a field, unless there is no value. */
  Fields put(String field, @Nullable Object value) {
    if (value != null) {
      values.put(field, isHeader(field) ? value : value.toString());
    }
    return this;
  }

  /** Passes a field's text on if it is there. */
  void ifThere(String field, Setter<String> setter) throws Exception {
    if (values.get(field) instanceof String text) {
      setter.set(text);
    }
  }

  /** The headers by their names. */
  Map<String, Object> headers() {
    Map<String, Object> headers = new LinkedHashMap<>();
    values.forEach(
        (field, value) -> {
          if (isHeader(field)) {
            headers.put(field.substring(HEADER.length()), value);
          }
        });
    return headers;
  }

  Map<String, Object> values() {
    return values;
  }
}

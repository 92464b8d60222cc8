package io.warrenmq.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of JSON a line, with RabbitMQ's fields {@code time}, {@code level}, {@code msg}, {@code
 * domain} and, where they are mapped, {@code verbosity}; further {@code logger}, {@code thread}
 * and, where something was thrown, its stack trace as {@code error}. Immutable.
 */
final class JsonLines extends LineEncoder {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Field> fields;

  private interface Field {
    void write(String name, ILoggingEvent event, JsonGenerator json) throws IOException;
  }

  /**
   * Creates it.
   *
   * @param isSingleLine whether what spans lines is joined by commas; it never spans lines of the
   *     log
   * @param fieldMap RabbitMQ's {@code field_map}, for example {@code time:ts level msg *:-}: the
   *     order of fields, their names, and which are left out
   * @param verbosityMap RabbitMQ's {@code verbosity_map}, for example {@code debug:2 info:1 *:0};
   *     empty for none
   */
  JsonLines(
      TimeFormat time,
      LevelFormat level,
      boolean isSingleLine,
      String fieldMap,
      String verbosityMap) {
    this.fields = mapped(fields(time, level, isSingleLine, verbosityMap), fieldMap);
  }

  private static Map<String, Field> fields(
      TimeFormat time, LevelFormat level, boolean isSingleLine, String verbosityMap) {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "time",
        (name, event, json) -> {
          json.writeFieldName(name);
          time.write(event.getInstant(), json);
        });
    fields.put(
        "level", (name, event, json) -> json.writeStringField(name, level.text(event.getLevel())));
    fields.put(
        "msg",
        (name, event, json) -> json.writeStringField(name, LogText.message(event, isSingleLine)));
    Map<String, Long> verbosities = pairs(verbosityMap);
    fields.put(
        "verbosity",
        (name, event, json) -> {
          Long own = verbosities.get(Levels.name(event.getLevel()));
          Long verbosity = own == null ? verbosities.get("*") : own;
          if (verbosity != null) {
            json.writeNumberField(name, verbosity);
          }
        });
    fields.put(
        "domain",
        (name, event, json) -> {
          String domain = LogCategory.domainOf(event.getLoggerName());
          if (!domain.isEmpty()) {
            json.writeStringField(name, domain);
          }
        });
    fields.put("logger", (name, event, json) -> json.writeStringField(name, event.getLoggerName()));
    fields.put("thread", (name, event, json) -> json.writeStringField(name, event.getThreadName()));
    fields.put(
        "error",
        (name, event, json) -> {
          if (event.getThrowableProxy() != null) {
            String trace = LogText.stackTrace(event.getThrowableProxy());
            json.writeStringField(name, isSingleLine ? LogText.joined(trace) : trace);
          }
        });
    return fields;
  }

  private static Map<String, Long> pairs(String verbosityMap) {
    Map<String, Long> pairs = new LinkedHashMap<>();
    for (String entry : entries(verbosityMap)) {
      int colon = entry.indexOf(':');
      pairs.put(entry.substring(0, colon), Long.valueOf(entry.substring(colon + 1)));
    }
    return pairs;
  }

  private static Map<String, Field> mapped(Map<String, Field> all, String fieldMap) {
    Map<String, Field> rest = new LinkedHashMap<>(all);
    Map<String, Field> mapped = new LinkedHashMap<>();
    // Where a field that is left out stands in the map does not matter to RabbitMQ: *:- leaves
    // out what no entry names, be it before or after.
    boolean isRestLeftOut = false;
    for (String entry : entries(fieldMap)) {
      int colon = entry.indexOf(':');
      String name = colon < 0 ? entry : entry.substring(0, colon);
      String shown = colon < 0 ? entry : entry.substring(colon + 1);
      if (name.equals("*")) {
        isRestLeftOut = true;
        continue;
      }
      Field field = rest.remove(name);
      if (field != null && !shown.equals("-")) {
        mapped.put(shown, field);
      }
    }
    if (!isRestLeftOut) {
      rest.forEach(mapped::putIfAbsent); // a name that was given to another field stays with it
    }
    return mapped;
  }

  private static String[] entries(String map) {
    return map.isBlank() ? new String[0] : map.strip().split(" +");
  }

  @Override
  String line(ILoggingEvent event) {
    // By characters and not by bytes, as half a surrogate pair, which a client may have put into a
    // name, would be refused there.
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, Field> field : fields.entrySet()) {
        field.getValue().write(field.getKey(), event, json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string refuses to be written to", e);
    }
    return line.append("\n").toString();
  }
}

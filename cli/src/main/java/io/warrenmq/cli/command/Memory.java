package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a node's memory goes, the largest part first. */
final class Memory {
  private Memory() {}

  /** A part. */
  record Part(String name, long bytes, double percent) {}

  /** The parts of what the API tells of a node's memory. */
  static List<Part> parts(Map<String, Object> answer) {
    Map<String, Object> memory = Json.object(Json.get(answer, "memory"));
    long total = total(memory);
    List<Part> parts = new ArrayList<>();
    memory.forEach(
        (name, value) -> {
          if (value instanceof Number bytes && !name.equals("total")) {
            double percent = total == 0 ? 0 : 100.0 * bytes.longValue() / total;
            parts.add(new Part(name, bytes.longValue(), Math.round(percent * 100) / 100.0));
          }
        });
    parts.sort(Comparator.comparingLong(Part::bytes).reversed());
    return parts;
  }

  /** Bytes by the way of counting that the node uses. */
  static long total(Map<String, Object> memory) {
    Object total = Json.get(memory, "total");
    if (total instanceof Number bytes) {
      return bytes.longValue();
    }
    Map<String, Object> ways = Json.object(total);
    String way = Json.text(memory, "strategy");
    return Json.number(ways, way.isEmpty() || way.equals("rss") ? "rss" : way);
  }

  static Map<String, Object> json(List<Part> parts) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Part part : parts) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("bytes", part.bytes());
      one.put("percentage", part.percent());
      json.put(part.name(), one);
    }
    return json;
  }

  /** {@code 0.12 gb}, as RabbitMQ writes it: four places at most, one at least. */
  static String in(String unit, long bytes) throws CommandException {
    double divisor =
        switch (unit.toLowerCase(Locale.ROOT)) {
          case "gb", "gigabytes" -> 1e9;
          case "mb", "megabytes" -> 1e6;
          case "kb", "kilobytes" -> 1e3;
          case "bytes", "b" -> 1;
          default ->
              throw new CommandException(
                  ExitCode.USAGE, "--unit is gb, mb, kb or bytes, and not '" + unit + "'");
        };
    double rounded = Math.round(bytes / divisor * 1e4) / 1e4;
    return divisor == 1 ? bytes + " bytes" : plain(rounded) + " " + unit.toLowerCase(Locale.ROOT);
  }

  /** Without an exponent. */
  static String plain(double value) {
    String text = BigDecimal.valueOf(value).toPlainString();
    return text.contains(".") ? text : text + ".0";
  }
}

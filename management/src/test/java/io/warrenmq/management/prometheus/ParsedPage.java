package io.warrenmq.management.prometheus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page read back by the rules of Prometheus's text format; whatever breaks one of them fails. */
final class ParsedPage {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]++|\\\\[\\\\\"n])*)\"");
  private static final List<String> PARTS = List.of("", "_bucket", "_count", "_sum", "_max");

  /** What has a value. */
  record Series(String name, Map<String, String> labels) {}

  private final Map<String, String> types = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private final Map<Series, Double> samples = new LinkedHashMap<>();
  private String family = "";

  private ParsedPage() {}

  static ParsedPage of(String text) {
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    ParsedPage page = new ParsedPage();
    text.lines().forEach(page::line);
    return page;
  }

  private void line(String line) {
    if (line.startsWith("# TYPE ") || line.startsWith("# HELP ")) {
      String[] parts = line.substring(7).split(" ", 2);
      require(NAME.matcher(parts[0]).matches() && parts.length == 2, line);
      Map<String, String> kind = line.startsWith("# TYPE") ? types : helps;
      require(kind.put(parts[0], parts[1]) == null, "again: " + line);
      family = parts[0];
    } else if (!line.startsWith("#")) {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher name = NAME.matcher(line);
    require(name.lookingAt(), line);
    require(
        PARTS.stream().anyMatch(part -> name.group().equals(family + part)),
        "not of " + family + ": " + line);
    Map<String, String> labels = new TreeMap<>();
    int at = name.end();
    if (line.charAt(at) == '{') {
      Matcher label = LABEL.matcher(line);
      do {
        require(label.find(at + 1) && label.start() == at + 1, line);
        require(labels.put(label.group(1), unescaped(label.group(2))) == null, line);
        at = label.end();
      } while (line.charAt(at) == ',');
      require(line.charAt(at) == '}', line);
      at++;
    }
    require(line.charAt(at) == ' ', line);
    Double value = value(line.substring(at + 1));
    require(samples.put(new Series(name.group(), labels), value) == null, "twice: " + line);
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      if (sign == '\\') {
        sign = value.charAt(++i);
        sign = sign == 'n' ? '\n' : sign;
      }
      text.append(sign);
    }
    return text.toString();
  }

  private static Double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  Map<String, String> types() {
    return types;
  }

  Map<String, String> helps() {
    return helps;
  }

  Map<Series, Double> samples() {
    return samples;
  }

  /** The series of a name. */
  List<Series> series(String name) {
    List<Series> found = new ArrayList<>();
    for (Series series : samples.keySet()) {
      if (series.name().equals(name)) {
        found.add(series);
      }
    }
    return found;
  }

  /** The value of the series of a name that has these labels, names and values in turns. */
  double value(String name, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    Double value = samples.get(new Series(name, wanted));
    if (value == null) {
      throw new AssertionError("no " + name + wanted + " among " + series(name));
    }
    return value;
  }
}

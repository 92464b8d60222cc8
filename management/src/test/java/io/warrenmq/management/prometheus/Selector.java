package io.warrenmq.management.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series that a query reads.
 *
 * @param labels the values that it wants; a variable's value is one of anybody's
 */
record Selector(String name, Map<String, String> labels) {
  // Labels that are in their brackets are no metrics, whatever they begin with.
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:rabbitmq|erlang)_[a-z0-9_]+)\\s*(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*=\\s*\"([^\"]*)\"");

  /** What whoever scrapes adds. */
  private static final Set<String> ADDED = Set.of("namespace", "job", "instance");

  /** Those of a query of Prometheus. */
  static List<Selector> of(String query) {
    List<Selector> found = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(GROUPING.matcher(query).replaceAll(" "));
    while (selector.find()) {
      Map<String, String> labels = new TreeMap<>();
      Matcher matcher = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
      while (matcher.find()) {
        if (!ADDED.contains(matcher.group(1))) {
          labels.put(matcher.group(1), matcher.group(2));
        }
      }
      found.add(new Selector(selector.group(1), labels));
    }
    return found;
  }

  /** Whether a page has such a series. */
  boolean isOn(ParsedPage page) {
    return page.series(name).stream()
        .anyMatch(
            series ->
                labels.entrySet().stream()
                    .allMatch(
                        label -> fits(label.getValue(), series.labels().get(label.getKey()))));
  }

  private static boolean fits(String wanted, String value) {
    return value != null && (wanted.startsWith("$") || wanted.equals(value));
  }
}

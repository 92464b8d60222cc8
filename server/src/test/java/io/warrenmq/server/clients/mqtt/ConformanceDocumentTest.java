package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ConformanceDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/protocols/mqtt-conformance.md} names each statement once, and tests that exist. */
class ConformanceDocumentTest {
  private static final Pattern ROW = Pattern.compile("^\\| (\\d[^|]*) \\|", Pattern.MULTILINE);
  private static final Pattern NUMBERS = Pattern.compile("(\\d+\\.\\d+\\.\\d+)-(\\d+)(?:…(\\d+))?");

  /** The last statement of each section of MQTT 5.0; the first is 1, in 2.2.1 it is 2. */
  private static final Map<String, Integer> LAST =
      Map.ofEntries(
          Map.entry("1.5.4", 3),
          Map.entry("1.5.5", 1),
          Map.entry("1.5.7", 1),
          Map.entry("2.1.3", 1),
          Map.entry("2.2.1", 6),
          Map.entry("2.2.2", 1),
          Map.entry("3.1.0", 2),
          Map.entry("3.1.2", 30),
          Map.entry("3.1.3", 12),
          Map.entry("3.1.4", 6),
          Map.entry("3.2.0", 2),
          Map.entry("3.2.2", 22),
          Map.entry("3.3.1", 13),
          Map.entry("3.3.2", 20),
          Map.entry("3.3.4", 10),
          Map.entry("3.4.2", 3),
          Map.entry("3.5.2", 3),
          Map.entry("3.6.1", 1),
          Map.entry("3.6.2", 3),
          Map.entry("3.7.2", 3),
          Map.entry("3.8.1", 1),
          Map.entry("3.8.3", 5),
          Map.entry("3.8.4", 8),
          Map.entry("3.9.2", 2),
          Map.entry("3.9.3", 2),
          Map.entry("3.10.1", 1),
          Map.entry("3.10.3", 2),
          Map.entry("3.10.4", 6),
          Map.entry("3.11.2", 2),
          Map.entry("3.11.3", 2),
          Map.entry("3.12.4", 1),
          Map.entry("3.14.0", 1),
          Map.entry("3.14.1", 1),
          Map.entry("3.14.2", 4),
          Map.entry("3.14.4", 3),
          Map.entry("3.15.1", 1),
          Map.entry("3.15.2", 3),
          Map.entry("4.1.0", 2),
          Map.entry("4.2.0", 1),
          Map.entry("4.3.1", 1),
          Map.entry("4.3.2", 5),
          Map.entry("4.3.3", 13),
          Map.entry("4.4.0", 2),
          Map.entry("4.5.0", 2),
          Map.entry("4.6.0", 6),
          Map.entry("4.7.0", 1),
          Map.entry("4.7.1", 2),
          Map.entry("4.7.2", 1),
          Map.entry("4.7.3", 4),
          Map.entry("4.8.2", 6),
          Map.entry("4.9.0", 3),
          Map.entry("4.12.0", 7),
          Map.entry("4.12.1", 2),
          Map.entry("4.13.1", 1),
          Map.entry("4.13.2", 1),
          Map.entry("6.0.0", 4));

  private final ConformanceDocument document = ConformanceDocument.of("mqtt-conformance.md");

  @Test
  void namesEachStatementOfVersion5Once() {
    List<String> expected = new ArrayList<>();
    LAST.forEach(
        (section, last) -> {
          for (int i = section.equals("2.2.1") ? 2 : 1; i <= last; i++) {
            expected.add(section + "-" + i);
          }
        });
    assertThat(expected).hasSize(251);
    String version5 = document.text().substring(0, document.text().indexOf("## What else"));

    List<String> named = new ArrayList<>();
    ROW.matcher(version5)
        .results()
        .flatMap(row -> NUMBERS.matcher(row.group(1)).results())
        .forEach(numbers -> named.addAll(all(numbers)));

    assertThat(named).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> all(MatchResult numbers) {
    int first = Integer.parseInt(numbers.group(2));
    int last = numbers.group(3) == null ? first : Integer.parseInt(numbers.group(3));
    List<String> all = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      all.add(numbers.group(1) + "-" + i);
    }
    return all;
  }

  @Test
  void namesTestsThatExist() throws IOException {
    assertThat(document.missingTests("protocol-mqtt/src/test", "server/src/test")).isEmpty();
  }

  @Test
  void saysOfEachDeviationWhereItIs() {
    assertThat(document.lettersOfRules(Pattern.compile("\\((\\w)\\)\\*")))
        .isEqualTo(document.lettersOfDeviations());
  }
}

package io.warrenmq.server.clients.amqp10;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ConformanceDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/protocols/amqp10-conformance.md} names each section of AMQP 1.0 that has rules, says
 * of each rule whether it is kept, and names tests that exist.
 */
class ConformanceDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]*)\\|$");
  private static final Pattern RANGE =
      Pattern.compile("(\\d[\\d.]*)\\.(\\d+)(?: … \\d[\\d.]*\\.(\\d+))?");
  private static final String STATE = "yes|(differs|no) \\([a-z]\\)|the client's.*";

  /** How many sections with rules there are below each of these. */
  private static final Map<String, Integer> LAST =
      Map.ofEntries(
          Map.entry("1", 6),
          Map.entry("2.3", 2),
          Map.entry("2.4", 7),
          Map.entry("2.5", 6),
          Map.entry("2.6", 14),
          Map.entry("2.7", 9),
          Map.entry("3.2", 15),
          Map.entry("3.4", 6),
          Map.entry("3.5", 13),
          Map.entry("4.4", 4),
          Map.entry("4.5", 8),
          Map.entry("5.3.3", 6));

  private static final List<String> OTHERS =
      List.of(
          "2.2", "2.8.2", "2.8.3", "2.8.8", "2.8.9", "2.8.10", "2.8.14", "2.8.15", "2.8.16",
          "2.8.17", "2.8.18", "3.3.1", "4.2", "4.3", "5.1", "5.2", "5.2.1", "5.3.1", "5.3.2");

  private static final List<String> WITHOUT_RULES = List.of("2.6.11", "3.5.11", "3.5.12");

  private final ConformanceDocument document = ConformanceDocument.of("amqp10-conformance.md");

  private Stream<MatchResult> rows() {
    return ROW.matcher(document.rules())
        .results()
        .filter(row -> !row.group(1).matches("Section|Extension|-.*"));
  }

  @Test
  void namesEachSectionThatHasRules() {
    TreeSet<String> expected = new TreeSet<>(OTHERS);
    LAST.forEach(
        (above, last) -> {
          for (int i = 1; i <= last; i++) {
            expected.add(above + "." + i);
          }
        });
    WITHOUT_RULES.forEach(expected::remove);

    TreeSet<String> named =
        rows()
            .flatMap(row -> RANGE.matcher(row.group(1)).results())
            .flatMap(range -> all(range).stream())
            .collect(toCollection(TreeSet::new));

    assertThat(named).containsAll(expected);
  }

  private static List<String> all(MatchResult range) {
    int first = Integer.parseInt(range.group(2));
    int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
    List<String> all = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      all.add(range.group(1) + "." + i);
    }
    return all;
  }

  @Test
  void saysOfEachRuleWhetherItIsKept() {
    assertThat(rows()).hasSizeGreaterThan(100);
    assertThat(rows()).allSatisfy(row -> assertThat(row.group(3)).as(row.group()).matches(STATE));
  }

  @Test
  void showsWhatIsKept() {
    assertThat(rows().filter(row -> row.group(3).equals("yes")))
        .allSatisfy(
            row ->
                assertThat(ConformanceDocument.testsIn(row.group(4))).as(row.group()).isNotEmpty());
  }

  @Test
  void namesTestsThatExist() throws IOException {
    assertThat(
            document.missingTests(
                "protocol-amqp10/src/test", "core/src/test", "server/src/test", "testkit/src/test"))
        .isEmpty();
  }

  @Test
  void saysOfEachDeviationWhereItIs() {
    assertThat(document.lettersOfRules(Pattern.compile("\\| (?:differs|no) \\((\\w)\\) \\|")))
        .isEqualTo(document.lettersOfDeviations());
  }
}

package io.warrenmq.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final List<Column> COLUMNS = Column.all("name", "messages");
  private static final List<Map<String, Object>> ROWS =
      List.of(Map.of("name", "a\"b", "messages", 1), Map.of("name", "né", "messages", 20));

  private final StringWriter out = new StringWriter();

  private Console console(Format format, boolean isQuiet, boolean hasHeaders) {
    PrintWriter writer = new PrintWriter(out, true);
    return new Console(writer, writer, format, isQuiet, hasHeaders);
  }

  @Test
  void separatesColumnsByTabs() {
    Console console = console(Format.table, false, true);
    console.banner("Listing %s ...", "queues");
    console.rows(COLUMNS, ROWS);

    assertThat(out).hasToString("Listing queues ...\nname\tmessages\na\"b\t1\nné\t20\n");
  }

  @Test
  void leavesOutBannersAndHeadsWhenAsked() {
    Console console = console(Format.table, true, false);
    console.banner("Listing ...");
    console.rows(COLUMNS, ROWS);

    assertThat(out).hasToString("a\"b\t1\nné\t20\n");
  }

  @Test
  void quotesCsvAndHasNoBannersThere() {
    Console console = console(Format.csv, false, true);
    console.banner("Listing ...");
    console.rows(COLUMNS, ROWS);

    assertThat(out).hasToString("\"name\",\"messages\"\n\"a\"\"b\",\"1\"\n\"né\",\"20\"\n");
  }

  @Test
  void writesAnArrayOfObjects() {
    console(Format.json, false, true).rows(COLUMNS, ROWS);

    assertThat(out)
        .hasToString(
            "[\n{\"name\":\"a\\\"b\",\"messages\":1}\n,{\"name\":\"né\",\"messages\":20}\n]\n");
  }

  @Test
  void framesAPrettyTable() {
    console(Format.pretty_table, true, true).rows(COLUMNS, ROWS);

    assertThat(out)
        .hasToString(
            """
            ┌──────┬──────────┐
            │ name │ messages │
            ├──────┼──────────┤
            │ a"b  │ 1        │
            │ né   │ 20       │
            └──────┴──────────┘
            """);
  }

  @Test
  void showsNothingOfNothingAsRabbitmqctlDoes() {
    console(Format.table, false, true).rows(COLUMNS, List.of());
    console(Format.csv, false, true).rows(COLUMNS, List.of());
    assertThat(out).hasToString("");

    console(Format.table, false, true).rowsOrBlank(COLUMNS, List.of());
    console(Format.json, false, true).rows(COLUMNS, List.of());
    assertThat(out).hasToString("\n[\n]\n");
  }
}

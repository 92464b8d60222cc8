package io.warrenmq.server.clients.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.matrix.Expected.Row;
import io.warrenmq.server.clients.matrix.Expected.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/interoperability.md to what {@link MatrixIT} asserts. Run with {@code
 * -Dwarren.write.docs=true} to write its tables anew.
 */
class MatrixDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/interoperability.md");
  private static final String BEGIN = "<!-- matrix: written by MatrixDocumentTest -->\n";
  private static final String END = "<!-- end of matrix -->\n";
  private static final String NOTHING = "–";

  @Test
  void documentSaysWhatTheTestsAssert() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if (Boolean.getBoolean("warren.write.docs")) {
      Files.writeString(
          DOCUMENT, document.substring(0, begin) + tables() + document.substring(end));
      return;
    }

    assertThat(document.substring(begin, end)).isEqualTo(tables());
  }

  private static String tables() {
    StringBuilder text = new StringBuilder("\n");
    row(text, "from \\ to", titles());
    rule(text);
    for (Protocol from : Protocol.values()) {
      row(text, from.title(), each(to -> survives(from, to)));
    }
    for (Protocol from : Protocol.values()) {
      text.append("\n**From ").append(from.title()).append("**\n\n");
      row(text, "field | sent", titles());
      text.append("|---");
      rule(text);
      for (Target target : List.of(Target.topic("a.b"), Target.queue("q"))) {
        // What its own consumers see is what it is sent to.
        String sent = Expected.destination(from, from, target);
        row(
            text,
            Fields.DESTINATION + " | " + code(sent),
            each(to -> code(Expected.destination(from, to, target))));
      }
      for (Row row : Expected.rows(from)) {
        String sent = row.sent() == null ? NOTHING : shown(row, row.sent());
        row(text, row.field() + " | " + sent, each(to -> shown(row, row.arrives(to))));
      }
    }
    text.append("\n**What is refused**\n\n");
    row(text, "", titles());
    rule(text);
    for (Refusal refusal : Refusal.values()) {
      row(text, refusal.title(), each(to -> code(refusal.answer(to))));
    }
    return text.append('\n').toString();
  }

  private static List<String> titles() {
    return each(Protocol::title);
  }

  private static List<String> each(Function<Protocol, String> cell) {
    return Stream.of(Protocol.values()).map(cell).toList();
  }

  private static void row(StringBuilder text, String first, List<String> cells) {
    text.append("| ").append(first);
    cells.forEach(cell -> text.append(" | ").append(cell));
    text.append(" |\n");
  }

  private static void rule(StringBuilder text) {
    text.append("|---").append("|---".repeat(Protocol.values().length)).append("|\n");
  }

  private static String survives(Protocol from, Protocol to) {
    List<String> lost = new ArrayList<>();
    for (Row row : Expected.rows(from)) {
      if (row.sent() != null && row.arrives(to) == null) {
        // Of a field that comes twice, one value has a place.
        lost.add(
            row.samples().contains(Sample.FIRST) && row.samples().size() == 1
                ? row.field() + " " + shown(row, row.sent())
                : row.field());
      }
    }
    return lost.isEmpty() ? "all" : "all but " + String.join(", ", lost);
  }

  private static String shown(Row row, @Nullable Object value) {
    return Fields.isHeader(row.field()) && value instanceof String
        ? code('"' + value.toString() + '"')
        : code(value);
  }

  private static String code(@Nullable Object value) {
    return value == null ? NOTHING : "`" + value + "`";
  }
}

package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  private static List<String> entries(String text) {
    ConfigFile file = ConfigFile.parse("f", text);
    assertThat(file.problems()).isEmpty();
    return file.statements().stream()
        .map(ConfigFile.Entry.class::cast)
        .map(e -> e.origin().line() + " " + e.key() + "=" + e.value())
        .toList();
  }

  private static List<String> problems(String text) {
    return ConfigFile.parse("f", text).problems().stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void readsSettingsBetweenCommentsAndBlankLines() {
    String text = "# one\n## two\n\n \t \nheartbeat = 60\n\t# three\n  channel_max=7\t\n";

    assertThat(entries(text)).containsExactly("5 heartbeat=60", "7 channel_max=7");
  }

  @Test
  void readsWindowsLineEndsAndAByteOrderMark() {
    assertThat(entries("\uFEFFa = 1\r\nb = 2\r\n")).containsExactly("1 a=1", "2 b=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a = two words|two words",
        "a = x=y|x=y",
        "a = v # comment|v",
        "a = it's|it's",
        "a = 'quoted # here'|quoted # here",
        "a = '  kept  '   # comment|\"  kept  \"",
        "a = ''|\"\"",
        "a = C:\\dir|C:\\dir",
      })
  void readsValueAsRabbitMqDoes(String line, String value) {
    ConfigFile file = ConfigFile.parse("f", line);

    assertThat(file.problems()).isEmpty();
    assertThat(file.statements())
        .containsExactly(new ConfigFile.Entry("a", value, new Origin("f", 1)));
  }

  @Test
  void doubleQuotesArePartOfTheValue() {
    assertThat(entries("a = \"x\"")).containsExactly("1 a=\"x\"");
  }

  @Test
  void cutsUnquotedValueAtHashAndWarns() {
    ConfigFile file = ConfigFile.parse("f", "default_pass = s3cret#word");

    assertThat(file.statements())
        .containsExactly(new ConfigFile.Entry("default_pass", "s3cret", new Origin("f", 1)));
    assertThat(file.warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "f:1: default_pass: what follows # is a comment; put the value in single quotes to"
                + " keep it");
  }

  @Test
  void quotedValueMaySpanLines() {
    assertThat(entries("a = 'one\ntwo'\nb = 3")).containsExactly("1 a=one\ntwo", "3 b=3");
  }

  @Test
  void keepsEscapedDotsInKeys() {
    assertThat(entries("loopback_users.some\\.one = true"))
        .containsExactly("1 loopback_users.some\\.one=true");
  }

  @Test
  void readsIncludes() {
    assertThat(ConfigFile.parse("f", "include conf.d/*.conf # more").statements())
        .containsExactly(new ConfigFile.Include("conf.d/*.conf", new Origin("f", 1)));
  }

  @Test
  void namesEveryLineThatIsNotASetting() {
    assertThat(problems("heartbeat 60\na = 1\nlisteners: x\nb =\nc..d = 1\n.e = 1\nf$ = 1"))
        .containsExactly(
            "f:1: 'heartbeat' is not of the form 'key = value'",
            "f:3: 'listeners' is not of the form 'key = value'",
            "f:4: b has no value; the empty string is written ''",
            "f:5: 'c..d' is not a key: allowed are letters, digits, _ and -, parted by dots (a dot"
                + " within a part is written \\.)",
            "f:6: '.e' is not a key: allowed are letters, digits, _ and -, parted by dots (a dot"
                + " within a part is written \\.)",
            "f:7: 'f$' is not a key: allowed are letters, digits, _ and -, parted by dots (a dot"
                + " within a part is written \\.)");
  }

  @Test
  void neverShowsWhatMayBeASecretInALineItCannotRead() {
    assertThat(problems("default_pass: hunter2").get(0)).doesNotContain("hunter2");
    assertThat(problems("default_pass hunter2").get(0)).doesNotContain("hunter2");
  }

  @Test
  void refusesQuotesLeftOpen() {
    assertThat(problems("a = 'x"))
        .containsExactly("f:1: a: the quote that opens the value is never closed");
    assertThat(problems("a = 'x\nb = 'y'\nc = 1"))
        .startsWith("f:1: a: the quote that opens the value is not closed");
    assertThat(problems("a = 'x' y"))
        .containsExactly("f:1: a: nothing but a comment may follow the closing quote");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{rabbit, [{tcp_listeners, [5672]}]}].",
        "%% comment\n%% more\n[\n  {rabbit, []}\n].",
        "[]."
      })
  void saysThatErlangTermsAreNotRead(String text) {
    assertThat(problems(text))
        .containsExactly(
            "f:1: this is a file of Erlang terms; only the 'key = value' format is read");
  }

  @Test
  void emptyTextHasNoStatements() {
    assertThat(entries("")).isEmpty();
  }
}

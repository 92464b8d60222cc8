package io.warrenmq.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file, parsed into statements; what the keys mean is not known here. Immutable.
 *
 * <p>The grammar is the one RabbitMQ 4 reads with:
 *
 * <pre>
 * line    = blank | comment | setting | include
 * setting = key "=" value [comment]        include = "include" path [comment]
 * key     = word *("." word)               word    = 1*(letter | digit | "_" | "-" | "\.")
 * value   = "'" anything but ' "'"         may span lines; may hold # and outer spaces
 *         | 1*(anything but # and line end), outer spaces dropped
 * comment = "#" to the line's end
 * </pre>
 *
 * @param statements settings and includes in file order
 * @param problems lines that fit none of these
 * @param warnings lines that are valid, but probably not what was meant
 */
record ConfigFile(
    List<Statement> statements, List<ConfigProblem> problems, List<ConfigProblem> warnings) {

  /** What a line asks for. */
  sealed interface Statement permits Entry, Include {}

  /** A setting, its key still as written, dots within a segment escaped by a backslash. */
  record Entry(String key, String value, Origin origin) implements Statement {}

  /** Other files to read here; the last segment of the path may hold {@code *}. */
  record Include(String path, Origin origin) implements Statement {}

  private static final Pattern KEY = Pattern.compile("(?:\\\\\\.|[A-Za-z0-9_.-])+");
  private static final Pattern SETTING =
      Pattern.compile("[ \\t]*((?:\\\\.|[^=\\s#\\\\])+)[ \\t]*=[ \\t]*(.*)", Pattern.DOTALL);
  private static final Pattern INCLUDE =
      Pattern.compile("[ \\t]*include[ \\t]+([A-Za-z0-9_.*\\\\/-]+)[ \\t]*(?:#.*)?");
  private static final Pattern REST = Pattern.compile("[ \\t]*(?:#.*)?");
  private static final Pattern ERLANG_TERMS =
      Pattern.compile("\\A(?:\\s|%.*)*\\[\\s*(?:\\{|%|\\])");

  static ConfigFile parse(String source, String text) {
    return new Parser(source, text).parse();
  }

  /** Whether {@code key} has the form of one: words parted by single dots. */
  static boolean isKey(String key) {
    return KEY.matcher(key).matches() && KeyName.segments(key).stream().noneMatch(String::isEmpty);
  }

  private static final class Parser {
    private final String source;
    private final String text;
    private final String[] lines;
    private final List<Statement> statements = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private int index;

    Parser(String source, String text) {
      this.source = source;
      this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
      this.lines = this.text.split("\r?\n", -1);
    }

    ConfigFile parse() {
      if (ERLANG_TERMS.matcher(text).find()) {
        problem(1, "this is a file of Erlang terms; only the 'key = value' format is read");
        return result();
      }
      for (index = 0; index < lines.length; index++) {
        line(lines[index]);
      }
      return result();
    }

    private ConfigFile result() {
      return new ConfigFile(List.copyOf(statements), List.copyOf(problems), List.copyOf(warnings));
    }

    private void line(String line) {
      int number = index + 1;
      if (REST.matcher(line).matches()) {
        return;
      }
      Matcher include = INCLUDE.matcher(line);
      if (include.matches()) {
        statements.add(new Include(include.group(1), new Origin(source, number)));
        return;
      }
      Matcher setting = SETTING.matcher(line);
      if (!setting.matches()) {
        problem(number, "'" + shown(line) + "' is not of the form 'key = value'");
        return;
      }
      String key = setting.group(1);
      if (!isKey(key)) {
        problem(
            number,
            "'"
                + key
                + "' is not a key: allowed are letters, digits, _ and -, parted by dots"
                + " (a dot within a part is written \\.)");
        return;
      }
      value(key, setting.group(2), number);
    }

    private void value(String key, String raw, int number) {
      if (raw.startsWith("'")) {
        quoted(key, raw, number);
        return;
      }
      int comment = raw.indexOf('#');
      String value = (comment < 0 ? raw : raw.substring(0, comment)).stripTrailing();
      if (value.isEmpty()) {
        problem(number, key + " has no value; the empty string is written ''");
        return;
      }
      if (comment > 0 && !Character.isWhitespace(raw.charAt(comment - 1))) {
        warnings.add(
            new ConfigProblem(
                new Origin(source, number),
                key + ": what follows # is a comment; put the value in single quotes to keep it"));
      }
      statements.add(new Entry(key, value, new Origin(source, number)));
    }

    /** A quoted value runs to the next quote, over line ends if need be, as in RabbitMQ. */
    private void quoted(String key, String firstLine, int number) {
      StringBuilder value = new StringBuilder();
      String rest = firstLine.substring(1);
      int last = index;
      int end;
      while ((end = rest.indexOf('\'')) < 0) {
        if (++last == lines.length) {
          problem(number, key + ": the quote that opens the value is never closed");
          return;
        }
        value.append(rest).append('\n');
        rest = lines[last];
      }
      if (!REST.matcher(rest.substring(end + 1)).matches()) {
        // A quote left open swallows lines up to some other value's quote: blame where it opens.
        problem(
            number,
            last == index
                ? key + ": nothing but a comment may follow the closing quote"
                : key + ": the quote that opens the value is not closed");
        return;
      }
      index = last;
      statements.add(
          new Entry(key, value.append(rest, 0, end).toString(), new Origin(source, number)));
    }

    private void problem(int number, String what) {
      problems.add(new ConfigProblem(new Origin(source, number), what));
    }

    /** Only the word that a line starts with: the rest could hold a secret. */
    private static String shown(String line) {
      String word = line.strip().split("[\\s:=]", 2)[0];
      return word.length() > 60 ? word.substring(0, 60) + "..." : word;
    }
  }
}

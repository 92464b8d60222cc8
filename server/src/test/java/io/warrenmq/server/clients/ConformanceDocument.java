package io.warrenmq.server.clients;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of {@code docs/protocols} that says what is done of each rule of a standard, and names the
 * tests that show it as {@code Class#method} or {@code suite.py}. Deviations have a letter, and a
 * row in the page's last table.
 */
public final class ConformanceDocument {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`([\\w.-]+)(?:#(\\w+))?`");

  private final String text;

  private ConformanceDocument(String text) {
    this.text = text;
  }

  /** Reads a page. */
  public static ConformanceDocument of(String name) {
    return new ConformanceDocument(read(ROOT.resolve("docs/protocols").resolve(name)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole page. */
  public String text() {
    return text;
  }

  /** The rules: all before the deviations. */
  public String rules() {
    return text.substring(0, text.indexOf("## Deviations"));
  }

  /** The letters with which the rules refer to deviations. */
  public Set<String> lettersOfRules(Pattern reference) {
    return letters(reference, rules());
  }

  /** The letters of the deviations. */
  public Set<String> lettersOfDeviations() {
    return letters(
        Pattern.compile("(?m)^\\| (\\w) \\|"), text.substring(text.indexOf("## Deviations")));
  }

  private static Set<String> letters(Pattern pattern, String where) {
    return pattern.matcher(where).results().map(found -> found.group(1)).collect(toSet());
  }

  /** The tests that a part of the page names. */
  public static List<MatchResult> testsIn(String part) {
    return TEST.matcher(part)
        .results()
        .filter(test -> test.group(2) != null || test.group(1).matches(".*\\.(py|js)"))
        .toList();
  }

  /** The tests that the page names and that are in none of these folders. */
  public List<String> missingTests(String... folders) throws IOException {
    Map<String, List<String>> sources = new HashMap<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().matches(".*\\.(java|py|js)"))
            .forEach(
                file ->
                    sources
                        .computeIfAbsent(
                            file.getFileName().toString().replace(".java", ""),
                            name -> new ArrayList<>())
                        .add(read(file)));
      }
    }
    return testsIn(text).stream()
        .filter(
            test ->
                sources.getOrDefault(test.group(1), List.of()).stream()
                    .noneMatch(source -> has(source, test.group(2))))
        .map(MatchResult::group)
        .toList();
  }

  private static boolean has(String source, String method) {
    return method == null || source.matches("(?s).*(void|def) " + method + "\\(.*");
  }
}

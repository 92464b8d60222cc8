package io.warrenmq.testkit.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sources must not hold and class files do not show. Each finding is a line that says where
 * and what.
 */
final class TidyRules {
  private static final int MAX_LINES = 600;

  private static final Pattern SYNCHRONIZED = Pattern.compile("\\bsynchronized\\b");
  private static final Pattern STAR_IMPORT = Pattern.compile("(?m)^import\\s[^;]*\\*\\s*;");
  private static final Pattern LOOSE_END = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");

  /** An absolute path into somebody's home or work folder, which exists on one machine only. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.~}/-])/(home|root|Users|work)/[\\w.-]+/");

  private TidyRules() {}

  /** Findings in a Java source; {@code isMain} when it is not a test. */
  static List<String> checkJava(String name, String source, boolean isMain) {
    SourceText text = SourceText.of(source);
    List<String> findings = new ArrayList<>();
    find(findings, name, SYNCHRONIZED, text.code(), "synchronized: let one thread own the state");
    find(findings, name, STAR_IMPORT, text.code(), "star import: name what you import");
    find(findings, name, LOOSE_END, text.comments(), "say which issue, as in TODO(#12)");
    long lines = source.lines().count();
    if (isMain && lines > MAX_LINES && !text.comments().contains("Long because")) {
      findings.add(
          name + ": " + lines + " lines; split it, or say \"Long because ...\" in its Javadoc");
    }
    return findings;
  }

  /** Findings in any text file. */
  static List<String> checkText(String name, String text) {
    List<String> findings = new ArrayList<>();
    find(findings, name, MACHINE_PATH, text, "a path of one machine");
    return findings;
  }

  private static void find(
      List<String> findings, String name, Pattern pattern, String text, String what) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      long line = 1 + text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
      findings.add(name + ":" + line + ": " + what);
    }
  }
}

package io.warrenmq.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TidyRulesTest {
  @Test
  void findsSynchronizedInCodeOnly() {
    String source =
        """
        // synchronized in a comment
        String s = "synchronized \\" here";
        char c = '"';
        String t = \"""
            synchronized " here
            \""";
        synchronized (this) {}
        """;

    assertThat(java(source)).singleElement().asString().startsWith("A.java:7: synchronized");
  }

  @Test
  void findsStarImports() {
    assertThat(java("import java.util.*;\nimport static a.B.*;\nimport a.B;\n")).hasSize(2);
  }

  @Test
  void findsLooseEndsWithoutIssueInCommentsOnly() {
    String mark = "TO" + "DO";

    assertThat(java("int a; // " + mark + " later\n")).hasSize(1);
    assertThat(java("/** " + mark + ": later. */\n")).hasSize(1);
    assertThat(java("int a; // " + mark + "(#12): later\n")).isEmpty();
    assertThat(java("String s = \"" + mark + "\";\n")).isEmpty();
  }

  @Test
  void findsLongMainFilesThatGiveNoReason() {
    String lines = "int a;\n".repeat(601);

    assertThat(java(lines)).hasSize(1);
    assertThat(java("/** A table. Long because it lists every code. */\n" + lines)).isEmpty();
    assertThat(TidyRules.checkJava("ATest.java", lines, false)).isEmpty();
  }

  @Test
  void findsPathsOfOneMachine() {
    String home = "/ho" + "me/alice/project";

    assertThat(TidyRules.checkText("a.md", "see\n" + home + "\n"))
        .containsExactly("a.md:2: a path of one machine");
    assertThat(TidyRules.checkText("a.md", "a topic" + home + "\nand $dir" + home)).isEmpty();
    assertThat(TidyRules.checkText("a.md", "/usr/lib/jvm and /etc/x/y")).isEmpty();
  }

  private static List<String> java(String source) {
    return TidyRules.checkJava("A.java", source, true);
  }
}

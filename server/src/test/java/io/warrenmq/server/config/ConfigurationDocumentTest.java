package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/configuration.md to the registry. Run with {@code -Dwarren.write.docs=true} to write
 * the tables anew after a change of keys.
 */
class ConfigurationDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/configuration.md");
  private static final String BEGIN = "<!-- keys: written by ConfigurationDocumentTest -->\n";
  private static final String END = "<!-- end of keys -->\n";

  @Test
  void documentHoldsEverySupportedKeyAsItIs() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    String tables = tables();
    if (Boolean.getBoolean("warren.write.docs")) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + tables + document.substring(end));
      return;
    }

    assertThat(document.substring(begin, end)).isEqualTo(tables);
  }

  @Test
  void tablesNameEverySupportedKey() {
    assertThat(SupportedKeys.all())
        .allSatisfy(key -> assertThat(tables()).contains("| `" + key.name() + "` |"));
  }

  @Test
  void documentNamesEveryAlias() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(KeyRegistry.aliases())
        .allSatisfy((alias, name) -> assertThat(document).contains("`" + alias + "`", name));
  }

  private static String tables() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<ConfigKey>> section : SupportedKeys.sections().entrySet()) {
      text.append("\n### ").append(section.getKey()).append("\n\n");
      text.append("| Key | Value | Unit | Default | Meaning |\n|---|---|---|---|---|\n");
      section.getValue().forEach(key -> text.append(row(key)));
    }
    return text.append('\n').toString();
  }

  private static String row(ConfigKey key) {
    String defaultText = key.defaultText();
    String shown =
        defaultText == null ? "" : defaultText.isEmpty() ? "empty" : "`" + defaultText + "`";
    String doc = (key.isPlanned() ? "Not yet: " : "") + key.doc();
    List<String> cells =
        List.of("`" + key.name() + "`", key.type().allowed(), key.unit(), shown, doc);
    return "| " + String.join(" | ", cells).replace("*", "\\*").replace("`.\\*`", "`.*`") + " |\n";
  }
}

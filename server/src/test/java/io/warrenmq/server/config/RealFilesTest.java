package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whole files, as people have them. */
class RealFilesTest {

  // "# key = value" or "#key = value": a setting that has been commented out.
  private static final Pattern COMMENTED_OUT =
      Pattern.compile("(?m)^# ?((?:[a-z_0-9]+)(?:\\.[A-Za-z_0-9]+)* = .*)$");

  private static String resource(String name) throws IOException {
    try (InputStream in = RealFilesTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String uncommented(String text) {
    return COMMENTED_OUT.matcher(text).replaceAll("$1");
  }

  @Test
  void annotatedExampleSetsNothing() throws IOException, ConfigException {
    Config config = Configs.load(resource("annotated.conf"));

    assertThat(config.render()).isEqualTo(Configs.load("").render());
  }

  @Test
  void annotatedExampleWithEveryLineSwitchedOnIsRead() throws IOException, ConfigException {
    String text = uncommented(resource("annotated.conf"));

    Config config = Configs.load(text);

    assertThat(text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).count())
        .isGreaterThan(100);
    assertThat(config.listeners("listeners.ssl")).containsExactly(new ListenerAddress("", 5671));
    assertThat(config.listeners("mqtt.listeners.tcp"))
        .containsExactly(new ListenerAddress("", 1883), new ListenerAddress("::1", 61613));
    assertThat(config.integer("vm_memory_high_watermark.absolute")).isEqualTo(1073741824);
    assertThat(config.integer("max_message_size")).isEqualTo(134217728);
    assertThat(config.text("product.name")).isEqualTo("My Queues");
    assertThat(config.text("management.csp.policy")).isEqualTo("default-src 'self'");
    assertThat(config.warnings())
        .extracting(warning -> warning.text().split(" ")[0])
        .contains("num_acceptors.tcp", "cluster_formation.peer_discovery_backend", "net_ticktime")
        .doesNotContain("heartbeat", "listeners.tcp.default");
  }

  @Test
  void fileOfADockerImageIsRead() throws IOException, ConfigException {
    Config config = Configs.load(resource("container.conf"));

    assertThat(config.isLoopbackUser("guest")).isFalse();
    assertThat(config.text("log.console.level")).isEqualTo("warning");
    assertThat(config.text("default_pass")).isEqualTo("pa#ss = word");
    assertThat(config.decimal("vm_memory_high_watermark.relative")).isEqualTo(0.7);
  }

  @Test
  void fileOfAKubernetesOperatorIsRead() throws IOException, ConfigException {
    Config config = Configs.load(resource("kubernetes.conf"));

    assertThat(config.listeners("listeners.tcp")).isEmpty();
    assertThat(config.listeners("listeners.ssl")).containsExactly(new ListenerAddress("", 5671));
    assertThat(config.integer("total_memory_available_override_value")).isEqualTo(1717986919L);
    assertThat(config.text("cluster_name")).isEqualTo("orders");
    assertThat(config.warnings())
        .filteredOn(warning -> warning.text().contains("has no meaning"))
        .hasSizeBetween(5, 9);
  }

  @Test
  void fileOfTheDistributionIsReadWithEveryLineSwitchedOn() throws IOException, ConfigException {
    String text = Files.readString(Path.of("src/main/dist/etc/warrenmq.conf"));

    Config asShipped = Configs.load(text);
    Config switchedOn = Configs.load(uncommented(text));

    assertThat(asShipped.render()).isEqualTo(Configs.load("").render());
    assertThat(uncommented(text)).isNotEqualTo(text);
    assertThat(switchedOn.warnings()).isEqualTo(List.of());
  }
}

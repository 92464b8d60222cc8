package io.warrenmq.server.clients.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.ClientProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The management pages in Chromium, as the distribution has them, with traffic of every protocol
 * behind them. Pictures of all pages stay in {@code target/pages/pictures}; the property {@code
 * warren.pages.views} says of which views of {@code look.mjs}.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class ManagementPagesIT {
  private static final Path HOME = Path.of("target", "warrenmq").toAbsolutePath();
  private static final Path MODULES = Path.of("target", "page-tests", "node_modules");
  private static final Path PICTURES = Path.of("target", "pages", "pictures").toAbsolutePath();
  private static final Path SCRIPTS =
      Path.of("..", "management", "src", "test", "web").toAbsolutePath().normalize();
  private static final String VIEWS = System.getProperty("warren.pages.views", "narrow-dark");
  private static final int PATIENCE_SECONDS = 300; // on a machine that does much else

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Traffic traffic;

  @BeforeAll
  static void start() throws Exception {
    assertThat(HOME.resolve("management-ui/lib/preact.mjs"))
        .as("a library of the pages: run make test, which fetches it")
        .exists();
    assertThat(MODULES).as("what drives the browser: run make test, which installs it").exists();
    Path definitions =
        Path.of(
            Objects.requireNonNull(
                    ManagementPagesIT.class.getResource("/clients/pages/definitions.json"))
                .toURI());
    broker =
        EmbeddedBroker.start(
            folder.resolve("data"),
            Map.of(
                "management.tcp.listener", "127.0.0.1:0",
                "listeners.tcp.default", "127.0.0.1:0",
                "mqtt.listeners.tcp.default", "127.0.0.1:0",
                "stomp.listeners.tcp.default", "127.0.0.1:0",
                "load_definitions", definitions.toString(),
                "collect_statistics_interval", "1000"),
            HOME);
    traffic = Traffic.start(broker::address);
  }

  @AfterAll
  static void stop() throws Exception {
    if (traffic != null) {
      traffic.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @AfterEach
  void trafficGoesOn() {
    assertThat(traffic.failure()).isNull();
  }

  private static List<String> run(String script, String... args) throws Exception {
    Files.createDirectories(PICTURES);
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(SCRIPTS.resolve(script).toString());
    command.add("http://127.0.0.1:" + broker.address("management").getPort() + "/");
    command.addAll(List.of(args));
    Map<String, String> environment = Map.of("NODE_PATH", MODULES.toAbsolutePath().toString());
    try (ClientProgram program = ClientProgram.startAlone(command, environment)) {
      List<String> output = program.awaitSuccess(PATIENCE_SECONDS);
      output.forEach(System.out::println);
      return output;
    }
  }

  @Test
  void doWhatUsersAskOfThem() throws Exception {
    List<String> output = run("use.mjs", "--pictures", PICTURES.toString());

    assertThat(output).last().asString().endsWith(" things done");
  }

  @Test
  void lookRightInEveryView() throws Exception {
    List<String> output = run("look.mjs", PICTURES.toString(), "--views", VIEWS, "--vhost", "shop");

    assertThat(output).last().isEqualTo("nothing to complain of");
  }
}

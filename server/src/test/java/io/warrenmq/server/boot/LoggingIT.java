package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.LogTail;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.server.logging.LogMemory;
import io.warrenmq.server.logging.ProcessLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log as a configuration has it, from the start of a node to its end. */
class LoggingIT {
  @TempDir Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Node> nodes = new ArrayList<>();

  private final Logger connection = LoggerFactory.getLogger("io.warrenmq.stomp.connection.Some");
  private final Logger channel = LoggerFactory.getLogger("io.warrenmq.amqp091.channel.Some");
  private final Logger other = LoggerFactory.getLogger("io.warrenmq.Some");

  @AfterEach
  void stop() {
    nodes.forEach(Node::stop);
    ProcessLog.close();
  }

  private Optional<Node> start(String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--data-dir=" + folder.resolve("data"));
    for (String off : ConfigLoader.defaultListenersOff()) {
      arguments.add("--set=" + off);
    }
    arguments.add("--set=warren.plugins.dir=" + folder.resolve("plugins"));
    for (String setting : settings) {
      arguments.add("--set=" + setting);
    }
    Launcher launcher =
        new Launcher(
            (config, dataDir, loops, plugins) -> new FakeBroker(),
            Map.of(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    Optional<Node> node = launcher.start(arguments);
    node.ifPresent(nodes::add);
    return node;
  }

  private List<String> written(Path file) throws IOException {
    ProcessLog.close();
    return Files.readAllLines(file);
  }

  @Test
  void isAFileOfJsonInTheDataFolder() throws IOException {
    assertThat(start("log.console=false", "log.file=a.log", "log.file.formatter=json")).isPresent();
    connection.warn("{}: refused", "a\n2026-01-01 [error] forged");
    connection.info("left: {}", "a", new IllegalStateException("why"));
    other.debug("nobody wants to know");

    List<JsonObject> lines =
        written(folder.resolve("data").resolve("log").resolve("a.log")).stream()
            .map(JsonObject::new)
            .filter(line -> line.getString("logger").endsWith(".Some"))
            .toList();
    assertThat(lines)
        .extracting(line -> line.getString("msg"))
        .containsExactly("a\n2026-01-01 [error] forged: refused", "left: a");
    assertThat(lines.get(0).fieldNames())
        .containsExactly("time", "level", "msg", "domain", "logger", "thread");
    assertThat(lines.get(0).getString("domain")).isEqualTo("rabbitmq.connection");
    assertThat(lines.get(1).getString("error")).startsWith("java.lang.IllegalStateException: why");
  }

  @Test
  void hasLevelsOfOutputsAndOfCategories() throws IOException {
    Path file = folder.resolve("logs").resolve("warrenmq.log");
    start(
        "log.console=false",
        "log.dir=" + file.getParent(),
        "log.file=true",
        "log.file.level=debug",
        "log.connection.level=error",
        "log.channel.level=none",
        "log.file.formatter.plaintext.format=$level $msg");
    other.debug("a");
    connection.warn("b");
    connection.error("c");
    channel.error("d");

    assertThat(written(file)).contains("debug a", "error c").doesNotContain("warning b", "error d");
  }

  @Test
  void takesTheDefaultLevelWhereAnOutputHasNone() throws IOException {
    Path file = folder.resolve("a.log");
    start(
        "log.console=false",
        "log.file=" + file,
        "log.default.level=warning",
        "log.connection.level=debug",
        "log.file.formatter.plaintext.format=$level $msg");
    other.info("a");
    other.warn("b");
    connection.info("c");

    assertThat(LogMemory.OF_PROCESS.last(1, LogTail.Severity.DEBUG))
        .extracting(LogTail.Line::text)
        .containsExactly("b");
    assertThat(written(file)).contains("warning b").doesNotContain("info a", "info c");
  }

  @Test
  void isAsBeforeOnceItIsClosed() {
    start("log.console=false", "log.connection.level=none", "log.default.level=error");
    ProcessLog.close();

    assertThat(connection.isInfoEnabled()).isTrue();
    assertThat(connection.isDebugEnabled()).isFalse();
    assertThat(other.isInfoEnabled()).isTrue();
  }

  @Test
  void refusesAFileThatCannotBeWritten() throws IOException {
    Path inTheWay = Files.createFile(folder.resolve("file"));

    assertThat(start("log.dir=" + inTheWay, "log.file=a.log")).isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("warren-server: Cannot write the log file " + inTheWay.resolve("a.log") + ": ")
        .contains("log.file or log.dir")
        .doesNotContain("\tat ");
  }

  @Test
  void refusesFormatsThatItCannotRead() {
    assertThat(start("log.file.formatter.json.field_map=time:ts *:rest")).isEmpty();
    assertThat(start("log.console.formatter.plaintext.format=$time $mesage")).isEmpty();
    assertThat(start("log.console.formatter.json.verbosity_map=debug:high")).isEmpty();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("field_map", "plaintext.format", "verbosity_map");
  }
}

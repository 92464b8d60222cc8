package io.warrenmq.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * A client program in a process of its own, with the broker's address in its environment: {@code
 * AMQP_URL}, {@code AMQP_HOST}, {@code AMQP_PORT}, or for a client of MQTT {@code MQTT_HOST},
 * {@code MQTT_PORT} and {@code MQTT_TRANSPORT}, which is {@code tcp} or {@code websockets}, and for
 * one of STOMP the same with {@code STOMP}. Its failures tell all it printed.
 */
public final class ClientProgram implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  // No line has a line break.
  private static final String END = "\n";
  private static final String TCP = "tcp";
  private static final String WEB_SOCKETS = "websockets";
  private static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
  private static final Path NODE_MODULES =
      Path.of("target", "node", "node_modules").toAbsolutePath();

  private final List<String> command;
  private final Process process;
  private final Thread reader;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringBuffer output = new StringBuffer();

  private ClientProgram(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.reader = new Thread(this::read, "output of " + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  /** A program of {@code server/src/test/clients/node}. */
  public static List<String> node(String script, String... args) {
    return command(List.of("node", SOURCES.resolve("node").resolve(script).toString()), args);
  }

  /** A program of {@code server/src/test/clients/python}, by the Python that has pika. */
  public static List<String> python(String script, String... args) {
    Path path = SOURCES.resolve("python").resolve(script);
    return command(List.of("/usr/bin/python3", path.toString()), args);
  }

  /** A program of {@code server/src/test/clients/ruby}, by the Ruby that has bunny. */
  public static List<String> ruby(String script, String... args) {
    Path path = SOURCES.resolve("ruby").resolve(script);
    return command(List.of("/usr/bin/ruby", path.toString()), args);
  }

  /** A program of {@code server/src/test/clients/perl}, by the Perl that has Net::Stomp. */
  public static List<String> perl(String script, String... args) {
    Path path = SOURCES.resolve("perl").resolve(script);
    return command(List.of("/usr/bin/perl", path.toString()), args);
  }

  /** A program of {@code server/src/test/clients/shell}. */
  public static List<String> shell(String script, String... args) {
    return command(List.of("/bin/sh", SOURCES.resolve("shell").resolve(script).toString()), args);
  }

  /** A class with a {@code main} of this class path. */
  public static List<String> java(Class<?> main, String... args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> start =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            classPath(main),
            main.getName());
    return command(start, args);
  }

  /** Only what the tutorials need: the test's own class path may be a jar that names others. */
  private static String classPath(Class<?> main) {
    return Stream.of(main, Channel.class, Logger.class)
        .map(
            c ->
                Path.of(
                    URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString())))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> command(List<String> start, String... args) {
    List<String> all = new ArrayList<>(start);
    all.addAll(List.of(args));
    return all;
  }

  /** Starts {@code command} with {@code more} added to its environment. */
  public static ClientProgram start(List<String> command, Map<String, String> more) {
    BrokerUnderTest broker = BrokerUnderTest.get();
    return start(
        command,
        Map.of(
            "AMQP_URL", broker.uri(),
            "AMQP_HOST", broker.host(),
            "AMQP_PORT", Integer.toString(broker.port())),
        more);
  }

  /** Starts {@code command}, a client of MQTT, which the broker must speak. */
  public static ClientProgram startMqtt(List<String> command) {
    return start(command, "MQTT", TCP, MqttUnderTest.host(), MqttUnderTest.port());
  }

  /** Starts {@code command}, a client of MQTT over WebSocket, which the broker must speak. */
  public static ClientProgram startMqttOverWebSocket(List<String> command) {
    int port = MqttUnderTest.webSocketPort().orElseThrow();
    return start(command, "MQTT", WEB_SOCKETS, MqttUnderTest.host(), port);
  }

  /** Starts {@code command}, a client of STOMP, which the broker must speak. */
  public static ClientProgram startStomp(List<String> command) {
    return start(command, "STOMP", TCP, StompUnderTest.host(), StompUnderTest.port());
  }

  /** Starts {@code command}, a client of STOMP over WebSocket. */
  public static ClientProgram startStompOverWebSocket(List<String> command) {
    return start(
        command, "STOMP", WEB_SOCKETS, StompUnderTest.host(), StompUnderTest.webSocketPort());
  }

  /** Starts {@code command}, which names the broker itself. */
  public static ClientProgram startAlone(List<String> command) {
    return startAlone(command, Map.of());
  }

  /** The same, with {@code more} added to its environment. */
  public static ClientProgram startAlone(List<String> command, Map<String, String> more) {
    return start(command, Map.of(), more);
  }

  private static ClientProgram start(
      List<String> command, String protocol, String transport, String host, int port) {
    Map<String, String> address =
        Map.of(
            protocol + "_HOST", host,
            protocol + "_PORT", Integer.toString(port),
            protocol + "_TRANSPORT", transport);
    return start(command, address, Map.of());
  }

  private static ClientProgram start(
      List<String> command, Map<String, String> address, Map<String, String> more) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(address);
    builder.environment().put("NODE_PATH", NODE_MODULES.toString());
    // Byte code of the scripts would lie beside the sources.
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().putAll(more);
    try {
      return new ClientProgram(command, builder.start());
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run " + command.get(0) + ": run make test, which installs it", e);
    }
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      for (String line; (line = reader.readLine()) != null; ) {
        output.append(line).append('\n');
        lines.add(line);
      }
    } catch (IOException e) {
      // The process was ended under us: what it said until then is all there is.
      output.append("(output ends: ").append(new UncheckedIOException(e)).append(")\n");
    }
    lines.add(END);
  }

  /** Waits for the next line that is {@code text} but for the space around it. */
  public void awaitLine(String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (; ; ) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(END)) {
        throw failure("did not say \"" + text + "\"");
      }
      if (line.strip().equals(text)) {
        return;
      }
    }
  }

  /** Waits until the program ends, which it must do well; returns its lines that nobody took. */
  public List<String> awaitSuccess() throws InterruptedException {
    return awaitSuccess(PATIENCE_SECONDS);
  }

  /** The same, of a program that may take this long. */
  public List<String> awaitSuccess(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw failure("does not end");
    }
    reader.join();
    if (process.exitValue() != 0) {
      throw failure("failed with exit code " + process.exitValue());
    }
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    rest.remove(END);
    return rest;
  }

  private AssertionError failure(String what) {
    String hint =
        output.indexOf("Cannot find module") >= 0 || output.indexOf("No module named") >= 0
            ? " (a library is missing: run make test, which installs it)"
            : "";
    return new AssertionError(
        "%s %s%s; its output:%n%s".formatted(String.join(" ", command), what, hint, output));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

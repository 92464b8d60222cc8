package io.warrenmq.server.crash;

import io.warrenmq.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker in a process of its own, which can be killed. */
final class BrokerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern READY = Pattern.compile("WarrenMQ .* ready in (\\d+) ms");

  private final Process process;
  private final int port;

  private BrokerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a broker, and waits until it is ready. */
  static BrokerProcess start(Path dataDir, String... settings) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--data-dir", dataDir.toString()));
    command.addAll(List.of("--set", "listeners.tcp.default=127.0.0.1:0"));
    command.addAll(List.of("--set", "mqtt.listeners.tcp=none"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, port), "broker-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new BrokerProcess(process, port.get(40, TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Reads what it prints, to its end: a full pipe would hold it. */
  private static void read(Process process, CompletableFuture<Integer> port) {
    StringBuilder all = new StringBuilder();
    int found = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = out.readLine()) != null; ) {
        all.append(line).append('\n');
        Matcher address = ADDRESS.matcher(line);
        if (found == 0 && address.find()) {
          found = Integer.parseInt(address.group(1));
        }
        if (READY.matcher(line).find()) {
          port.complete(found);
        }
      }
    } catch (IOException e) {
      all.append(e);
    }
    port.completeExceptionally(new IOException("the broker did not start:\n" + all));
  }

  int port() {
    return port;
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it in good order. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}

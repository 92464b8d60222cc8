package io.warrenmq.server.crash;

import io.warrenmq.server.Main;
import io.warrenmq.server.config.ConfigLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker in a process of its own, which can be killed. */
public final class BrokerProcess implements AutoCloseable {
  private static final Pattern LISTENER = Pattern.compile("127\\.0\\.0\\.1:(\\d+) +(\\w+)");
  private static final Pattern READY = Pattern.compile("WarrenMQ .* ready in (\\d+) ms");

  private final Process process;
  private final Map<String, Integer> ports; // by the protocol's name

  private BrokerProcess(Process process, Map<String, Integer> ports) {
    this.process = process;
    this.ports = ports;
  }

  /** Starts a broker that speaks AMQP 0-9-1, and waits until it is ready. */
  public static BrokerProcess start(Path dataDir, String... settings) throws Exception {
    return start(dataDir, List.of(settings));
  }

  /** Starts one that speaks MQTT too, and waits until it is ready. */
  public static BrokerProcess startWithMqtt(Path dataDir) throws Exception {
    return start(dataDir, List.of("mqtt.listeners.tcp.default=127.0.0.1:0"));
  }

  private static BrokerProcess start(Path dataDir, List<String> settings) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--data-dir", dataDir.toString()));
    for (String off : ConfigLoader.defaultListenersOff()) {
      command.addAll(List.of("--set", off));
    }
    command.addAll(List.of("--set", "listeners.tcp.default=127.0.0.1:0"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    CompletableFuture<Map<String, Integer>> ports = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, ports), "broker-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new BrokerProcess(process, ports.get(40, TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Reads what it prints, to its end: a full pipe would hold it. */
  private static void read(Process process, CompletableFuture<Map<String, Integer>> ports) {
    StringBuilder all = new StringBuilder();
    Map<String, Integer> found = new HashMap<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line; (line = out.readLine()) != null; ) {
        all.append(line).append('\n');
        Matcher listener = LISTENER.matcher(line);
        if (listener.find()) {
          found.putIfAbsent(listener.group(2), Integer.valueOf(listener.group(1)));
        }
        if (READY.matcher(line).find()) {
          ports.complete(found);
        }
      }
    } catch (IOException e) {
      all.append(e);
    }
    ports.completeExceptionally(new IOException("the broker did not start:\n" + all));
  }

  /** Where it speaks AMQP 0-9-1. */
  public int port() {
    return ports.get("amqp091");
  }

  /** Where it speaks MQTT. */
  public int mqttPort() {
    return ports.get("mqtt");
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it in good order. */
  public int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}

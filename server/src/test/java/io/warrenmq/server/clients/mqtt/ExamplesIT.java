package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ClientProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The devices of {@code docs/examples/mqtt}, as users paste them. */
@Timeout(value = 70, unit = TimeUnit.SECONDS)
class ExamplesIT extends MqttTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples", "mqtt");
  private static final int START_SECONDS = 30;

  private final BlockingQueue<String> status = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> readings = new LinkedBlockingQueue<>();

  private static String next(BlockingQueue<String> from) throws InterruptedException {
    return from.poll(START_SECONDS, TimeUnit.SECONDS);
  }

  /** The device comes, measures, takes commands, and goes. */
  private void works(String file, String... before) throws Exception {
    String name = name();
    String topic = "devices/" + name + "/";
    MqttClient user = closing(new MqttClient(uri(), name(), new MemoryPersistence()));
    user.connect();
    user.subscribe(topic + "status", 1, (t, m) -> status.add(new String(m.getPayload(), UTF_8)));
    user.subscribe(
        topic + "temperature", 1, (t, m) -> readings.add(new String(m.getPayload(), UTF_8)));
    List<String> command = new ArrayList<>(List.of(before));
    command.add(EXAMPLES.resolve(file).toString());
    command.add(name);

    try (ClientProgram device = ClientProgram.startMqtt(command)) {
      assertThat(next(status)).isEqualTo("online");
      assertThat(next(readings)).matches("2\\d\\.\\d");
      user.publish(topic + "commands", "louder".getBytes(UTF_8), 1, false);
      user.publish(topic + "commands", "stop".getBytes(UTF_8), 1, false);
      assertThat(device.awaitSuccess())
          .filteredOn(line -> !line.isEmpty() && !line.startsWith("WARNING: ")) // a new JVM's
          .containsExactly("command: louder", "command: stop");
    }

    assertThat(next(status)).isEqualTo("offline");
    user.publish(topic + "status", new byte[0], 1, true);
    raw5(name);
  }

  @Test
  void python() throws Exception {
    works("device.py", "/usr/bin/python3");
  }

  @Test
  void javaScript() throws Exception {
    works("device.js", "node");
  }

  @Test
  void shell() throws Exception {
    works("device.sh", "/bin/sh");
  }

  @Test
  void java() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String libraries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    works("Device.java", java, "-cp", libraries);
  }
}

package io.warrenmq.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.server.boot.CoreBroker;
import io.warrenmq.server.boot.DataLock;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.boot.StartException;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.server.config.ConfigSources;
import io.warrenmq.server.config.DiskFiles;
import io.warrenmq.server.loop.BrokerLoops;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool in a process of its own, on the data folder of a broker that clients have used. */
class WarrenctlIT {
  private static final String QUEUE = "orders";
  private static final int MESSAGES = 20;

  @TempDir Path folder;
  private Path dataDir;

  @BeforeEach
  void makeFolder() {
    dataDir = folder.resolve("data");
  }

  private EmbeddedBroker start() throws Exception {
    return EmbeddedBroker.start(
        dataDir, Map.of("listeners.tcp.default", "127.0.0.1:0", "mqtt.listeners.tcp", "none"));
  }

  private static Connection connect(EmbeddedBroker broker) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(broker.address("amqp091").getPort());
    return factory.newConnection();
  }

  /** Each message is confirmed before the next one comes, and so has a frame of its own. */
  private void publish() throws Exception {
    try (EmbeddedBroker broker = start();
        Connection connection = connect(broker)) {
      Channel channel = connection.createChannel();
      channel.queueDeclare(QUEUE, true, false, false, null);
      channel.confirmSelect();
      for (int i = 0; i < MESSAGES; i++) {
        channel.basicPublish(
            "",
            QUEUE,
            MessageProperties.PERSISTENT_BASIC,
            body(i).getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(10_000);
      }
    }
  }

  private static String body(int number) {
    return "order " + number;
  }

  private static List<GetResponse> takeAll(EmbeddedBroker broker) throws Exception {
    try (Connection connection = connect(broker)) {
      Channel channel = connection.createChannel();
      List<GetResponse> all = new ArrayList<>();
      for (GetResponse next; (next = channel.basicGet(QUEUE, true)) != null; ) {
        all.add(next);
      }
      return all;
    }
  }

  private record Result(int exitCode, String output) {}

  private static Result warrenctl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Warrenctl.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder output = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = out.readLine()) != null; ) {
        output.append(line).append('\n');
      }
    }
    return new Result(process.waitFor(), output.toString());
  }

  private Result check() throws Exception {
    return warrenctl("store", "check", "--data-dir", dataDir.toString());
  }

  private Path messageLog() {
    return dataDir.resolve("messages").resolve("messages-00000001.log");
  }

  /** The fifth message's. */
  private int damageAFrame() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(messageLog()));
    int at = FrameLog.BLOCK_BYTES;
    for (int i = 0; i < 4; i++) {
      at += (int) FrameLog.paddedFrame(bytes.getInt(at + 4));
    }
    try (FileChannel file = FileChannel.open(messageLog(), StandardOpenOption.WRITE)) {
      int where = at + FrameLog.FRAME_HEADER_BYTES + 1;
      file.write(ByteBuffer.wrap(new byte[] {(byte) ~bytes.get(where)}), where);
    }
    return at;
  }

  /** The file's: it has no messages. */
  private void damageTheHeader() throws IOException {
    try (FileChannel file = FileChannel.open(messageLog(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {1}), 16);
    }
  }

  /** What tells each file's bytes from others. */
  private static Map<String, String> bytes(Path folder) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        all.put(folder.relativize(file).toString(), HexFormat.of().formatHex(sum));
      }
    }
    all.remove("lock");
    return all;
  }

  @Test
  void salvagesWhatADamagedFrameLeaves() throws Exception {
    publish();
    Result sound = check();
    int frame = damageAFrame();
    Map<String, String> damaged = bytes(dataDir);

    Result check = check();
    assertThatThrownBy(this::start)
        .isInstanceOf(StartException.class)
        .hasMessageContaining("messages-00000001.log, offset " + frame)
        .hasMessageContaining("warrenctl store check");
    Path quarantine = folder.resolve("quarantine");
    Result repair = repair("quarantine");

    assertThat(sound.output()).contains("Sound.", "20 messages  vhost '/', queue 'orders'");
    assertThat(sound.exitCode()).isZero();
    assertThat(check.output())
        .contains("messages/messages-00000001.log, offset " + frame + ": frame 5 was safe")
        .contains("warrenctl store repair --data-dir " + dataDir);
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(repair.output())
        .contains("19 messages  vhost '/', queue 'orders'", "marked as redelivered");
    assertThat(repair.exitCode()).isEqualTo(1);
    assertThat(bytes(quarantine)).isEqualTo(damaged);
    try (EmbeddedBroker broker = start()) {
      List<GetResponse> left = takeAll(broker);
      assertThat(left)
          .extracting(message -> new String(message.getBody(), StandardCharsets.UTF_8))
          .hasSize(MESSAGES - 1)
          .startsWith(body(0), body(1), body(2), body(3), body(5))
          .endsWith(body(MESSAGES - 1));
      assertThat(left).allMatch(message -> message.getEnvelope().isRedeliver());
    }
    assertThat(check().exitCode()).isZero();
  }

  @Test
  void leavesASoundFolderAsItIs() throws Exception {
    publish();
    Map<String, String> before = bytes(dataDir);

    Result repair = warrenctl("store", "repair", "--data-dir", dataDir.toString());

    assertThat(repair.output()).contains("is sound. Nothing was changed.");
    assertThat(repair.exitCode()).isZero();
    assertThat(bytes(dataDir)).isEqualTo(before);
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(dataDir);
    }
  }

  @Test
  void aBrokerWithoutTheMessagesPluginSaysSoOfASoundFolder() throws Exception {
    publish();
    Map<String, String> before = bytes(dataDir);
    Config config =
        ConfigLoader.load(new ConfigSources(new DiskFiles(), Map.of(), null, null, List.of()));

    try (BrokerLoops loops = BrokerLoops.start(1)) {
      CoreBroker broker =
          CoreBroker.create(config, dataDir, loops.group(), new PluginRegistry(List.of()));
      assertThatThrownBy(
              () ->
                  broker
                      .start()
                      .toCompletionStage()
                      .toCompletableFuture()
                      .get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is sound")
          .hasMessageContaining(
              "a queue holds a message of format 'amqp091', which no plugin of this broker reads")
          .hasMessageContaining("put its jar back")
          .hasMessageNotContaining("warrenctl");
    }

    assertThat(bytes(dataDir)).isEqualTo(before);
    assertThat(check().exitCode()).isZero();
  }

  @Test
  void leavesTheFolderOfARunningBrokerAlone() throws Exception {
    try (EmbeddedBroker broker = start()) {
      for (String command : List.of("check", "repair")) {
        Result result = warrenctl("store", command, "--data-dir", dataDir.toString());

        assertThat(result.output()).startsWith("warrenctl: The data folder " + dataDir);
        assertThat(result.output()).contains("is in use by another broker");
        assertThat(result.exitCode()).isEqualTo(2);
      }
      assertThat(broker.address("amqp091")).isNotNull();
    }
  }

  @Test
  void leavesTheFolderThatAnotherWarrenctlHasAlone() throws Exception {
    publish();
    damageAFrame();
    Map<String, String> damaged = bytes(dataDir);

    Result duringCheck;
    try (DataLock held = DataLock.acquireForReading(dataDir)) {
      assertThat(held).isNotNull();
      duringCheck = repair("quarantine");
      assertThat(check().exitCode()).as("two may read").isEqualTo(1);
    }
    Result duringRepair;
    try (DataLock held = DataLock.acquire(dataDir)) {
      assertThat(held).isNotNull();
      duringRepair = repair("quarantine");
    }

    assertThat(duringCheck.output()).contains("is being checked by warrenctl");
    assertThat(duringCheck.exitCode()).isEqualTo(2);
    assertThat(duringRepair.output()).contains("in use by another broker, or by warrenctl");
    assertThat(duringRepair.exitCode()).isEqualTo(2);
    assertThat(bytes(dataDir)).isEqualTo(damaged);
    assertThat(folder.resolve("quarantine")).doesNotExist();
  }

  private Result repair(String quarantine) throws Exception {
    return warrenctl(
        "store",
        "repair",
        "--data-dir=" + dataDir,
        "--quarantine=" + folder.resolve(quarantine).toString());
  }

  @Test
  void repairsOnceAndThenHasNothingToDo() throws Exception {
    publish();
    damageAFrame();
    Map<String, String> damaged = bytes(dataDir);

    Result first = repair("quarantine");
    Map<String, String> repaired = bytes(dataDir);
    Result second = repair("quarantine");
    damageTheHeader();
    Result sameName = repair("quarantine");
    Result again = repair("quarantine-2");

    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(second.output()).contains("is sound. Nothing was changed.");
    assertThat(second.exitCode()).isZero();
    assertThat(repaired).isNotEqualTo(damaged);
    assertThat(sameName.output()).contains("exists already: name one that does not");
    assertThat(sameName.exitCode()).isEqualTo(2);
    assertThat(again.output())
        .contains("19 messages  vhost '/', queue 'orders'", "Nothing is lost.");
    assertThat(again.exitCode()).isZero();
    assertThat(bytes(folder.resolve("quarantine"))).isEqualTo(damaged);
    assertThat(check().exitCode()).isZero();
  }

  @Test
  void completesWhatWasEndedInItsLastStep() throws Exception {
    publish();
    damageAFrame();
    Path copy = folder.resolve("damaged");
    copyFolder(dataDir, copy);
    assertThat(repair("quarantine").exitCode()).isEqualTo(1);
    Map<String, String> repaired = bytes(dataDir);
    copyFolder(dataDir.resolve("messages"), copy.resolve("repaired").resolve("messages"));
    dataDir = copy;

    Result result = repair("quarantine-2");

    assertThat(result.output())
        .contains("A repair that had been ended before it was done is completed.")
        .contains("is sound. Nothing");
    assertThat(result.exitCode()).isZero();
    assertThat(bytes(dataDir)).isEqualTo(repaired);
    assertThat(folder.resolve("quarantine-2")).doesNotExist();
  }

  @Test
  void goesOnWithTheCopyOfARepairThatWasKilled() throws Exception {
    publish();
    damageAFrame();
    Map<String, String> damaged = bytes(dataDir);
    Path quarantine = folder.resolve("quarantine");
    copyFolder(dataDir, quarantine);
    Files.delete(quarantine.resolve("lock"));

    Result result = repair("quarantine");

    assertThat(result.output())
        .contains("Comparing all of it with what is in " + quarantine)
        .contains("19 messages  vhost '/', queue 'orders'");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(bytes(quarantine)).isEqualTo(damaged);
    assertThat(check().exitCode()).isZero();
  }

  @Test
  void saysWhichFileTheDiskDoesNotOpen() throws Exception {
    publish();
    Files.delete(messageLog());
    // The system fails to follow it, as it fails to open a file on a disk that is broken.
    Files.createSymbolicLink(messageLog(), messageLog().getFileName());

    for (Result result : List.of(check(), repair("quarantine"))) {
      assertThat(result.output())
          .startsWith("warrenctl: cannot read " + messageLog() + ": ")
          .contains("dmesg")
          .hasLineCount(1)
          .doesNotContain("Exception");
      assertThat(result.exitCode()).isEqualTo(2);
    }
    assertThat(folder.resolve("quarantine")).doesNotExist();
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void explainsItself() throws Exception {
    Result help = warrenctl("--help");
    Result version = warrenctl("--version");
    Result nothing = warrenctl();
    Result unknown = warrenctl("store", "check", "--data-dri", "x");
    Result missing = warrenctl("store", "check", "--data-dir", folder.resolve("x").toString());
    Result other = warrenctl("store", "check", "--data-dir", folder.toString());
    Path aFile = Files.createFile(folder.resolve("file"));
    Result file = warrenctl("store", "repair", "--data-dir", aFile.toString());
    Result otherRepair = warrenctl("store", "repair", "--data-dir", folder.toString());

    assertThat(help.output()).contains("Usage: warrenctl", "store");
    assertThat(help.exitCode()).isZero();
    assertThat(version.output()).startsWith("WarrenMQ ");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(unknown.output()).contains("--data-dri");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(missing.output()).contains("there is no data folder");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(other.output()).contains("is no data folder");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(file.output()).contains("there is no data folder");
    assertThat(file.exitCode()).isEqualTo(2);
    assertThat(otherRepair.output()).contains("is no data folder");
    assertThat(otherRepair.exitCode()).isEqualTo(2);
    assertThat(bytes(folder)).as("no lock, no quarantine").containsOnlyKeys("file");
  }
}

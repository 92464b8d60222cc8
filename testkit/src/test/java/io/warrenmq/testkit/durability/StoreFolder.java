package io.warrenmq.testkit.durability;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.store.FileDisk;
import io.warrenmq.core.store.FrameLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The data folder of a broker on simulated loops, whose messages are numbered. */
final class StoreFolder {
  /** So large that a hundred small frames are in one file, and small enough for several files. */
  static final LogOptions OPTIONS =
      new LogOptions(1 << 20, 640 << 10, SyncPolicy.BEFORE_CONFIRM, 100);

  /** A few messages of a queue stay in memory. */
  static final PagingOptions TIGHT = new PagingOptions(6000, 3000, 20_000, 2000);

  final Path dataDir;
  private final PagingOptions paging;
  private @Nullable SimulatedNode node;
  private @Nullable VhostAccess session;

  StoreFolder(Path dataDir, PagingOptions paging) {
    this.dataDir = dataDir;
    this.paging = paging;
  }

  /** Starts a broker on what the folder has. */
  void start() throws IOException {
    SimulatedNode started =
        new SimulatedNode(
            1,
            1,
            new FileDisk(dataDir.resolve("metadata")),
            new FileDisk(dataDir.resolve("messages")),
            OPTIONS,
            paging);
    node = started;
    VhostAccess[] opened = new VhostAccess[1];
    var connection = started.connect(loop());
    started.loops.run(loop(), () -> opened[0] = connection.openSession((id, accepted) -> {}));
    session = opened[0];
  }

  void stop() {
    node().stop();
    node = null;
  }

  /** Lets time pass. */
  void idle(long ms) {
    node().loops.advanceMs(ms);
  }

  private SimulatedNode node() {
    assert node != null;
    return node;
  }

  private VhostAccess session() {
    assert session != null;
    return session;
  }

  private Loop loop() {
    return node().loops.loop(0);
  }

  void declare(String queue, Arguments arguments) {
    node()
        .await(
            loop(),
            () ->
                session().declareQueue(new QueueDeclaration(queue, true, false, false, arguments)));
  }

  void delete(String queue) {
    node().await(loop(), () -> session().deleteQueue(queue, false, false));
  }

  /** Publishes so many messages with consecutive numbers, each in a frame of its own. */
  void publish(String queue, int first, int count, int size) {
    for (int i = first; i < first + count; i++) {
      int number = i;
      node().loops.run(loop(), () -> session().publish(message(queue, number, size), number));
    }
  }

  private static Message message(String queue, int number, int size) {
    byte[] body = new byte[size];
    Arrays.fill(body, (byte) number);
    ByteBuffer.wrap(body).putInt(0, number);
    return new Message(
        BodyFormat.INSTANCE,
        body,
        0,
        true,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        0,
        "",
        queue,
        List.of());
  }

  /** Takes messages out; gives their numbers. */
  List<Integer> take(String queue, int countMax) {
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < countMax) {
      @Nullable GetResult result = node().await(loop(), () -> nullable(session().get(queue, true)));
      if (result == null) {
        break;
      }
      byte[] body = result.delivery().message().bytes();
      numbers.add(ByteBuffer.wrap(body).getInt(0));
      for (int i = 4; i < body.length; i++) {
        if (body[i] != (byte) numbers.get(numbers.size() - 1).intValue()) {
          throw new AssertionError("altered: message " + numbers.get(numbers.size() - 1));
        }
      }
    }
    return numbers;
  }

  private static Future<@Nullable GetResult> nullable(Future<@Nullable GetResult> future) {
    return future;
  }

  // ---- its files ----

  /** Bytes of all files in a folder of it. */
  long size(String folder) throws IOException {
    long size = 0;
    for (Map.Entry<String, byte[]> file : bytes(dataDir).entrySet()) {
      size += file.getKey().startsWith(folder + "/") ? file.getValue().length : 0;
    }
    return size;
  }

  /** The bytes of all files, by their names with their folders. */
  static Map<String, byte[]> bytes(Path folder) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return all;
  }

  /** What tells the bytes of files from others, in few characters. */
  static Map<String, String> sums(Map<String, byte[]> files) {
    Map<String, String> sums = new TreeMap<>();
    files.forEach(
        (name, bytes) -> {
          CRC32C crc = new CRC32C();
          crc.update(bytes);
          sums.put(name, bytes.length + " bytes, " + Long.toHexString(crc.getValue()));
        });
    return sums;
  }

  static Map<String, String> sums(Path folder) throws IOException {
    return sums(bytes(folder));
  }

  /** Puts files with these bytes into a folder. */
  static void write(Map<String, byte[]> files, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /** Gives the room of one of many trials back, before all of it is really written to the disk. */
  static void deleteAllIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }

  void flip(String file, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            dataDir.resolve(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 4)).flip();
      channel.write(one, offset);
    }
  }

  void cut(String file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(dataDir.resolve(file), StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  /** The offsets at which the frames of a file begin. */
  List<Integer> frames(String file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(dataDir.resolve(file)));
    List<Integer> offsets = new ArrayList<>();
    int at = FrameLog.BLOCK_BYTES;
    while (at + FrameLog.FRAME_HEADER_BYTES < bytes.limit() && bytes.getInt(at) != 0) {
      if (bytes.getLong(at + 8) != 0) { // or it is the file's end
        offsets.add(at);
      }
      at += (int) FrameLog.paddedFrame(bytes.getInt(at + 4));
    }
    return offsets;
  }

  /** The names of the files in a folder of it that begin so, in order, with the folder. */
  List<String> files(String folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(dataDir.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && !name.endsWith("spare.log"))
          .sorted()
          .map(name -> folder + "/" + name)
          .toList();
    }
  }
}

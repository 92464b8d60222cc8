package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.queue.PagingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the message log takes on disk when nothing is in the queues any more. */
class IdleDiskTest {
  private static final long FILE_BYTES = StoreFolder.OPTIONS.fileBytes();
  private static final int COUNT = 300;

  @TempDir Path folder;
  private StoreFolder store;

  @BeforeEach
  void fill() throws IOException {
    store = new StoreFolder(folder.resolve("data"), PagingOptions.NEVER);
    store.start();
    store.declare("q", Arguments.NONE);
    store.publish("q", 1, COUNT, 10_000);
    assertThat(store.size("messages")).isGreaterThan(4 * FILE_BYTES);
  }

  @Test
  void isTwoFilesOnceTheQueuesAreEmpty() throws IOException {
    assertThat(store.take("q", COUNT)).hasSize(COUNT);

    store.idle(60_000);

    assertThat(store.size("messages")).isLessThanOrEqualTo(2 * FILE_BYTES);
  }

  @Test
  void isTwoFilesAfterARestartWithoutTraffic() throws IOException {
    Map<String, byte[]> killed = StoreFolder.bytes(store.dataDir);
    killed.keySet().removeIf(file -> file.startsWith("metadata/"));
    store.delete("q");
    Map<String, byte[]> definitions = StoreFolder.bytes(store.dataDir);
    definitions.keySet().removeIf(file -> file.startsWith("messages/"));
    StoreFolder next = new StoreFolder(folder.resolve("next"), PagingOptions.NEVER);
    StoreFolder.write(killed, next.dataDir);
    StoreFolder.write(definitions, next.dataDir);
    next.start();

    next.idle(60_000);

    assertThat(next.size("messages")).isLessThanOrEqualTo(2 * FILE_BYTES);
  }

  @Test
  void keepsWhatTheQueuesHold() throws IOException {
    assertThat(store.take("q", COUNT - 1)).hasSize(COUNT - 1);
    store.idle(60_000);
    store.stop();

    store.start();
    store.idle(60_000);

    assertThat(store.size("messages")).isLessThanOrEqualTo(2 * FILE_BYTES);
    assertThat(store.take("q", 2)).containsExactly(COUNT);
  }
}

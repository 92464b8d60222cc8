package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
  @TempDir Path folder;

  @Test
  void refusesASecondBrokerAndNamesTheFirst() throws Exception {
    try (DataLock held = DataLock.acquire(folder)) {
      assertThatThrownBy(() -> DataLock.acquire(folder))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("in use by another broker")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      assertThat(held).isNotNull();
    }
    DataLock.acquire(folder).close();
  }

  @Test
  void readersChangeNothing() throws Exception {
    DataLock.acquireForReading(folder).close();
    assertThat(folder).isEmptyDirectory();

    Path file = Files.writeString(folder.resolve("lock"), "4711");
    DataLock.acquireForReading(folder).close();
    assertThat(file).hasContent("4711");
  }

  @Test
  void readersAreRefusedWhileABrokerHasTheFolder() throws Exception {
    try (DataLock held = DataLock.acquire(folder)) {
      assertThatThrownBy(() -> DataLock.acquireForReading(folder))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("in use by another broker");
      assertThat(held).isNotNull();
    }
  }
}

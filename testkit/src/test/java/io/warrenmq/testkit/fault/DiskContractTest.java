package io.warrenmq.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both disks promise. */
class DiskContractTest {
  static List<Disk> disks() throws IOException {
    return List.of(new SimulatedDisk(1), new FileDisk(Files.createTempDirectory("disk")));
  }

  @ParameterizedTest
  @MethodSource("disks")
  void readsBackWhatWasWrittenAnywhere(Disk disk) throws IOException {
    try (DiskFile file = disk.open("a.log")) {
      file.write(3, buffers("one", "", "two"), 3);
      file.write(0, buffers("abc"), 1);
      file.write(12, buffers("far"), 1);

      assertThat(read(file, 0, 100)).isEqualTo("abconetwo\0\0\0far");
      assertThat(read(file, 4, 2)).isEqualTo("ne");
      assertThat(read(file, 15, 1)).isEmpty();
      assertThat(read(file, 99, 1)).isEmpty();
      assertThat(file.size()).isEqualTo(15);
      file.force();
    }
    try (DiskFile file = disk.open("a.log")) {
      assertThat(read(file, 0, 3)).isEqualTo("abc");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileWhoseStateCannotBeReadIsNotTakenForMissing(@TempDir Path folder) throws IOException {
    FileDisk disk = new FileDisk(folder);
    disk.open("a").close();
    Files.createDirectory(folder.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nowhere"));
    assertThat(disk.list()).containsExactly("a");

    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);

    assertThatThrownBy(disk::list).isInstanceOf(IOException.class).hasMessageContaining("loop");
  }

  @ParameterizedTest
  @MethodSource("disks")
  void preallocatesAndTruncates(Disk disk) throws IOException {
    try (DiskFile file = disk.open("a")) {
      file.write(0, buffers("abc"), 1);
      file.preallocate(3_000_000);
      assertThat(file.size()).isEqualTo(3_000_000);
      assertThat(read(file, 0, 5)).isEqualTo("abc\0\0");
      assertThat(read(file, 2_999_998, 5)).isEqualTo("\0\0");

      file.preallocate(10);
      assertThat(file.size()).isEqualTo(3_000_000);

      file.truncate(2);
      file.truncate(2_000);
      assertThat(read(file, 0, 5)).isEqualTo("ab");
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void keepsNames(Disk disk) throws IOException {
    DiskFile file = disk.open("new");
    disk.open("old").close();
    disk.open("z").close();
    assertThat(disk.list()).containsExactly("new", "old", "z");

    disk.rename("new", "old");
    file.write(0, buffers("x"), 1);
    disk.delete("z");
    disk.forceNames();

    assertThat(disk.list()).containsExactly("old");
    try (DiskFile renamed = disk.open("old")) {
      assertThat(read(renamed, 0, 9)).isEqualTo("x");
    }
    file.close();
    assertThatThrownBy(() -> disk.delete("z")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> disk.rename("z", "y")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.force()).isInstanceOf(IOException.class);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void makesFoldersThatNotEverybodyReads(@TempDir Path folder) throws IOException {
    new FileDisk(folder.resolve("data/log"));

    assertThat(Files.getPosixFilePermissions(folder.resolve("data/log")))
        .contains(PosixFilePermission.OWNER_WRITE)
        .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
  }

  private static ByteBuffer[] buffers(String... texts) {
    ByteBuffer[] buffers = new ByteBuffer[texts.length];
    for (int i = 0; i < texts.length; i++) {
      buffers[i] = ByteBuffer.wrap(texts[i].getBytes(StandardCharsets.US_ASCII));
    }
    return buffers;
  }

  private static String read(DiskFile file, long position, int bytes) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(bytes);
    int count = file.read(position, into);
    assertThat(into.position()).isEqualTo(count);
    return new String(into.array(), 0, count, StandardCharsets.US_ASCII);
  }
}

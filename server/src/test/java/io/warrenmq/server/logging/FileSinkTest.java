package io.warrenmq.server.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.logging.FileSink.Rotation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  private static final Rotation NEVER = new Rotation(0, 5, false);

  @TempDir Path folder;
  private Path path;
  private FileSink sink;
  private long nowNs;

  @BeforeEach
  void namePath() throws IOException {
    path = folder.resolve("new").resolve("a.log");
    open(NEVER);
  }

  @AfterEach
  void close() throws IOException {
    sink.close();
  }

  private void open(Rotation rotation) throws IOException {
    if (sink != null) {
      sink.close();
    }
    sink = FileSink.open(path, rotation, () -> nowNs);
  }

  private void write(String... lines) throws IOException {
    for (String line : lines) {
      sink.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(path.getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String read(String name) throws IOException {
    return Files.readString(path.resolveSibling(name));
  }

  @Test
  void goesOnWithAFileThatIsThere() throws IOException {
    write("one");
    open(NEVER);
    write("two");

    assertThat(read("a.log")).isEqualTo("one\ntwo\n");
  }

  @Test
  void putsFilesAsideThatWouldGrowBeyondTheirSize() throws IOException {
    open(new Rotation(8, 2, false));

    write("aaa", "bbb", "ccc", "ddd", "a line that is longer", "e", "f");

    assertThat(files()).containsExactly("a.log", "a.log.0", "a.log.1");
    assertThat(read("a.log")).isEqualTo("e\nf\n");
    assertThat(read("a.log.0")).isEqualTo("a line that is longer\n");
    assertThat(read("a.log.1")).isEqualTo("ccc\nddd\n");
  }

  @Test
  void countsWhatWasThereBefore() throws IOException {
    write("aaa");
    open(new Rotation(6, 2, false));
    write("bbb");

    assertThat(read("a.log.0")).isEqualTo("aaa\n");
  }

  @Test
  void keepsMoreOldFilesThanAFew() throws IOException {
    open(new Rotation(1, 30, false));

    for (int i = 0; i < 32; i++) {
      write("line " + i);
    }

    assertThat(files()).hasSize(31);
    assertThat(read("a.log.29")).isEqualTo("line 1\n");
  }

  @Test
  void keepsNoOldFileWhenToldSo() throws IOException {
    open(new Rotation(1, 0, false));

    write("one", "two");

    assertThat(files()).containsExactly("a.log");
    assertThat(read("a.log")).isEqualTo("two\n");
  }

  @Test
  void compressesOldFiles() throws IOException {
    open(new Rotation(1, 2, true));

    write("one", "two", "three", "four");

    assertThat(files()).containsExactly("a.log", "a.log.0.gz", "a.log.1.gz");
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(path.resolveSibling("a.log.1.gz")))) {
      assertThat(in.readAllBytes()).asString().isEqualTo("two\n");
    }
  }

  @Test
  void losesNoLineWhenAFileCannotBePutAside() throws IOException {
    open(new Rotation(8, 1, false));
    Files.createDirectories(path.resolveSibling("a.log.0").resolve("in the way"));

    write("aaa", "bbb", "ccc", "ddd");

    assertThat(read("a.log")).isEqualTo("aaa\nbbb\nccc\nddd\n");
  }

  @Test
  void beginsAFileAnewThatSomebodyMovedOrDeleted() throws IOException {
    write("one");
    Files.move(path, path.resolveSibling("moved"));
    write("two");
    nowNs += TimeUnit.SECONDS.toNanos(1);
    write("three");
    Files.move(path, path.resolveSibling("moved too"));
    Files.createFile(path);
    nowNs += TimeUnit.SECONDS.toNanos(1);
    write("four");

    assertThat(read("moved")).isEqualTo("one\ntwo\n");
    assertThat(read("moved too")).isEqualTo("three\n");
    assertThat(read("a.log")).isEqualTo("four\n");
  }

  @Test
  void isRefusedWhereItCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> FileSink.open(folder, NEVER, () -> 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> FileSink.open(file.resolve("a.log"), NEVER, () -> 0))
        .isInstanceOf(IOException.class);
  }
}

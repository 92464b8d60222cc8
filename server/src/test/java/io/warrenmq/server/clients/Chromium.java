package io.warrenmq.server.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Chromium without a window that shows one page, until it is closed. */
public final class Chromium implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Chromium(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Opens a page; {@code folder}, of a short name, takes the browser's files. */
  public static Chromium open(URI page, Path folder) throws IOException {
    Path profile = Files.createTempDirectory(folder, "profile");
    List<String> command =
        List.of(
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--enable-logging=stderr",
            "--user-data-dir=" + profile,
            page.toString());
    Path log = profile.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("TMPDIR", folder.toString()); // of what it leaves when it is ended
    try {
      return new Chromium(builder.start(), log);
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run chromium: run make test, which installs it (Debian: apt-get install chromium)",
          e);
    }
  }

  /** What it has said so far, the page's errors among it. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it with all its processes. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }
}

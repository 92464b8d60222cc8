package io.warrenmq.management.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder of pages into memory, once: so no request reaches the disk, and no path leads
 * outside. What is hidden, or a link, is not read. Stateless.
 */
public final class PageFolder {
  static final int FILES_MAX = 1000;
  static final int BYTES_MAX = 32 << 20; // of all together

  private static final Logger log = LoggerFactory.getLogger(PageFolder.class);

  private PageFolder() {}

  /**
   * Reads it.
   *
   * @param prefix of the pages' paths, with slashes at its ends
   * @return the files by their paths
   * @throws UncheckedIOException when it cannot be read
   * @throws IllegalArgumentException when it is no folder, or there is more than may be
   */
  public static Map<String, byte[]> read(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder.toAbsolutePath());
    }
    Map<String, byte[]> files = new TreeMap<>();
    long bytes = 0;
    try {
      for (Path file : files(folder)) {
        bytes += Files.size(file);
        if (files.size() == FILES_MAX || bytes > BYTES_MAX) {
          throw new IllegalArgumentException(
              "more than %d files, or %d bytes, in %s"
                  .formatted(FILES_MAX, BYTES_MAX, folder.toAbsolutePath()));
        }
        files.put(prefix + name(folder, file), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.toAbsolutePath(), e);
    }
    log.info("{} files of {} are shown to browsers", files.size(), folder.toAbsolutePath());
    return files;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !("/" + name(folder, file)).contains("/."))
          .sorted()
          .limit(FILES_MAX + 1L)
          .toList();
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}

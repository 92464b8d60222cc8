package io.warrenmq.server.config;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files that exist in a map alone. */
final class MapFiles implements ConfigFiles {

  private final Map<Path, String> files = new TreeMap<>();

  MapFiles with(String path, String text) {
    files.put(Path.of(path).toAbsolutePath(), text);
    return this;
  }

  @Override
  public boolean isFile(Path path) {
    return files.containsKey(path.toAbsolutePath());
  }

  @Override
  public boolean isDirectory(Path path) {
    return files.keySet().stream().anyMatch(file -> path.toAbsolutePath().equals(file.getParent()));
  }

  @Override
  public String read(Path path) throws IOException {
    String text = files.get(path.toAbsolutePath());
    if (text == null) {
      throw new NoSuchFileException(path.toString());
    }
    return text;
  }

  @Override
  public List<String> list(Path directory) {
    // Backwards, so that nothing relies on the order of a directory.
    return files.keySet().stream()
        .filter(file -> directory.toAbsolutePath().equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}

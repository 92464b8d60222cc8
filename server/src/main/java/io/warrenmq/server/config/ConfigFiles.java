package io.warrenmq.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The little that the loader asks of a file system; tests answer from a map. */
public interface ConfigFiles {

  /** Whether {@code path} is a regular file. */
  boolean isFile(Path path);

  /** Whether {@code path} is a directory. */
  boolean isDirectory(Path path);

  /** The whole text of a file, decoded as UTF-8. */
  String read(Path path) throws IOException;

  /** The names of the files in a directory, in no particular order. */
  List<String> list(Path directory) throws IOException;
}

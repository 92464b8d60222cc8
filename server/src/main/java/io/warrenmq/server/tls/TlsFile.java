package io.warrenmq.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that the configuration names. Immutable.
 *
 * @param key the key that names it, for error texts; for example {@code ssl_options.certfile}
 * @param path as it is written there; relative to the working directory
 */
public record TlsFile(String key, String path) {
  private static final int BYTES_MAX = 4 << 20; // all of the Web's authorities take 250 kB

  /** Reads it. Blocks. */
  byte[] read() throws TlsException {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw TlsException.of(this, "it has more than 4 MiB, which no file of certificates has.");
      }
      return bytes;
    } catch (NoSuchFileException | InvalidPathException e) {
      throw TlsException.of(
          this,
          "there is no such file. A relative path starts at the working directory, "
              + Path.of("").toAbsolutePath()
              + ".");
    } catch (AccessDeniedException e) {
      throw TlsException.of(this, "the broker's user may not read it. Give it the right to.");
    } catch (IOException e) {
      throw TlsException.of(this, "it cannot be read: " + e.getMessage() + ".");
    }
  }

  @Override
  public String toString() {
    return key + " = " + path;
  }
}

package io.warrenmq.server.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What the files of a listener's TLS hold at one time. Immutable. */
final class FileContents {
  private final Map<TlsFile, byte[]> bytes = new LinkedHashMap<>();

  private FileContents() {}

  /** Reads them all. Blocks. */
  static FileContents read(TlsOptions options) throws TlsException {
    FileContents contents = new FileContents();
    for (TlsFile file : options.files()) {
      contents.bytes.put(file, file.read());
    }
    return contents;
  }

  /** What is in a file of the options. */
  byte[] of(TlsFile file) {
    return Objects.requireNonNull(bytes.get(file), "a file of these options");
  }

  /** Tells contents apart without keeping keys. */
  byte[] digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.forEach(
          (file, content) -> {
            digest.update((byte) (content.length >> 16));
            digest.update((byte) (content.length >> 8));
            digest.update((byte) content.length);
            digest.update(content);
          });
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.warrenmq.server.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text form of keys and certificates, RFC 7468, with the headers of RFC 1421. */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private Pem() {}

  /**
   * One block. Immutable by convention.
   *
   * @param label for example {@code CERTIFICATE}
   * @param headers of OpenSSL's encrypted keys; else none
   * @param bytes DER, or what it is encrypted to
   */
  record Block(String label, Map<String, String> headers, byte[] bytes) {}

  /** The blocks of a file, in order; none when it is no PEM. */
  static List<Block> blocks(TlsFile file, byte[] content) throws TlsException {
    List<Block> blocks = new ArrayList<>();
    String label = null;
    Map<String, String> headers = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (String line : new String(content, ISO_8859_1).split("\\R", -1)) {
      String stripped = line.strip();
      if (label == null) {
        if (stripped.startsWith(BEGIN) && stripped.endsWith(DASHES)) {
          label = stripped.substring(BEGIN.length(), stripped.length() - DASHES.length());
          headers = new LinkedHashMap<>();
          text.setLength(0);
        }
      } else if (stripped.startsWith(END)) {
        blocks.add(new Block(label, headers, decoded(file, label, text.toString())));
        label = null;
      } else if (stripped.indexOf(':') > 0) {
        int colon = stripped.indexOf(':');
        headers.put(stripped.substring(0, colon), stripped.substring(colon + 1).strip());
      } else {
        text.append(stripped);
      }
    }
    if (label != null) {
      throw TlsException.of(file, "the block " + label + " has no end: the file is cut off.");
    }
    return blocks;
  }

  private static byte[] decoded(TlsFile file, String label, String text) throws TlsException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw TlsException.of(file, "the block " + label + " is not Base64: the file is damaged.");
    }
  }
}

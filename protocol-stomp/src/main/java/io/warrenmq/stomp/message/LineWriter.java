package io.warrenmq.stomp.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.HeaderText;
import io.warrenmq.stomp.codec.StompVersion;
import java.io.ByteArrayOutputStream;

/**
 * Writes headers as lines of one version. What the version cannot write is left out. One thread.
 */
final class LineWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StompVersion version;
  private int flags;

  LineWriter(StompVersion version) {
    this.version = version;
  }

  void put(Header header, String value) {
    put(header.text(), value);
  }

  void put(String name, String value) {
    byte[] nameBytes = HeaderText.escape(name, version);
    byte[] valueBytes = HeaderText.escape(value, version);
    if (nameBytes == null
        || valueBytes == null
        || nameBytes.length == 0
        || (!version.hasEscapes() && name.indexOf(':') >= 0)) {
      return;
    }
    out.writeBytes(nameBytes);
    out.write(':');
    out.writeBytes(valueBytes);
    out.write('\n');
    if (hasReturn(name) || hasReturn(value)) {
      flags |= SendHeader.RETURN_ESCAPED | SendHeader.ESCAPED;
    } else if (nameBytes.length + valueBytes.length != utf8Bytes(name) + utf8Bytes(value)) {
      flags |= SendHeader.ESCAPED;
    }
  }

  private static boolean hasReturn(String text) {
    return text.indexOf('\r') >= 0;
  }

  private static int utf8Bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** Of {@link SendHeader}. */
  int flags() {
    return flags;
  }

  /** All that was written. */
  byte[] bytes() {
    return out.toByteArray();
  }
}

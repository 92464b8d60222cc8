package io.warrenmq.management.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file as browsers get it. Thread-safe. */
final class Page {
  private static final int TAG_BYTES = 12;
  // Below, a packet is a packet; above, an event loop would be held up.
  private static final int COMPRESSED_FROM_BYTES = 512;
  private static final int COMPRESSED_UP_TO_BYTES = 1 << 20;
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("md", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private final byte[] content;
  private final String type;
  private final String tag;
  // By whoever asks first: a start is not to wait for it. Two at once make the same.
  private volatile byte @Nullable [] compressed;

  private Page(byte[] content, String type, String tag) {
    this.content = content;
    this.type = type;
    this.tag = tag;
  }

  static Page of(String name, byte[] content) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new Page(content, TYPES.getOrDefault(ending, UNKNOWN_TYPE), tag(content));
  }

  /** Its bytes, not to be changed. */
  byte[] content() {
    return content;
  }

  /** Its media type. */
  String type() {
    return type;
  }

  /** Changes with the content; with its quotes. */
  String tag() {
    return tag;
  }

  /** Whether gzip makes it smaller by enough: text, but not what is compressed already. */
  boolean isCompressible() {
    return content.length >= COMPRESSED_FROM_BYTES
        && content.length <= COMPRESSED_UP_TO_BYTES
        && (type.startsWith("text/") || type.endsWith("json") || type.endsWith("svg+xml"));
  }

  /** Its bytes by gzip, not to be changed. */
  byte[] compressed() {
    byte[] made = compressed;
    if (made == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(content);
      } catch (IOException e) {
        throw new UncheckedIOException("memory takes all that is written", e);
      }
      made = bytes.toByteArray();
      compressed = made;
    }
    return made;
  }

  private static String tag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

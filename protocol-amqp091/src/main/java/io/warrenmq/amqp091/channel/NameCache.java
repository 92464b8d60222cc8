package io.warrenmq.amqp091.channel;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.Shortstr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the texts of exchange names and routing keys by their bytes and the bytes by their
 * texts, so that publishing and delivering with the same few names decodes, encodes and allocates
 * nothing. Direct-mapped: a name that collides pushes the older one out. One for each loop;
 * confined to it.
 */
final class NameCache {
  private static final int SLOTS = 1024; // a power of two
  private static final byte[] EMPTY = {};

  private final String[] texts = new String[SLOTS];
  private final byte[] @Nullable [] textBytes = new byte[SLOTS][]; // null: the slot is empty
  private final @Nullable String[] encodedTexts = new @Nullable String[SLOTS];
  private final byte[][] encoded = new byte[SLOTS][];

  /**
   * The text of UTF-8 bytes. Does not move the reader index. As RabbitMQ, which does not look at
   * the UTF-8 of routing data, it takes malformed bytes too; see {@link Shortstr#decodeLenient}.
   *
   * @param length 0 to 255
   */
  String text(ByteBuf in, int index, int length) {
    if (length == 0) {
      return "";
    }
    int slot = hash(in, index, length) & (SLOTS - 1);
    byte[] known = textBytes[slot];
    if (known != null && known.length == length && equal(known, in, index)) {
      return texts[slot];
    }
    byte[] bytes = new byte[length];
    in.getBytes(index, bytes);
    String text = Shortstr.decodeLenient(bytes, 0, length);
    texts[slot] = text;
    textBytes[slot] = bytes;
    return text;
  }

  /**
   * The name in UTF-8, cut off after the last whole character within 255 bytes. Not to be changed.
   */
  byte[] utf8(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    if (text.equals(encodedTexts[slot])) {
      return encoded[slot];
    }
    byte[] bytes = encode(text);
    encodedTexts[slot] = text;
    encoded[slot] = bytes;
    return bytes;
  }

  /** As {@link #utf8}, without remembering it. */
  static byte[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= Shortstr.BYTES_MAX) {
      return utf8;
    }
    int length = Shortstr.BYTES_MAX;
    while ((utf8[length] & 0xC0) == 0x80) {
      length--;
    }
    return Arrays.copyOf(utf8, length);
  }

  private static int hash(ByteBuf in, int index, int length) {
    long hash = length;
    int i = index;
    int end = index + length;
    for (; i + 8 <= end; i += 8) {
      hash = (hash ^ in.getLong(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    for (; i < end; i++) {
      hash = (hash ^ in.getByte(i)) * 0x9E3779B97F4A7C15L;
    }
    return (int) (hash >>> 40);
  }

  private static boolean equal(byte[] bytes, ByteBuf in, int index) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != in.getByte(index + i)) {
        return false;
      }
    }
    return true;
  }
}

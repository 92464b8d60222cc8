package io.warrenmq.websocket.frame;

import io.netty.buffer.ByteBuf;

/**
 * Checks that bytes which come in pieces are UTF-8, as strictly as RFC 3629 is: no overlong forms,
 * no surrogates, nothing beyond U+10FFFF. Confined to its loop.
 */
final class Utf8Check {
  private static final long HIGH_BITS = 0x8080808080808080L;

  private int needed; // bytes of the current character that are still to come
  private int low = 0x80; // what the next of them may be
  private int high = 0xBF;

  /** Looks at the next bytes; returns whether they can be UTF-8 so far. */
  boolean accept(ByteBuf bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (needed == 0 && to - at >= Long.BYTES && (bytes.getLong(at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
      } else if (!accept(bytes.getUnsignedByte(at++))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes so far end with a whole character. */
  boolean isComplete() {
    return needed == 0;
  }

  private boolean accept(int octet) {
    if (needed > 0) {
      boolean allowed = octet >= low && octet <= high;
      needed--;
      low = 0x80;
      high = 0xBF;
      return allowed;
    }
    if (octet < 0x80) {
      return true;
    }
    return begin(octet);
  }

  /** The first byte of several: it says how many follow, and what the second may be. */
  private boolean begin(int octet) {
    switch (octet) {
      case 0xE0 -> low = 0xA0;
      case 0xED -> high = 0x9F; // surrogates would follow
      case 0xF0 -> low = 0x90;
      case 0xF4 -> high = 0x8F;
      default -> {
        if (octet < 0xC2 || octet > 0xF4) {
          return false;
        }
      }
    }
    needed = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
    return true;
  }
}

package io.warrenmq.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the salt of a file whose header cannot be read, from the frames in it. Of a salt's 64 bits
 * a checksum keeps 32, and it is linear in them: so each frame says which salts it can have been
 * written with, and one of those is as good as the other. What most frames say is taken, of those
 * before the numbers go down: what comes then was in the file before it was begun.
 */
final class LostSalt {
  private static final int BITS = 32;

  private LostSalt() {}

  /** A salt that does for the file's frames; any when there is none. */
  static long of(ScannedFile file) throws IOException {
    Map<Long, Integer> votes = new HashMap<>();
    long best = 0;
    long last = 0; // the number of the frame before
    long at = FrameLog.BLOCK_BYTES;
    while (at + FrameLog.FRAME_HEADER_BYTES <= file.size()) {
      ByteBuffer bytes = file.headerBytes(at);
      FrameLog.FrameHeader header = FrameLog.frameHeaderOfAnySalt(bytes, 0);
      // The payload's checksum needs no salt: so there is a frame, or the copy of one.
      if (header == null || !file.holds(header, at)) {
        at += FrameLog.BLOCK_BYTES;
        continue;
      }
      if (header.isEndMark() || header.number() < last) {
        break;
      }
      last = header.number();
      long salt = saltOf(file.headerBytes(at));
      if (votes.merge(salt, 1, Integer::sum) > votes.getOrDefault(best, 0)) {
        best = salt;
      }
      at += FrameLog.paddedFrame(header.length());
    }
    return best;
  }

  /** The salt below 2^32 with which a header has the checksum that it has. */
  private static long saltOf(ByteBuffer header) {
    int none = FrameLog.headerCrc(header, 0, 0);
    // Each bit of the salt turns over some bits of the checksum, whatever the other bits are. By
    // elimination: for each bit of the checksum, what turns over it and none above it.
    int[] turns = new int[BITS];
    long[] by = new long[BITS];
    for (int bit = 0; bit < BITS; bit++) {
      long salt = 1L << bit;
      int turned = FrameLog.headerCrc(header, 0, salt) ^ none;
      while (turned != 0) {
        int top = BITS - 1 - Integer.numberOfLeadingZeros(turned);
        if (turns[top] == 0) {
          turns[top] = turned;
          by[top] = salt;
          break;
        }
        turned ^= turns[top];
        salt ^= by[top];
      }
    }
    int wanted = header.getInt(FrameLog.FRAME_HEADER_BYTES - 4) ^ none;
    long salt = 0;
    for (int top = BITS - 1; top >= 0; top--) {
      if ((wanted >>> top & 1) != 0) {
        wanted ^= turns[top];
        salt ^= by[top];
      }
    }
    return salt;
  }
}

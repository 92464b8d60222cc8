package io.warrenmq.testkit.conformance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a protocol says of first bytes. Stateless. */
final class Detections {
  private static final int BEFORE = 5; // bytes of others before the first ones

  private Detections() {}

  /** Of one byte, two, and so on; fails when the protocol takes back what it has said of fewer. */
  static List<Detection> ofPrefixes(ProtocolPlugin plugin, byte[] bytes) {
    List<Detection> detections = new ArrayList<>();
    Detection last = Detection.UNDECIDED;
    for (int length = 1; length <= bytes.length; length++) {
      Detection now = of(plugin, Arrays.copyOf(bytes, length));
      if (last != Detection.UNDECIDED && now != last) {
        throw new AssertionError(
            "%s of %d bytes, but %s of one more".formatted(last, length - 1, now));
      }
      last = now;
      detections.add(now);
    }
    return detections;
  }

  /** The fewest of these bytes by which the protocol knows itself. */
  static byte[] shortestOwn(ProtocolPlugin plugin, byte[] bytes) {
    int undecided = ofPrefixes(plugin, bytes).indexOf(Detection.MINE);
    if (undecided < 0) {
      throw new AssertionError("the protocol does not know itself by its client's bytes");
    }
    return Arrays.copyOf(bytes, undecided + 1);
  }

  private static Detection of(ProtocolPlugin plugin, byte[] bytes) {
    ByteBuf first = Unpooled.directBuffer(BEFORE + bytes.length);
    first.writeZero(BEFORE).writeBytes(bytes).skipBytes(BEFORE);
    try {
      Detection detection = plugin.detect(first);
      if (first.readerIndex() != BEFORE || first.readableBytes() != bytes.length) {
        throw new AssertionError("detect has moved an index");
      }
      if (first.refCnt() != 1) {
        throw new AssertionError("detect has kept or released the bytes");
      }
      return detection;
    } finally {
      if (first.refCnt() > 0) {
        first.release(first.refCnt());
      }
    }
  }
}

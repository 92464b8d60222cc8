package io.warrenmq.websocket.deflate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of a loop compress with. As no message refers to one before it, one
 * compressor serves all of them, and a decompressor is a connection's only while a message is under
 * way: idle connections have none. Confined to its loop.
 */
public final class LoopCodecs {
  private static final int FREE_MAX = 16;

  private final Deque<MessageInflater> free = new ArrayDeque<>();
  private @Nullable MessageDeflater deflater; // once it was needed

  MessageInflater takeInflater() {
    MessageInflater taken = free.poll();
    return taken == null ? new MessageInflater() : taken;
  }

  void giveBack(MessageInflater taken) {
    if (free.size() < FREE_MAX) {
      taken.reset();
      free.push(taken);
    } else {
      taken.end();
    }
  }

  /** The compressor. */
  public MessageDeflater deflater() {
    MessageDeflater made = deflater;
    if (made == null) {
      made = new MessageDeflater();
      deflater = made;
    }
    return made;
  }
}

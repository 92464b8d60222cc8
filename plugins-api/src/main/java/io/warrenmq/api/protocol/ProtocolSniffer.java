package io.warrenmq.api.protocol;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds whose protocol a connection speaks from its first bytes: among the protocols of a listener,
 * or those that a carrier has to choose from. Immutable, thread-safe.
 */
public final class ProtocolSniffer {
  // No protocol needs more to tell; who is undecided after this many bytes has lost.
  private static final int FIRST_BYTES_MAX = 1024;
  private static final byte[] NOTHING = {};

  private final List<ProtocolPlugin> protocols;

  /**
   * Creates it.
   *
   * @param protocols asked in this order; the first that knows the bytes for its own has them
   */
  public ProtocolSniffer(List<ProtocolPlugin> protocols) {
    this.protocols = List.copyOf(protocols);
  }

  /** What is known so far. */
  public sealed interface Verdict {
    /**
     * It is this protocol's.
     *
     * @param protocol whose
     */
    record Found(ProtocolPlugin protocol) implements Verdict {}

    /** More bytes are needed. */
    record Wait() implements Verdict {}

    /**
     * Nobody wants it.
     *
     * @param refusal what to tell the peer, perhaps nothing
     */
    record Nobody(byte[] refusal) implements Verdict {}
  }

  private static final Verdict WAIT = new Verdict.Wait();

  /** Looks at the bytes so far, at least one; does not move the reader index. */
  public Verdict look(ByteBuf first) {
    boolean undecided = false;
    for (ProtocolPlugin protocol : protocols) {
      Detection detection = protocol.detect(first);
      if (detection == Detection.MINE) {
        return new Verdict.Found(protocol);
      }
      undecided |= detection == Detection.UNDECIDED;
    }
    if (undecided && first.readableBytes() < FIRST_BYTES_MAX) {
      return WAIT;
    }
    return new Verdict.Nobody(refusal());
  }

  private byte[] refusal() {
    return protocols.stream()
        .sorted(Comparator.comparing(ProtocolPlugin::name).reversed())
        .map(ProtocolPlugin::refusal)
        .filter(bytes -> bytes.length > 0)
        .findFirst()
        .orElse(NOTHING);
  }
}

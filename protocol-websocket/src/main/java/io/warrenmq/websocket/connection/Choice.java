package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.protocol.ProtocolSniffer;
import io.warrenmq.api.protocol.ProtocolSniffer.Verdict;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.websocket.upgrade.Offer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the request has left open: which protocol the client speaks. Of several the first bytes
 * tell, as on a port that protocols share; a single one is the client's whatever they are.
 * Immutable, thread-safe.
 */
final class Choice {
  private final List<Offer> offers;
  private final @Nullable ProtocolSniffer sniffer; // for several

  Choice(List<Offer> offers) {
    this.offers = offers;
    this.sniffer =
        offers.size() == 1
            ? null
            : new ProtocolSniffer(offers.stream().map(Offer::protocol).toList());
  }

  /** The largest message that any of them takes. */
  int messageBytesMax() {
    return offers.stream().mapToInt(offer -> offer.options().messageBytesMax()).max().orElseThrow();
  }

  /** Whether any of them takes text. */
  boolean takesText() {
    return offers.stream().anyMatch(offer -> offer.spec().frames() == Frames.TEXT);
  }

  /**
   * Looks at the first bytes, at least one.
   *
   * @return whose they are; {@code null} while they do not tell
   * @throws Nobody when no protocol wants them
   */
  @Nullable Offer look(ByteBuf first) {
    if (sniffer == null) {
      return offers.get(0);
    }
    Verdict verdict = sniffer.look(first);
    if (verdict instanceof Verdict.Nobody nobody) {
      throw new Nobody(nobody.refusal());
    }
    return verdict instanceof Verdict.Found found ? offer(found) : null;
  }

  private Offer offer(Verdict.Found found) {
    return offers.stream()
        .filter(offer -> offer.protocol() == found.protocol())
        .findFirst()
        .orElseThrow();
  }

  /** No protocol wants the connection. Without a stack trace. */
  static final class Nobody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final byte[] refusal;

    Nobody(byte[] refusal) {
      super("the first bytes are of no protocol here", null, false, false);
      this.refusal = refusal;
    }

    /** What the client is told, in the form of a protocol; perhaps nothing. */
    byte[] refusal() {
      return refusal;
    }
  }
}

package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.protocol.HttpProtocol;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.upgrade.Accepted;
import io.warrenmq.websocket.upgrade.HttpRefusal;
import io.warrenmq.websocket.upgrade.Offers;
import io.warrenmq.websocket.upgrade.RequestReader;
import io.warrenmq.websocket.upgrade.UpgradeRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection from its first byte on: reads the request, then makes way for the WebSocket, or for
 * who answers plain HTTP. Confined to its loop.
 */
public final class UpgradingConnection implements ProtocolConnection {
  private static final Logger log = LoggerFactory.getLogger(UpgradingConnection.class);

  private final Transport transport;
  private final Offers offers;
  private final Function<Loop, LoopCodecs> codecs;
  private final int firstBytesMs;
  private final TimerHandle timeout;
  private @Nullable RequestReader request = new RequestReader(); // until it is answered
  private @Nullable ProtocolConnection inner; // from then on, unless it was refused

  /**
   * Creates it, waiting for the request.
   *
   * @param codecs those of a loop
   * @param requestMs how long the client may take until its request is whole
   * @param firstBytesMs how long from there until its first bytes of a protocol
   */
  public UpgradingConnection(
      Transport transport,
      Offers offers,
      Function<Loop, LoopCodecs> codecs,
      long requestMs,
      int firstBytesMs) {
    this.transport = transport;
    this.offers = offers;
    this.codecs = codecs;
    this.firstBytesMs = firstBytesMs;
    this.timeout = transport.loop().schedule(requestMs, this::onTimeout);
  }

  @Override
  public void onBytes(ByteBuf in) {
    if (request != null) {
      read(request, in);
    }
    if (inner != null) {
      inner.onBytes(in);
    }
  }

  private void read(RequestReader reader, ByteBuf in) {
    try {
      UpgradeRequest whole = reader.read(in);
      if (whole == null) {
        return;
      }
      HttpProtocol plain = offers.plain(whole);
      if (plain != null) {
        request = null;
        timeout.cancel();
        inner = plain.open(transport); // It reads the request itself.
      } else {
        in.skipBytes(reader.headBytes());
        upgrade(offers.accept(whole));
      }
    } catch (HttpRefusal refusal) {
      refuse(refusal);
    }
  }

  private void upgrade(Accepted accepted) {
    answer(accepted.response());
    LoopCodecs used = accepted.extension().isEmpty() ? null : codecs.apply(transport.loop());
    inner = new WebSocketConnection(transport, accepted, used, firstBytesMs);
  }

  private void refuse(HttpRefusal refusal) {
    log.debug("Refused a WebSocket to {}: {}", transport.info().remote(), refusal.getMessage());
    answer(refusal.response());
    transport.close();
  }

  private void answer(byte[] response) {
    request = null;
    timeout.cancel();
    transport.out(response.length).writeBytes(response);
  }

  private void onTimeout() {
    if (request != null) {
      refuse(HttpRefusal.timeout());
    }
  }

  @Override
  public void onWritable(boolean writable) {
    if (inner != null) {
      inner.onWritable(writable);
    }
  }

  @Override
  public void onClosed() {
    request = null;
    timeout.cancel();
    if (inner != null) {
      inner.onClosed();
    }
  }

  @Override
  public void onShutdown(String reason) {
    if (inner != null) {
      inner.onShutdown(reason);
    } else {
      transport.close();
    }
  }
}

package io.warrenmq.server.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.net.impl.ShutdownEvent;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolSniffer.Verdict;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport of one TCP or TLS connection: a handler in the channel's pipeline, in the place of
 * Vert.x's own, whose socket takes more memory than all the rest of an idle connection. Confined to
 * the channel's event loop.
 *
 * <p>States: SNIFFING until the first bytes tell the protocol, OPEN, CLOSING from {@link #close}
 * until the peer has closed its side too (what it sends meanwhile is thrown away, or the kernel
 * would answer it with a reset that overtakes our last bytes), CLOSED.
 *
 * <p>The protocol is never called from within its own calls: what it must be told because of them,
 * it is told at the turn's end.
 */
final class TransportHandler extends ChannelInboundHandlerAdapter
    implements Transport, TurnEnd, SendTimeout.Owner {
  private static final Logger log = LoggerFactory.getLogger(TransportHandler.class);

  static final String SHUTDOWN_REASON = "broker forced connection closure with reason 'shutdown'";

  private enum State {
    SNIFFING,
    OPEN,
    CLOSING,
    CLOSED
  }

  private final Loop loop;
  private final TransportInfo info;
  private final SocketTraffic traffic;
  private final TransportOptions options;
  private final Acceptor acceptor;
  private final ChannelHandlerContext ctx;
  private final SendTimeout sendTimeout;

  private State state = State.SNIFFING;
  private @Nullable ProtocolConnection connection; // there from OPEN on
  private @Nullable TimerHandle timer; // SNIFFING: the first bytes' deadline; CLOSING: the peer's
  private final InputBuffer input = new InputBuffer();
  private boolean delivering;
  private boolean paused;
  private boolean resumeAsked;
  private final OutputBatch output = new OutputBatch();
  private int unflushedBytes; // given to the channel, not flushed
  private boolean flushAsked;
  private boolean writableTold = true;
  private boolean noSaid; // to a question, since the protocol was last told
  private boolean gone; // nothing more will be read or written
  private boolean goneTold;

  /**
   * Creates the transport of an accepted connection, which holds a place of the limit.
   *
   * @param replaced the context of the handler whose place this one takes
   */
  TransportHandler(Acceptor acceptor, TransportInfo info, ChannelHandlerContext replaced) {
    this.acceptor = acceptor;
    this.loop = acceptor.loop();
    this.traffic = new SocketTraffic(replaced.channel());
    this.info = info.with(traffic);
    this.options = acceptor.options();
    replaced.pipeline().replace(replaced.handler(), "warren", this);
    this.ctx = replaced.channel().pipeline().context(this);
    this.sendTimeout =
        new SendTimeout(loop, ctx.channel(), acceptor.listener().socket().sendTimeoutMs(), this);
    timer = loop.schedule(options.handshakeTimeoutMs(), this::onSilence);
  }

  // ---- what protocols call

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public TransportInfo info() {
    return info;
  }

  @Override
  public ByteBuf out(int bytes) {
    assert loop.inThread();
    if (!output.isEmpty() && !output.hasRoom(bytes)) {
      if (state == State.OPEN) {
        write(true);
      } else {
        output.discard();
      }
    }
    askFlush();
    return output.buffer(ctx.alloc(), bytes);
  }

  @Override
  public boolean isWritable() {
    boolean writable = state == State.OPEN && ctx.channel().isWritable();
    if (!writable && !noSaid) {
      noSaid = true; // The turn's end says yes, should it have changed until then without notice.
      askFlush();
    }
    return writable;
  }

  @Override
  public void pauseReading() {
    assert loop.inThread();
    if (state == State.OPEN && !paused) {
      paused = true;
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void resumeReading() {
    assert loop.inThread();
    if (paused) {
      paused = false;
      if (!resumeAsked) { // not from within the protocol's own call
        resumeAsked = true;
        loop.atNextTurn(this::resume);
      }
    }
  }

  @Override
  public void close() {
    assert loop.inThread();
    if (state == State.CLOSING || state == State.CLOSED) {
      return;
    }
    write(false);
    state = State.CLOSING;
    cancelTimer();
    sendTimeout.stop(); // The time to close is bounded anyway.
    timer = loop.schedule(options.closeTimeoutMs(), ctx::close);
    ctx.channel().config().setAutoRead(true); // the peer's close is seen by reading
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> onSent(sent.isSuccess()));
  }

  // ---- input

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    if (state == State.CLOSING || state == State.CLOSED) {
      bytes.release();
      return;
    }
    traffic.received(bytes.readableBytes());
    input.add(context.alloc(), bytes);
    if (!paused) {
      deliver();
    }
  }

  private void resume() {
    resumeAsked = false;
    if (paused || state != State.OPEN) {
      return;
    }
    deliver();
    if (!paused && state == State.OPEN) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void deliver() {
    ByteBuf bytes = input.peek();
    if (delivering || bytes == null) {
      return;
    }
    delivering = true;
    try {
      if (state == State.SNIFFING) {
        sniff(bytes);
      }
      if (state == State.OPEN && connection != null) {
        connection.onBytes(bytes);
      }
    } catch (RuntimeException e) {
      onBug(e);
    } finally {
      delivering = false;
      afterDelivery();
    }
  }

  private void afterDelivery() {
    if (state == State.CLOSING || state == State.CLOSED) {
      input.release();
      return;
    }
    input.compact(ctx.alloc());
    if (input.readableBytes() > options.unreadBytesMax() && !paused) {
      log.warn(
          "Closing {}: its protocol has left {} bytes unread",
          info.remote(),
          input.readableBytes());
      ctx.close();
    }
  }

  private void sniff(ByteBuf first) {
    Verdict verdict = acceptor.sniffer().look(first);
    if (verdict instanceof Verdict.Found found) {
      cancelTimer();
      state = State.OPEN;
      connection = found.protocol().open(this);
    } else if (verdict instanceof Verdict.Nobody nobody) {
      if (info.tlsProtocol() == null && TlsGate.isTls(first)) {
        acceptor.log().tlsOnPlain(info.remote());
      } else {
        log.debug("Closing {}: its first bytes are of no protocol of this listener", info.remote());
      }
      out(nobody.refusal().length).writeBytes(nobody.refusal());
      close();
    }
  }

  private void onSilence() {
    log.debug("Closing {}: it has not told its protocol in time", info.remote());
    ctx.close();
  }

  // ---- output

  private void askFlush() {
    if (!flushAsked) {
      flushAsked = true;
      loop.atFlush(this);
    }
  }

  private void write(boolean full) {
    ByteBuf batch = output.take(full);
    if (batch == null) {
      return;
    }
    unflushedBytes += batch.readableBytes();
    traffic.sent(batch.readableBytes());
    ctx.write(batch, ctx.voidPromise());
    if (unflushedBytes >= OutputBatch.FULL_BYTES) {
      flush();
    }
  }

  private void flush() {
    if (unflushedBytes > 0) {
      unflushedBytes = 0;
      ctx.flush();
    }
  }

  @Override
  public void onTurnEnd() {
    flushAsked = false;
    if (state == State.OPEN) {
      write(false);
      flush();
      sendTimeout.onFlushed();
    } else {
      output.discard();
    }
    tell();
  }

  private void tell() {
    if (connection == null) {
      return;
    }
    try {
      if (gone) {
        if (!goneTold) {
          goneTold = true;
          connection.onClosed();
        }
      } else if (state == State.OPEN) {
        tellWritable(connection, ctx.channel().isWritable());
      }
    } catch (RuntimeException e) {
      onBug(e);
    }
  }

  private void tellWritable(ProtocolConnection protocol, boolean writable) {
    if (writable != writableTold || (writable && noSaid)) {
      writableTold = writable;
      noSaid = false;
      protocol.onWritable(writable);
    }
  }

  @Override
  public void onDrained() {
    askFlush();
  }

  @Override
  public void onStalled() {
    log.warn("Closing {}: it does not read, and has not taken a byte in time", info.remote());
    // Neither is the kernel to keep what nobody reads.
    ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    ctx.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    askFlush();
    context.fireChannelWritabilityChanged();
  }

  // ---- the end

  private void onSent(boolean success) {
    if (state == State.CLOSED) {
      return;
    }
    // TLS says good-bye in its own form, which half a connection cannot carry.
    if (!success
        || info.tlsProtocol() != null
        || !(ctx.channel() instanceof DuplexChannel duplex)) {
      ctx.close();
      return;
    }
    ChannelFuture shutdown = duplex.shutdownOutput();
    shutdown.addListener(
        done -> {
          if (!done.isSuccess()) {
            ctx.close();
          }
          onGone();
        });
  }

  private void onGone() {
    gone = true;
    askFlush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      cancelTimer();
      sendTimeout.stop();
      if (!delivering) {
        input.release();
      }
      acceptor.limit().release();
      onGone();
    }
    context.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ShutdownEvent)) {
      context.fireUserEventTriggered(event);
      return;
    }
    // Vert.x would close the channel at once; it waits for ours to close until its own time-out.
    if (state == State.OPEN && connection != null) {
      try {
        connection.onShutdown(SHUTDOWN_REASON);
      } catch (RuntimeException e) {
        onBug(e);
      }
    } else {
      close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      log.debug(
          "Closing {}: {}", info.remote(), cause.toString()); // the network's or the peer's doing
      context.close();
    } else {
      onBug(cause);
    }
  }

  private void onBug(Throwable bug) {
    log.error(
        "Closing {} after an error of the broker's own, in state {}", info.remote(), state, bug);
    ctx.close();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}

package io.warrenmq.server.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vertx.core.net.impl.ShutdownEvent;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.protocol.ProtocolSniffer.Verdict;
import io.warrenmq.api.transport.TransportInfo;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a listener with TLS until its handshake is done: looks whether the first bytes
 * are TLS's, waits for a place among the handshakes, puts TLS behind itself, and leaves once there
 * is a transport. Until the first bytes come, a connection costs no more than a plain one. Confined
 * to the channel's event loop.
 *
 * <p>States: FIRST_BYTES, then WAITING if there is no place, HANDSHAKE, DONE. A plain client of a
 * listener that takes both goes from FIRST_BYTES to DONE.
 */
final class TlsGate extends ChannelInboundHandlerAdapter implements HandshakePlaces.Waiting {
  // RFC 8446 section 5.1: the record's type, handshake, and the first byte of its version.
  private static final int HANDSHAKE_RECORD = 22;
  private static final int VERSION_MAJOR = 3;

  private enum State {
    FIRST_BYTES,
    WAITING,
    HANDSHAKE,
    DONE
  }

  private final Acceptor acceptor;
  private final TransportInfo plain; // what is known without TLS
  private final ChannelHandlerContext ctx;

  private State state = State.FIRST_BYTES;
  private @Nullable TimerHandle timer; // not in DONE
  private final InputBuffer first = new InputBuffer();
  private @Nullable String alert; // that the client's last bytes are, in the clear

  /**
   * Creates the gate of a connection that holds a place of the limit.
   *
   * @param plain its two ends
   * @param replaced the context of the handler whose place this one takes
   */
  TlsGate(Acceptor acceptor, TransportInfo plain, ChannelHandlerContext replaced) {
    this.acceptor = acceptor;
    this.plain = plain;
    replaced.pipeline().replace(replaced.handler(), "warren-tls-gate", this);
    this.ctx = replaced.channel().pipeline().context(this);
    int timeoutMs =
        acceptor.listener().plainToo()
            ? acceptor.options().handshakeTimeoutMs()
            : acceptor.options().tlsHandshakeTimeoutMs();
    timer = acceptor.loop().schedule(timeoutMs, this::onLate);
  }

  /** Whether these first bytes, two or more, are those of a TLS handshake. */
  static boolean isTls(ByteBuf first) {
    return first.readableBytes() >= 2
        && first.getByte(first.readerIndex()) == HANDSHAKE_RECORD
        && first.getByte(first.readerIndex() + 1) == VERSION_MAJOR;
  }

  // ---- input

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else if (state == State.HANDSHAKE) {
      alert = PlainAlert.of(bytes);
      context.fireChannelRead(message);
    } else if (state == State.DONE) {
      bytes.release();
    } else {
      first.add(context.alloc(), bytes);
      if (state == State.FIRST_BYTES) {
        look();
      }
    }
  }

  private void look() {
    ByteBuf bytes = first.peek();
    if (bytes == null) {
      return;
    }
    boolean mayBe = bytes.getByte(bytes.readerIndex()) == HANDSHAKE_RECORD;
    if (mayBe && bytes.readableBytes() < 2) {
      return;
    }
    if (isTls(bytes)) {
      onTls();
    } else if (acceptor.listener().plainToo()) {
      onPlain(bytes);
    } else {
      Verdict verdict = acceptor.sniffer().look(bytes);
      acceptor
          .log()
          .noTls(plain.remote(), verdict instanceof Verdict.Found f ? f.protocol().name() : "");
      ctx.close();
    }
  }

  private void onPlain(ByteBuf bytes) {
    ByteBuf passed = bytes.retain();
    end();
    TransportHandler transport = acceptor.open(plain, ctx);
    transport.channelRead(ctx.pipeline().context(transport), passed);
  }

  private void onTls() {
    if (acceptor.listener().plainToo()) { // Its time begins now.
      cancelTimer();
      timer = acceptor.loop().schedule(acceptor.options().tlsHandshakeTimeoutMs(), this::onLate);
    }
    if (acceptor.places().take(this)) {
      begin();
    } else {
      state = State.WAITING;
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void onPlace() {
    if (state != State.WAITING) { // It has gone meanwhile.
      acceptor.places().free();
      return;
    }
    ctx.channel().config().setAutoRead(true);
    begin();
  }

  private void begin() {
    state = State.HANDSHAKE;
    ByteBuf hello = first.peek();
    SslHandler tls = acceptor.newTls(ctx.alloc());
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addAfter(ctx.name(), "tls", tls);
    pipeline.addAfter("tls", "warren-tls-end", new End());
    if (hello != null) {
      hello.retain();
      first.release();
      ctx.fireChannelRead(hello);
      ctx.fireChannelReadComplete();
    }
  }

  // ---- the end

  /** Behind TLS: is told how the handshake has ended. */
  private final class End extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
        context.fireUserEventTriggered(event);
      } else if (state == State.HANDSHAKE) {
        acceptor.places().free();
        if (handshake.isSuccess()) {
          end();
          acknowledge();
          SslHandler tls = context.pipeline().get(SslHandler.class);
          acceptor.open(SocketInfo.over(tls.engine().getSession(), plain), context);
          context.pipeline().remove(TlsGate.this);
        } else {
          onFailure(handshake.cause());
        }
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      TlsGate.this.exceptionCaught(context, cause);
    }
  }

  /**
   * BoringSSL says no more until the broker has something to say. A client that gathers small
   * segments (RFC 896) sends its first bytes when the end of its handshake is acknowledged, which
   * the kernel would put off for 40 ms.
   */
  private void acknowledge() {
    ctx.channel().config().setOption(EpollChannelOption.TCP_QUICKACK, true); // if it has that
  }

  /** Its place among the handshakes is given back; that among the connections when it is gone. */
  private void onFailure(Throwable cause) {
    cancelTimer();
    state = State.DONE;
    acceptor.log().failed(plain.remote(), cause, alert);
    ctx.close(); // TLS has sent its alert by now.
  }

  private void onLate() {
    acceptor.log().late(plain.remote());
    ctx.channel().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    switch (state) {
      case WAITING -> acceptor.places().leave(this);
      case HANDSHAKE -> acceptor.places().free();
      case FIRST_BYTES, DONE -> {}
    }
    end();
    acceptor.limit().release();
    context.fireChannelInactive();
  }

  /** Nothing is left but who follows. */
  private void end() {
    state = State.DONE;
    cancelTimer();
    first.release();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent && state != State.DONE) {
      context.close(); // Nobody has anything to say good-bye to yet.
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (state == State.HANDSHAKE) {
      acceptor.places().free();
      onFailure(cause);
    } else {
      context.close();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}

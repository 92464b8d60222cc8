package io.warrenmq.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One client's socket. A protocol's connections extend it. */
public abstract class Connection extends ChannelInboundHandlerAdapter implements Outlet {
  private final String name;
  private final ConnectionEvents events;
  protected final Counters counters;

  private @Nullable Channel channel;
  private @Nullable ByteBuf partial; // the beginning of a packet whose end has not come
  private boolean closing;

  /**
   * @param name begins what is said of its failures
   */
  protected Connection(String name, Counters counters, ConnectionEvents events) {
    this.name = name;
    this.counters = counters;
    this.events = events;
  }

  /** The socket is connected. */
  protected abstract void onConnected();

  /** Takes every whole packet of {@code in}, and leaves a beginning of one unread. */
  protected abstract void decode(ByteBuf in);

  /** Sends what keeps the connection alive, and counts it. */
  public abstract void ping();

  /** Tells that the broker has accepted all that the connection asked for. */
  protected final void ready() {
    events.onReady(this);
  }

  private Channel channel() {
    Channel opened = channel;
    if (opened == null) {
      throw new IllegalStateException(name + " is not connected");
    }
    return opened;
  }

  @Override
  public final ByteBuf buffer(int bytes) {
    return channel().alloc().directBuffer(bytes);
  }

  @Override
  public final void send(ByteBuf packets) {
    channel().writeAndFlush(packets, channel().voidPromise());
  }

  @Override
  public final boolean isWritable() {
    return channel().isWritable();
  }

  @Override
  public final void later(Runnable action) {
    channel().eventLoop().execute(action);
  }

  /** Closes the socket; no failure is told from now on. */
  public final void close() {
    closing = true;
    if (channel != null) {
      channel.close();
    }
  }

  protected final void fail(String what) {
    fail(new IOException(what));
  }

  /** Ends the run, unless the connection is being closed. */
  public final void fail(Throwable cause) {
    if (!closing) {
      events.onFailure(new IOException(name + ": " + cause.getMessage(), cause));
    }
  }

  @Override
  public final void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    onConnected();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    ByteBuf in = partial;
    try {
      if (in == null) {
        decode(read);
        if (read.isReadable()) {
          partial = context.alloc().buffer(2 * read.readableBytes()).writeBytes(read);
        }
      } else {
        decode(in.writeBytes(read));
        if (in.isReadable()) {
          in.discardReadBytes();
        } else {
          in.release();
          partial = null;
        }
      }
    } finally {
      read.release();
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    if (partial != null) {
      partial.release();
      partial = null;
    }
    fail("closed by the broker");
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
  }
}

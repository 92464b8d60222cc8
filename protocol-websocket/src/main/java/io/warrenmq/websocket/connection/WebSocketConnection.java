package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.websocket.deflate.Inflating;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.frame.CloseCode;
import io.warrenmq.websocket.frame.FrameReader;
import io.warrenmq.websocket.frame.Opcode;
import io.warrenmq.websocket.frame.WebSocketFault;
import io.warrenmq.websocket.upgrade.Accepted;
import io.warrenmq.websocket.upgrade.Offer;
import io.warrenmq.websocket.upgrade.WebSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open WebSocket: hands the protocol what the client's frames carry, answers control frames, and
 * closes in good order. Confined to its loop.
 *
 * <p>States: OPEN; CLOSING from the broker's close frame until the client's answers it or {@link
 * #CLOSE_TIMEOUT_MS} is over, meanwhile data is thrown away; CLOSED from when the transport below
 * is asked to close. The protocol is opened by the first bytes of data, as over TCP, which tell it
 * where the request left several, and told of the close at a turn's end, never from within its own
 * calls.
 */
final class WebSocketConnection implements ProtocolConnection {
  private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

  static final int CLOSE_TIMEOUT_MS = 2000;

  // A unit over several frames. More than any protocol's largest, as with the other transports.
  private static final int UNREAD_BYTES_MAX = 32 << 20;
  private static final int INFLATED_PIECE_BYTES = 16 << 10;
  // Made of what came in one turn of the loop; then others have theirs.
  private static final int INFLATED_PIECES_MAX = 32;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final Transport carrier;
  private final Choice choice;
  private final FrameReader frames;
  private final Outgoing outgoing;
  private final CarriedTransport carried;
  private final Unread unread = new Unread();
  private final @Nullable Inflating inflating; // where compression was agreed on

  private State state = State.OPEN;
  private @Nullable ProtocolConnection inner; // from the first bytes on
  private @Nullable IdleTimeout idle; // likewise
  private boolean innerTold; // that it is closed
  private @Nullable TimerHandle timer; // OPEN: the first bytes' deadline; CLOSING: the answer's
  private int closeCode = CloseCode.NORMAL;

  /**
   * Creates it, after the answer to the request was written.
   *
   * @param codecs what compresses; {@code null} where that was not agreed on
   * @param firstBytesMs how long the client may take until its first bytes
   */
  WebSocketConnection(
      Transport carrier, Accepted accepted, @Nullable LoopCodecs codecs, int firstBytesMs) {
    this.carrier = carrier;
    this.choice = new Choice(accepted.offers());
    this.frames = new FrameReader(choice.messageBytesMax(), choice.takesText(), codecs != null);
    this.outgoing = new Outgoing(carrier, codecs == null ? null : codecs.deflater());
    this.inflating = codecs == null ? null : new Inflating(codecs);
    this.carried = new CarriedTransport(carrier, this, outgoing, accepted.credentials());
    this.timer = carrier.loop().schedule(firstBytesMs, this::onIdle);
  }

  // ---- what comes

  @Override
  public void onBytes(ByteBuf in) {
    if (idle != null) {
      idle.onHeard();
    }
    try {
      while (state == State.OPEN ? readFrame(in) : state == State.CLOSING && skipFrame(in)) {
        // One by one.
      }
    } catch (WebSocketFault fault) {
      fail(fault);
    } catch (Choice.Nobody nobody) {
      refuse(nobody);
    }
    if (state == State.CLOSED) {
      in.skipBytes(in.readableBytes());
    }
  }

  /** Returns whether to go on with the next frame. */
  private boolean readFrame(ByteBuf in) {
    if (carried.isPaused() || !frames.beginFrame(in)) {
      return false;
    }
    if (frames.isControl()) {
      return readControl(in);
    }
    if (inflating != null && frames.isCompressed()) {
      return readCompressed(in, inflating);
    }
    return readData(in);
  }

  private boolean readControl(ByteBuf in) {
    int bytes = frames.left();
    if (in.readableBytes() < bytes) {
      return false;
    }
    frames.unmask(in);
    if (frames.opcode() == Opcode.PING) {
      outgoing.pong(in, bytes);
    } else if (frames.opcode() == Opcode.CLOSE) {
      onClose(in, bytes);
    }
    frames.skip(in);
    return frames.endFrame();
  }

  private boolean readData(ByteBuf in) {
    int here = frames.unmask(in);
    if (here > 0 && unread.isEmpty()) {
      int read = deliver(in, here);
      frames.onRead(read);
      here -= read;
    }
    if (state != State.OPEN) {
      return true;
    } else if (carried.isPaused()) {
      return false; // The rest stays where it is.
    }
    if (here > 0 && (here == frames.left() || !unread.isEmpty())) {
      keep(in, here);
    }
    return state != State.OPEN || frames.endFrame();
  }

  /** As much of the frame as is there, and as the protocol takes. */
  private boolean readCompressed(ByteBuf in, Inflating from) {
    int here = frames.unmask(in);
    ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(INFLATED_PIECE_BYTES);
    try {
      boolean isFull = true;
      for (int pieces = 0; isFull && state == State.OPEN; pieces++) {
        if (carried.isPaused()) {
          return false; // The rest stays where it is.
        } else if (pieces == INFLATED_PIECES_MAX) {
          carrier.pauseReading();
          carrier.resumeReading(); // in the next turn
          return false;
        }
        piece.clear();
        int before = in.readerIndex();
        boolean ends = frames.isLast() && here == frames.left();
        from.inflate(in, here, ends, piece, frames.messageBytesMax());
        int read = in.readerIndex() - before;
        frames.onRead(read);
        here -= read;
        isFull = !piece.isWritable();
        frames.checkText(piece, piece.readerIndex(), piece.writerIndex());
        deliverInflated(piece);
      }
    } finally {
      piece.release();
    }
    if (state != State.OPEN) {
      return true;
    } else if (frames.left() == 0 && frames.isLast()) {
      from.release();
    }
    return frames.endFrame();
  }

  private void deliverInflated(ByteBuf piece) {
    if (unread.isEmpty() && piece.isReadable()) {
      deliver(piece, piece.readableBytes());
    }
    if (state == State.OPEN && piece.isReadable()) {
      boolean begun = !unread.isEmpty();
      keepBytes(piece, piece.readableBytes());
      if (begun && !carried.isPaused()) {
        deliverUnread();
      }
    }
  }

  /** The unit that has begun goes on in another frame, or has begun in another. */
  private void keep(ByteBuf in, int bytes) {
    boolean begun = !unread.isEmpty();
    keepBytes(in, bytes);
    frames.onRead(bytes);
    if (begun) { // Else the protocol has seen all of it.
      deliverUnread();
    }
  }

  private void keepBytes(ByteBuf from, int bytes) {
    if (unread.size() + bytes > UNREAD_BYTES_MAX) {
      throw new WebSocketFault(
          CloseCode.TOO_BIG, "more than " + UNREAD_BYTES_MAX + " bytes make no whole unit");
    }
    unread.add(from, bytes);
  }

  private void deliverUnread() {
    ByteBuf bytes = unread.peek();
    if (bytes != null) {
      deliver(bytes, bytes.readableBytes());
      unread.compact();
    }
  }

  /** Lets the protocol read so many of these bytes and no more; returns how many it took. */
  private int deliver(ByteBuf in, int bytes) {
    int from = in.readerIndex();
    int end = in.writerIndex();
    in.writerIndex(from + bytes);
    try {
      ProtocolConnection protocol = inner == null ? open(in) : inner;
      if (protocol != null) {
        protocol.onBytes(in);
      }
    } finally {
      in.writerIndex(end);
    }
    return in.readerIndex() - from;
  }

  /** Opens the protocol, unless the bytes so far do not tell which. */
  private @Nullable ProtocolConnection open(ByteBuf first) {
    Offer offer = choice.look(first);
    if (offer == null) {
      return null;
    }
    cancelTimer();
    WebSocketOptions options = offer.options();
    frames.restrict(options.messageBytesMax(), offer.spec().frames() == Frames.TEXT);
    outgoing.send(offer.spec().frames());
    carried.showCredentials(options.usesHttpAuth());
    idle =
        new IdleTimeout(
            carrier.loop(),
            options.idleTimeoutMs(),
            () -> !carried.isPaused(),
            outgoing::ping,
            this::onIdle);
    inner = offer.protocol().open(carried);
    return inner;
  }

  /** The protocol reads on: with what was taken out of its frames. The next turn. */
  void onResumed() {
    if (state == State.OPEN && !carried.isPaused()) {
      deliverUnread();
    }
  }

  // ---- what the protocol asks, through its transport

  boolean isOpen() {
    return state == State.OPEN;
  }

  void closeForProtocol() {
    if (state == State.OPEN) {
      outgoing.close(closeCode, "");
      state = State.CLOSING;
      cancelTimers();
      timer = carrier.loop().schedule(CLOSE_TIMEOUT_MS, this::closeCarrier);
      carried.resumeReading(); // The answer is seen by reading.
      carried.askFlush();
    }
  }

  void onFlushed() {
    if (state != State.OPEN) {
      tellClosed();
    }
  }

  // ---- the end

  private void onClose(ByteBuf in, int bytes) {
    int code = 0;
    if (bytes > 0) {
      int at = in.readerIndex();
      code = bytes == 1 ? 0 : in.getUnsignedShort(at);
      if (!CloseCode.isSendable(code)) {
        throw new WebSocketFault(CloseCode.PROTOCOL_ERROR, "close with a code that is none");
      } else if (!FrameReader.isUtf8(in, at + 2, at + bytes)) {
        throw new WebSocketFault(CloseCode.INVALID_DATA, "close with a reason that is not UTF-8");
      }
    }
    finish(code, "");
  }

  private void fail(WebSocketFault fault) {
    if (state == State.OPEN) {
      log.debug("Closing {}: {}", carrier.info().remote(), fault.getMessage());
      finish(fault.code(), String.valueOf(fault.getMessage()));
    } else {
      closeCarrier();
    }
  }

  /** Over TCP too the refusal is all that such a client is told. */
  private void refuse(Choice.Nobody nobody) {
    log.debug("Closing {}: {}", carrier.info().remote(), nobody.getMessage());
    outgoing.data(nobody.refusal().length).writeBytes(nobody.refusal());
    finish(CloseCode.NORMAL, String.valueOf(nobody.getMessage()));
  }

  private void onIdle() {
    if (state != State.OPEN) {
      return;
    }
    log.debug("Closing {}: it has sent nothing in time", carrier.info().remote());
    finish(CloseCode.NORMAL, "nothing was sent in time");
  }

  /** Sends the last frame there is; the client's answer is not waited for, or has come. */
  private void finish(int code, String text) {
    outgoing.close(code, text);
    closeCarrier();
  }

  private void closeCarrier() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      cancelTimers();
      carrier.close();
    }
  }

  private boolean skipFrame(ByteBuf in) {
    if (!frames.beginFrame(in)) {
      return false;
    }
    frames.skip(in);
    if (!frames.endFrame()) {
      return false;
    }
    if (frames.opcode() == Opcode.CLOSE) {
      closeCarrier();
    }
    return true;
  }

  private void cancelTimers() {
    cancelTimer();
    if (idle != null) {
      idle.stop();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void tellClosed() {
    unread.release();
    if (inflating != null) {
      inflating.release();
    }
    if (inner != null && !innerTold) {
      innerTold = true;
      inner.onClosed();
    }
  }

  // ---- what the transport below tells

  @Override
  public void onWritable(boolean writable) {
    if (state == State.OPEN) {
      if (writable) {
        outgoing.onWritable();
      }
      if (inner != null) {
        inner.onWritable(writable);
      }
    }
  }

  @Override
  public void onClosed() {
    state = State.CLOSED;
    cancelTimers();
    outgoing.discard();
    tellClosed();
  }

  @Override
  public void onShutdown(String reason) {
    closeCode = CloseCode.GOING_AWAY;
    if (state == State.OPEN && inner != null) {
      inner.onShutdown(reason);
    } else if (state == State.OPEN) {
      closeForProtocol();
    } else {
      closeCarrier();
    }
  }
}

package io.warrenmq.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpenOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodCodec;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameType;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.amqp091.wire.ProtocolHeader;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ConnectionEnd;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One AMQP 0-9-1 connection from its first byte to its last: cuts frames, negotiates, closes. What
 * it does in between is {@link OpenConnection}'s. Confined to the transport's loop.
 *
 * <pre>
 *   HEADER ── right header: start sent ──▶ NEGOTIATING ── open ──▶ RUNNING
 *   HEADER ── wrong header: answered ──▶ CLOSED
 *   NEGOTIATING, RUNNING ── fault, shutdown: close sent ──▶ CLOSING ── close-ok, or time is up ──▶ CLOSED
 *   NEGOTIATING, RUNNING ── bytes that are no frames: close sent when RUNNING ──▶ DEAF ── time is up ──▶ CLOSED
 *   RUNNING ── close received: close-ok sent ──▶ CLOSED
 * </pre>
 */
final class Amqp091Connection
    implements ProtocolConnection, FrameReader.Sink, Handshake.Outcome, Heartbeats.Peer {
  private enum State {
    HEADER,
    NEGOTIATING,
    RUNNING,
    CLOSING,
    DEAF,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Amqp091Connection.class);

  private final Transport transport;
  private final Loop loop;
  private final BrokerAccess broker;
  private final Handshake handshake;
  private final MethodSender sender;
  private final ReadGate gate;
  private final FrameReader reader;
  private final Alarms alarms;
  private final ConnectionEnd end;
  private State state = State.HEADER;
  private @Nullable OpenConnection open; // from RUNNING on
  private @Nullable Heartbeats heartbeats;
  private boolean closeAnswered;

  Amqp091Connection(Transport transport, BrokerAccess broker) {
    this.transport = transport;
    this.loop = transport.loop();
    this.broker = broker;
    this.sender = new MethodSender(transport, () -> onWritable(false));
    this.gate = new ReadGate(transport);
    this.alarms = new Alarms(sender, gate);
    this.handshake = new Handshake(transport, broker, this, new BrokerHandle(this, gate, alarms));
    this.reader = new FrameReader(gate, this, broker.limits().initialFrameMax());
    this.end = new ConnectionEnd(transport, LOG, broker.limits().handshakeTimeoutMs(), this::shut);
  }

  // ---- what arrives ----

  @Override
  public void onBytes(ByteBuf in) {
    assert loop.inThread();
    if (heartbeats != null) {
      heartbeats.onReceived();
    }
    reader.read(in);
  }

  @Override
  public void onHeader() {
    state = State.NEGOTIATING;
    handshake.start();
  }

  @Override
  public void onForeignHeader(ByteBuf in) {
    ProtocolHeader.writeRefusal(
        transport.out(ProtocolHeader.BYTES), in, in.readerIndex(), in.readableBytes());
    end.logFault("the client does not speak AMQP 0-9-1");
    shut();
  }

  @Override
  public void onFrame(ByteBuf in, int start) {
    int channel = FrameDecoder.channel(in, start);
    OpenConnection running = open;
    if (channel == 0) {
      onConnectionFrame(in, start);
    } else if (state == State.RUNNING && running != null) {
      running.onFrame(in, start, channel);
    } else if (state == State.NEGOTIATING) {
      MalformedFrame early = FrameDecoder.unexpected(in, start);
      onFault(new AmqpFault(early.kind(), early.detail()), 0);
    }
  }

  private void onConnectionFrame(ByteBuf in, int start) {
    if (FrameDecoder.type(in, start) != FrameType.METHOD) {
      return; // a heartbeat; content does not come this far
    }
    int methodId = FrameDecoder.methodId(in, start);
    try {
      onMethod(
          MethodCodec.decode(
              in, start + FrameDecoder.HEADER_BYTES, FrameDecoder.payloadBytes(in, start)),
          methodId);
    } catch (MalformedFrame malformed) {
      onFault(new AmqpFault(malformed.kind(), malformed.detail()), methodId);
    } catch (AmqpFault fault) {
      onFault(fault, methodId);
    } catch (RuntimeException bug) {
      onBug(bug);
    }
  }

  @Override
  public void onNoFrame(MalformedFrame malformed) {
    end.logFault(malformed.replyText());
    if (state == State.RUNNING) {
      sendClose(new AmqpFault(malformed.kind(), malformed.detail()), 0);
    }
    becomeDeaf();
  }

  // ---- methods of the connection ----

  private void onMethod(Method method, int methodId) {
    OpenConnection running = open;
    if (state == State.NEGOTIATING) {
      handshake.onMethod(method);
    } else if (method instanceof ConnectionClose) {
      onClose();
    } else if (state == State.CLOSING) {
      if (method instanceof ConnectionCloseOk) {
        shut();
      }
    } else if (running != null) {
      running.onMethod(method, methodId);
    }
  }

  private void onClose() {
    if (closeAnswered) { // Once: nothing holds back a client that repeats it and reads nothing.
      return;
    }
    closeAnswered = true;
    Future<Void> ended = release();
    if (state == State.CLOSING) { // Both sides close at the same time; its close-ok is to come.
      sender.send(0, new ConnectionCloseOk());
      return;
    }
    state = State.CLOSING;
    gate.forceOpen();
    end.awaitClose();
    // Clients count on it that their exclusive queues are gone by then.
    ended.onComplete(
        done -> {
          if (state == State.CLOSING) {
            sender.send(0, new ConnectionCloseOk());
            shut();
          }
        });
  }

  // ---- the handshake's outcome ----

  @Override
  public void send(Method method) {
    sender.send(0, method);
  }

  @Override
  public void suspend() {
    gate.close(ReadGate.ANSWER);
  }

  @Override
  public void resume() {
    gate.open(ReadGate.ANSWER);
  }

  @Override
  public void onTuned(Tuning tuning) {
    reader.useFrameMax(tuning.frameMax());
    if (tuning.heartbeatS() > 0) {
      Heartbeats signs = new Heartbeats(loop, this, tuning.heartbeatS());
      heartbeats = signs;
      sender.useHeartbeats(signs);
      signs.start();
    }
  }

  @Override
  public void onOpen(BrokerConnection opened, ClientCapabilities client, Tuning tuning) {
    end.onOpen();
    state = State.RUNNING;
    sender.send(0, new ConnectionOpenOk());
    alarms.onOpen(client.connectionBlocked());
    open = new OpenConnection(this, transport, broker, opened, sender, alarms, client, tuning);
    if (!transport.isWritable()) {
      onWritable(false);
    }
  }

  @Override
  public void onRefused(AmqpFault fault, int methodId) {
    end.logFault(fault.replyText());
    sendClose(fault, methodId);
    end.closeAfterDistrust();
  }

  @Override
  public void onDistrusted(String reason) {
    end.logFault(reason);
    becomeDeaf();
  }

  @Override
  public boolean isClosed() {
    return state != State.NEGOTIATING && state != State.RUNNING;
  }

  // ---- faults and closing ----

  /**
   * The client has done what it must not, and the connection ends.
   *
   * @param methodId class and method id of what it has done; 0 when it was no method
   */
  void onFault(AmqpFault fault, int methodId) {
    if (isClosed()) {
      return;
    }
    end.logFault(fault.replyText());
    if (state == State.RUNNING || handshake.state() == Handshake.State.OPENING) {
      sendClose(fault, methodId);
    } else {
      becomeDeaf();
    }
  }

  /** We have done what we must not, and the connection ends. */
  void onBug(Throwable bug) {
    LOG.error("{}: unexpected failure, closing", transport.info().remote(), bug);
    if (isClosed()) {
      shut();
    } else {
      sendClose(new AmqpFault(ReplyCode.INTERNAL_ERROR, "unexpected failure"), 0);
    }
  }

  private void sendClose(AmqpFault fault, int methodId) {
    release();
    state = State.CLOSING;
    sender.send(
        0,
        new ConnectionClose(
            fault.code().code(), fault.replyText(), methodId >>> 16, methodId & 0xFFFF));
    gate.forceOpen();
    end.awaitClose();
  }

  private void becomeDeaf() {
    state = State.DEAF;
    reader.becomeDeaf();
    gate.forceOpen();
    end.closeAfterDistrust();
  }

  private void shut() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      reader.becomeDeaf();
      transport.close();
    }
  }

  private Future<Void> release() {
    OpenConnection running = open;
    return running == null ? Future.succeededFuture() : running.release();
  }

  @Override
  public void onWritable(boolean writable) {
    OpenConnection running = open;
    if (running != null) {
      running.setWritable(writable);
    }
    if (writable) {
      gate.open(ReadGate.OUTPUT);
    } else {
      gate.close(ReadGate.OUTPUT);
    }
  }

  @Override
  public void onClosed() {
    state = State.CLOSED;
    end.onClosed();
    if (heartbeats != null) {
      heartbeats.stop();
    }
    release();
  }

  @Override
  public void onShutdown(String reason) {
    forceClose(reason);
  }

  /** Ends the connection from our side, for a reason that the client is told. */
  void forceClose(String reason) {
    if (state == State.RUNNING) {
      sendClose(new AmqpFault(ReplyCode.CONNECTION_FORCED, reason), 0);
    } else if (state != State.CLOSING) {
      shut();
    }
  }

  // ---- heartbeats ----

  @Override
  public void sendHeartbeat() {
    sender.sendHeartbeat();
  }

  @Override
  public void onSilence() {
    end.giveUp("missed heartbeats from client");
  }

  @Override
  public boolean isListening() {
    return !gate.isClosed();
  }
}

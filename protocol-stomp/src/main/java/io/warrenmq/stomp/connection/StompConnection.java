package io.warrenmq.stomp.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ConnectionEnd;
import io.warrenmq.api.protocol.IdleTimeout;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.stomp.codec.FirstBytes;
import io.warrenmq.stomp.codec.FrameDecoder;
import io.warrenmq.stomp.codec.FrameLimits;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.message.StompFormat;
import io.warrenmq.stomp.session.QueueNames;
import io.warrenmq.stomp.session.Refusals;
import io.warrenmq.stomp.session.SessionOwner;
import io.warrenmq.stomp.session.StompSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One STOMP connection from its first byte to its last: lets the client in, then hands its frames
 * to the {@link StompSession}. Confined to the transport's loop.
 *
 * <pre>
 *   NEW ── CONNECT ──▶ LOGGING_IN ── credentials, vhost: CONNECTED ──▶ OPEN
 *   NEW ── another frame, with implicit connect ──▶ LOGGING_IN ──▶ OPEN
 *   LOGGING_IN ── refused: ERROR ──▶ REFUSED ── some time ──▶ CLOSED
 *   each ── an ERROR that ends it, DISCONNECT, shutdown ──▶ CLOSED
 * </pre>
 */
final class StompConnection
    implements ProtocolConnection, ConnectionHandle, SessionOwner, IdleTimeout.Peer {
  private enum State {
    NEW,
    LOGGING_IN,
    REFUSED,
    OPEN,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(StompConnection.class);
  private static final int SILENCES = 2; // of what a client promises, as in RabbitMQ

  private final StompOptions options;
  private final BrokerAccess broker;
  private final StompFormat format;
  private final Transport transport;
  private final Loop loop;
  private final FrameDecoder decoder = new FrameDecoder(FrameLimits.BEFORE_LOGIN);
  private final FrameWriter writer;
  private final ReadGate gate;
  private final ConnectionEnd end;
  private State state = State.NEW;
  private @Nullable BrokerConnection opened;
  private @Nullable StompSession session; // from OPEN on
  private @Nullable IdleTimeout idle; // if signs of life were agreed on
  private boolean released;

  StompConnection(
      StompOptions options, BrokerAccess broker, StompFormat format, Transport transport) {
    this.options = options;
    this.broker = broker;
    this.format = format;
    this.transport = transport;
    this.loop = transport.loop();
    this.writer = new FrameWriter(transport, options.trailingLineFeed());
    this.gate = new ReadGate(transport);
    this.end = new ConnectionEnd(transport, LOG, options.loginTimeoutMs(), this::shut);
  }

  // ---- what arrives ----

  @Override
  public void onBytes(ByteBuf in) {
    assert loop.inThread();
    if (idle != null) {
      idle.onReceived();
    }
    try {
      if (state != State.NEW || !beginsImplicitly(in)) {
        readFrames(in);
      }
    } catch (StompFault malformed) {
      onMalformed(malformed);
    } catch (RuntimeException bug) {
      onBug(bug);
    }
    if (isAtEnd()) {
      in.skipBytes(in.readableBytes());
    }
  }

  private void readFrames(ByteBuf in) {
    while (!isAtEnd() && !gate.isClosed()) {
      StompFrame frame = decoder.decode(in);
      if (frame == null) {
        return;
      }
      try {
        onFrame(frame);
      } catch (StompFault fault) {
        onFault(fault, frame.raw(Header.RECEIPT));
      } catch (BrokerException refusal) {
        onFault(Refusals.fault(refusal), frame.raw(Header.RECEIPT));
      }
    }
  }

  /** Whether the client is to be read from no more. */
  private boolean isAtEnd() {
    return state == State.CLOSED || state == State.REFUSED;
  }

  private void onFrame(StompFrame frame) {
    if (session != null) {
      session.onFrame(frame);
      return;
    }
    switch (frame.command()) {
      case CONNECT, STOMP -> logIn(Login.of(frame, options), true);
      default -> throw new StompFault("Illegal command", "You must log in using CONNECT first");
    }
  }

  // ---- login ----

  /**
   * Logs a client in that begins with another frame than CONNECT, which is read when that is done.
   *
   * @return whether no frame is to be read now
   */
  private boolean beginsImplicitly(ByteBuf in) {
    if (!options.implicitConnect() || decoder.isInFrame()) {
      return false;
    }
    Detection connect = FirstBytes.detectConnect(in);
    if (connect == Detection.NOT_MINE) {
      logIn(Login.implicit(options), false);
    }
    return connect != Detection.MINE;
  }

  private void logIn(Login login, boolean isTold) {
    state = State.LOGGING_IN;
    gate.close(ReadGate.ANSWER);
    login
        .authenticate(options, broker, transport)
        .compose(
            principal ->
                state == State.CLOSED
                    ? Future.<BrokerConnection>failedFuture("the client has gone")
                    : broker
                        .open(
                            new ConnectionRequest(
                                principal,
                                login.vhost(),
                                "STOMP " + login.version().text(),
                                transport.info(),
                                loop,
                                Arguments.NONE,
                                "",
                                this))
                        .recover(failure -> Future.failedFuture(login.refusal(failure))))
        .onComplete(
            result -> {
              try {
                if (result.failed()) {
                  onRefused(result.cause());
                } else {
                  begin(login, result.result(), isTold);
                }
              } catch (BrokerException refusal) {
                onFault(Refusals.fault(refusal), null);
              } catch (RuntimeException bug) {
                onBug(bug);
              }
              gate.open(ReadGate.ANSWER);
            });
  }

  private void begin(Login login, BrokerConnection connection, boolean isTold) {
    opened = connection;
    if (state == State.CLOSED) {
      release();
      return;
    }
    String sessionId = QueueNames.unique("session-");
    decoder.version(login.version());
    decoder.limits(FrameLimits.ofFrame(options.frameBytesMax()));
    writer.version(login.version());
    session =
        new StompSession(
            loop,
            broker,
            connection,
            format,
            login.version(),
            sessionId,
            options.nackRequeues(),
            writer,
            gate,
            this);
    state = State.OPEN;
    end.onOpen();
    if (isTold) {
      writer.connected(sessionId, login.heartBeat().text(), server());
    }
    beginIdle(login.heartBeat());
    if (!transport.isWritable()) {
      onWritable(false);
    }
  }

  private @Nullable String server() {
    BrokerInfo info = broker.info();
    return options.hidesServer() ? null : info.product() + "/" + info.version();
  }

  private void beginIdle(HeartBeat agreed) {
    if (!agreed.equals(HeartBeat.NONE)) {
      IdleTimeout signs = new IdleTimeout(loop, this);
      idle = signs;
      signs.start(agreed.fromBrokerMs(), SILENCES * agreed.fromClientMs());
    }
  }

  private void onRefused(Throwable failure) {
    if (state == State.CLOSED) {
      release();
    } else if (failure instanceof StompFault fault) {
      end.logFault(line(fault));
      writer.error(fault, null);
      state = State.REFUSED;
      end.closeAfterDistrust();
    } else if (failure instanceof BrokerException refusal) {
      onFault(Refusals.fault(refusal), null);
    } else {
      onBug(failure);
    }
  }

  /** For the log, whatever a client has written that is quoted in it. */
  private static String line(StompFault fault) {
    return fault.getMessage().strip().replaceAll("\\p{Cntrl}+", " ");
  }

  // ---- signs of life ----

  @Override
  public boolean takeSent() {
    return writer.takeWritten();
  }

  @Override
  public void sendEmpty() {
    writer.heartBeat();
  }

  @Override
  public void onSilence() {
    end.giveUp("no sign of life from the client, closing");
  }

  @Override
  public boolean isListening() {
    return !gate.isClosed();
  }

  // ---- for the session ----

  @Override
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  @Override
  public void onPublishing() {
    gate.onPublishing();
  }

  @Override
  public void onFault(StompFault fault, byte @Nullable [] receipt) {
    if (state == State.CLOSED) {
      return;
    }
    end.logFault(line(fault));
    writer.error(fault, receipt);
    if (fault.closes() || options.closesOnError()) {
      shut();
    }
  }

  /** What comes behind such bytes means nothing. */
  private void onMalformed(StompFault fault) {
    onFault(fault, null);
    if (state != State.CLOSED) {
      shut();
    }
  }

  @Override
  public void onCancelled(StompFault fault, @Nullable String subscription) {
    writer.cancelled(fault, subscription);
    if (options.closesOnError()) {
      shut();
    }
  }

  @Override
  public void onBug(Throwable bug) {
    LOG.error("{}: unexpected failure, closing", transport.info().remote(), bug);
    onFault(StompFault.closing("internal_error", "INTERNAL_ERROR - unexpected failure"), null);
  }

  @Override
  public void onDisconnecting() {
    end.awaitClose();
  }

  @Override
  public void onDisconnect() {
    shut();
  }

  // ---- the end ----

  private void shut() {
    onClosed();
    transport.close();
  }

  @Override
  public void onClosed() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      end.onClosed();
      if (idle != null) {
        idle.stop();
      }
      release();
    }
  }

  /** Lets go of everything, once; while the login is under way, that does it when it ends. */
  private void release() {
    BrokerConnection connection = opened;
    if (released || connection == null) {
      return;
    }
    released = true;
    if (session == null) {
      connection.close();
    } else {
      session.close();
    }
  }

  @Override
  public void onShutdown(String reason) {
    forceClose(reason);
  }

  // ---- what socket and broker say ----

  @Override
  public void forceClose(String reason) {
    onFault(StompFault.closing("connection_forced", "CONNECTION_FORCED - " + reason), null);
  }

  @Override
  public void onWritable(boolean writable) {
    BrokerConnection connection = opened;
    if (connection != null && !released) {
      connection.setWritable(writable);
    }
    if (writable) {
      gate.open(ReadGate.OUTPUT);
    } else {
      gate.close(ReadGate.OUTPUT);
    }
  }

  @Override
  public void onBlocked(String reason) {
    gate.setBlocked(true);
  }

  @Override
  public void onUnblocked() {
    gate.setBlocked(false);
  }

  @Override
  public void onPublishPause() {
    gate.close(ReadGate.FLOW);
  }

  @Override
  public void onPublishResume() {
    gate.open(ReadGate.FLOW);
  }
}

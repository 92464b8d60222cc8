package io.warrenmq.amqp10.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.error.AmqpFault.Scope;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.amqp10.performative.Open;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.PerformativeSender;
import io.warrenmq.amqp10.performative.SaslFrame;
import io.warrenmq.amqp10.sasl.SaslNegotiation;
import io.warrenmq.amqp10.subscription.Capabilities;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.protocol.ConnectionEnd;
import io.warrenmq.api.protocol.IdleTimeout;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.resource.Arguments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One AMQP 1.0 connection from its first byte to its last: cuts frames, negotiates, closes. What it
 * does in between is {@link OpenConnection}'s. AMQP 1.0 §2.4.6. Confined to the transport's loop.
 *
 * <pre>
 *   HEADER ── SASL header: answered, mechanisms sent ──▶ SASL ── allowed ──▶ SECOND_HEADER
 *   HEADER ── another: answered with SASL's ──▶ CLOSED
 *   SECOND_HEADER ── AMQP header: answered ──▶ OPENING ── open, vhost opened: open sent ──▶ RUNNING
 *   SASL ── not allowed ──▶ DEAF ── time is up ──▶ CLOSED
 *   OPENING, RUNNING ── fault, shutdown: close sent ──▶ CLOSING ── close, or time is up ──▶ CLOSED
 *   RUNNING ── close received: close sent ──▶ CLOSED
 * </pre>
 */
final class Amqp10Connection
    implements ProtocolConnection, SaslNegotiation.Outcome, IdleTimeout.Peer {
  private enum State {
    HEADER,
    SASL,
    SECOND_HEADER,
    OPENING,
    RUNNING,
    CLOSING,
    DEAF,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Amqp10Connection.class);
  private static final long MS_PER_S = 1_000;
  private static final int UNLIMITED_FRAME_MAX = 1 << 30;
  private static final String VHOST_PREFIX = "vhost:";
  private static final List<Symbol> CAPABILITIES =
      List.of(
          new Symbol("LINK_PAIR_V1_0"),
          new Symbol("ANONYMOUS-RELAY"),
          Capabilities.SHARED_SUBSCRIPTIONS);
  private static final List<Symbol> SOLE_CAPABILITIES =
      Stream.concat(CAPABILITIES.stream(), Stream.of(SoleContainers.CAPABILITY)).toList();
  // Of an open that a close follows: clients wait for that before they call themselves connected.
  private static final String OPEN_FAILED = "amqp:connection-establishment-failed";

  private final Transport transport;
  private final Loop loop;
  private final BrokerAccess broker;
  private final Amqp10Options options;
  private final SoleContainers soleContainers;
  private final FrameOutput output;
  private final PerformativeSender sender;
  private final ReadGate gate;
  private final SaslNegotiation sasl;
  private final ConnectionEnd end;
  private State state = State.HEADER;
  private int frameBytesMax;
  private @Nullable Principal principal;
  private @Nullable OpenConnection open; // from RUNNING on
  private @Nullable IdleTimeout idle;
  private boolean reading;

  Amqp10Connection(
      Transport transport,
      BrokerAccess broker,
      Amqp10Options options,
      SoleContainers soleContainers) {
    this.transport = transport;
    this.loop = transport.loop();
    this.broker = broker;
    this.options = options;
    this.soleContainers = soleContainers;
    this.output = new FrameOutput(transport, () -> onWritable(false));
    this.sender = new PerformativeSender(output);
    this.gate = new ReadGate(transport);
    this.sasl = new SaslNegotiation(transport, broker, this);
    this.frameBytesMax = limited(broker.limits().initialFrameMax());
    this.end = new ConnectionEnd(transport, LOG, broker.limits().handshakeTimeoutMs(), this::shut);
  }

  private static int limited(int frameMax) {
    return frameMax == 0 ? UNLIMITED_FRAME_MAX : frameMax;
  }

  // ---- what arrives ----

  @Override
  public void onBytes(ByteBuf in) {
    assert loop.inThread();
    if (idle != null) {
      idle.onReceived();
    }
    if (reading) {
      return; // what is being handled has opened the gate; the loop below goes on
    }
    reading = true;
    try {
      while (in.isReadable() && readUnit(in)) {}
    } finally {
      reading = false;
    }
  }

  /** Takes one unit; false when none is whole, or none may be taken now. */
  private boolean readUnit(ByteBuf in) {
    return switch (state) {
      case HEADER, SECOND_HEADER -> !gate.isClosed() && readHeader(in);
      case DEAF, CLOSED -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
      default -> !gate.isClosed() && readFrame(in);
    };
  }

  private boolean readHeader(ByteBuf in) {
    if (in.readableBytes() < ProtocolHeader.BYTES) {
      return false;
    }
    ProtocolHeader.Wanted wanted = ProtocolHeader.read(in);
    if (state == State.HEADER && wanted == ProtocolHeader.Wanted.SASL) {
      ProtocolHeader.writeSasl(output.out(ProtocolHeader.BYTES));
      state = State.SASL;
      sasl.start();
    } else if (state == State.SECOND_HEADER && wanted == ProtocolHeader.Wanted.AMQP) {
      ProtocolHeader.writeAmqp(output.out(ProtocolHeader.BYTES));
      state = State.OPENING;
    } else {
      // §2.2: the header of what is expected tells the client what that is.
      if (state == State.HEADER) {
        ProtocolHeader.writeSasl(output.out(ProtocolHeader.BYTES));
      } else {
        ProtocolHeader.writeAmqp(output.out(ProtocolHeader.BYTES));
      }
      end.logFault("the client begins with a header that may not come now");
      shut();
    }
    return true;
  }

  private boolean readFrame(ByteBuf in) {
    int available = in.readableBytes();
    if (available < Integer.BYTES) {
      return false;
    }
    int start = in.readerIndex();
    long size = Frames.size(in, start);
    if (size < Frames.HEADER_BYTES || size > frameBytesMax) {
      onNoFrame("a frame of " + size + " bytes, where at most " + frameBytesMax + " may come");
      return true;
    }
    if (available < size) {
      return false;
    }
    int end = start + (int) size;
    try {
      onFrame(in, start, end);
    } catch (DecodeFault fault) {
      onFault(AmqpFault.connection(AmqpCondition.DECODE_ERROR, fault.detail()));
    } catch (AmqpFault fault) {
      onFault(fault);
    } catch (BrokerException refusal) {
      onFault(AmqpFault.of(Scope.CONNECTION, refusal));
    } catch (RuntimeException bug) {
      onBug(bug);
    }
    in.readerIndex(end);
    return true;
  }

  private void onNoFrame(String what) {
    if (state == State.SASL) {
      end.logFault(what);
      becomeDeaf();
      return;
    }
    onFault(AmqpFault.connection(AmqpCondition.FRAMING_ERROR, what));
    becomeDeaf(); // Nobody knows where the next frame begins.
  }

  private void onFrame(ByteBuf in, int start, int end) {
    int type = Frames.type(in, start);
    if (type != (state == State.SASL ? Frames.TYPE_SASL : Frames.TYPE_AMQP)) {
      throw AmqpFault.connection(AmqpCondition.FRAMING_ERROR, "unexpected frame type " + type);
    }
    int body = bodyAt(in, start);
    int channel = Frames.channel(in, start);
    OpenConnection running = open;
    if (body == end) {
      return; // a sign of life
    } else if (state == State.RUNNING && running != null) {
      running.onFrame(in, channel, body, end);
    } else {
      onPerformative(channel, read(in, body, end));
    }
  }

  private static int bodyAt(ByteBuf in, int start) {
    try {
      return Frames.bodyAt(in, start);
    } catch (DecodeFault fault) { // §2.8.16: the header is none of a frame.
      throw AmqpFault.connection(AmqpCondition.FRAMING_ERROR, fault.detail());
    }
  }

  /** The performative of a frame that is rare. */
  static Performative read(ByteBuf in, int body, int end) {
    byte[] bytes = ByteBufUtil.getBytes(in, body, end - body);
    return Performative.of(new ValueReader(bytes, 0, bytes.length).read());
  }

  private void onPerformative(int channel, Performative performative) {
    if (state == State.SASL && performative instanceof SaslFrame frame) {
      sasl.onFrame(frame);
    } else if (state == State.OPENING && performative instanceof Open wanted) {
      onOpen(channel, wanted);
    } else if (state != State.CLOSING) {
      throw AmqpFault.connection(
          AmqpCondition.ILLEGAL_STATE, "a frame that may not come now: " + performative.code());
    } else if (performative instanceof Close) {
      onClose();
    }
  }

  // ---- SASL ----

  @Override
  public void send(SaslFrame frame) {
    sender.send(frame);
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
  public void onAuthenticated(Principal who) {
    principal = who;
    state = State.SECOND_HEADER;
  }

  @Override
  public void onRefused(String reason) {
    end.logFault("login refused: " + reason);
    becomeDeaf();
  }

  @Override
  public boolean isClosed() {
    return state == State.CLOSING || state == State.DEAF || state == State.CLOSED;
  }

  // ---- open and close ----

  private void onOpen(int channel, Open wanted) {
    OpenCheck.check(channel, wanted);
    output.useFrameMax((int) Math.min(UNLIMITED_FRAME_MAX, wanted.maxFrameSize()));
    String hostname = wanted.hostname();
    String vhost =
        hostname != null && hostname.startsWith(VHOST_PREFIX)
            ? hostname.substring(VHOST_PREFIX.length())
            : options.defaultVhost();
    BrokerHandle handle = new BrokerHandle(this);
    ConnectionRequest request =
        new ConnectionRequest(
            Objects.requireNonNull(principal),
            vhost,
            "AMQP 1-0",
            transport.info(),
            loop,
            properties(wanted),
            wanted.containerId(),
            handle);
    suspend();
    broker
        .open(request)
        .onComplete(
            result -> {
              onOpened(wanted, result, handle);
              resume();
            });
  }

  private static Arguments properties(Open wanted) {
    Map<String, Object> said = new LinkedHashMap<>();
    wanted
        .properties()
        .forEach((name, value) -> said.put(name, value == null ? Arguments.VOID : value));
    return Arguments.of(said);
  }

  private void onOpened(Open wanted, AsyncResult<BrokerConnection> result, BrokerHandle handle) {
    if (result.failed()) {
      if (!isClosed()) {
        onFault(refusal(result.cause()));
      }
    } else if (isClosed()) {
      result.result().close(); // the client has gone in the meantime
    } else if (isSole(wanted)
        && !soleContainers.take(result.result().vhost(), wanted.containerId())) {
      result.result().close();
      onSecond(wanted.containerId());
    } else {
      run(wanted, result.result(), handle);
    }
  }

  private static boolean isSole(Open wanted) {
    return wanted.desiredCapabilities().contains(SoleContainers.CAPABILITY);
  }

  /** Another connection has the container's name: told as Qpid JMS understands it. */
  private void onSecond(String containerId) {
    String text = "container-id '" + containerId + "' is in use by another connection";
    end.logFault(text);
    sendClose(
        new ErrorValue(
            AmqpCondition.INVALID_FIELD.symbol(),
            text,
            Map.of("invalid-field", new Symbol("container-id"))));
  }

  private static AmqpFault refusal(Throwable cause) {
    if (cause instanceof BrokerException refusal) {
      return AmqpFault.of(Scope.CONNECTION, refusal);
    }
    LOG.error("opening a connection failed", cause);
    return AmqpFault.connection(AmqpCondition.INTERNAL_ERROR, "the connection could not be opened");
  }

  private void run(Open wanted, BrokerConnection opened, BrokerHandle handle) {
    end.onOpen();
    state = State.RUNNING;
    frameBytesMax = limited(broker.limits().frameMax());
    int channelMax = Math.min(wanted.channelMax(), options.sessionMax() - 1);
    long silenceMs = broker.limits().heartbeatS() * MS_PER_S;
    OpenConnection running =
        new OpenConnection(
            this,
            wanted.containerId(),
            transport,
            broker,
            options,
            channelMax,
            opened,
            output,
            sender,
            gate);
    open = running;
    List<Symbol> offered = CAPABILITIES;
    if (isSole(wanted)) {
      running.onEnd(() -> soleContainers.giveBack(opened.vhost(), wanted.containerId()));
      offered = SOLE_CAPABILITIES;
    }
    sendOpen(wanted.hostname(), channelMax, offered, ServerProperties.of(broker.info()));
    handle.onOpen(running);
    IdleTimeout signs = new IdleTimeout(loop, this);
    idle = signs;
    signs.start(wanted.idleTimeoutMs(), silenceMs);
    if (!transport.isWritable()) {
      onWritable(false);
    }
    LOG.debug("{}: open in vhost '{}'", opened.name(), opened.vhost());
  }

  private void sendOpen(
      @Nullable String hostname,
      int channelMax,
      List<Symbol> offered,
      Map<String, @Nullable Object> properties) {
    int frameMax = broker.limits().frameMax();
    sender.send(
        0,
        new Open(
            broker.info().clusterName(),
            hostname,
            frameMax == 0 ? 0xFFFF_FFFFL : frameMax,
            channelMax,
            broker.limits().heartbeatS() * MS_PER_S / 2,
            offered,
            List.of(),
            properties));
  }

  /** The client closes, or answers our close. */
  void onClose() {
    if (state == State.CLOSING) {
      shut();
      return;
    }
    Future<Void> ended = release();
    state = State.CLOSING;
    gate.forceOpen();
    end.awaitClose();
    // Clients count on it that their exclusive queues are gone by then.
    ended.onComplete(
        done -> {
          if (state == State.CLOSING) {
            sender.send(0, new Close(null));
            shut();
          }
        });
  }

  // ---- faults ----

  /** The client has done what it must not, and the connection ends. */
  void onFault(AmqpFault fault) {
    if (isClosed()) {
      return;
    }
    end.logFault(fault.condition().symbol() + ": " + fault.description());
    if (state == State.OPENING || state == State.RUNNING) {
      sendClose(ErrorValue.of(fault));
    } else {
      becomeDeaf();
    }
  }

  /** We have done what we must not, and the connection ends. */
  void onBug(Throwable bug) {
    LOG.error("{}: unexpected failure, closing", transport.info().remote(), bug);
    if (state == State.OPENING || state == State.RUNNING) {
      sendClose(
          ErrorValue.of(AmqpFault.connection(AmqpCondition.INTERNAL_ERROR, "unexpected failure")));
    } else {
      shut();
    }
  }

  private void sendClose(ErrorValue error) {
    release();
    if (state == State.OPENING) { // §2.4.1: an open comes first, whatever comes of it.
      Map<String, @Nullable Object> properties = ServerProperties.of(broker.info());
      properties.put(OPEN_FAILED, true);
      sendOpen(null, 0, CAPABILITIES, properties);
    }
    state = State.CLOSING;
    sender.send(0, new Close(error));
    gate.forceOpen();
    end.awaitClose();
  }

  private void becomeDeaf() {
    state = State.DEAF;
    gate.forceOpen();
    end.closeAfterDistrust();
  }

  private void shut() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
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
    if (idle != null) {
      idle.stop();
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
      sendClose(ErrorValue.of(AmqpFault.connection(AmqpCondition.CONNECTION_FORCED, reason)));
    } else if (state != State.CLOSING) {
      shut();
    }
  }

  // ---- signs of life ----

  @Override
  public boolean takeSent() {
    return output.takeSent();
  }

  @Override
  public void sendEmpty() {
    output.sendEmpty();
  }

  @Override
  public void onSilence() {
    onFault(
        AmqpFault.connection(
            AmqpCondition.RESOURCE_LIMIT_EXCEEDED,
            "no frame received from client within idle timeout threshold"));
  }

  @Override
  public boolean isListening() {
    return !gate.isClosed();
  }
}

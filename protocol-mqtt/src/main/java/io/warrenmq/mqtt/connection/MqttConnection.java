package io.warrenmq.mqtt.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.mqtt.codec.PacketDecoder;
import io.warrenmq.mqtt.codec.PacketSink;
import io.warrenmq.mqtt.codec.PacketWriter;
import io.warrenmq.mqtt.codec.Property;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.packet.AuthPacket;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.DisconnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.PublishPacket;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.packet.SubscribePacket;
import io.warrenmq.mqtt.packet.UnsubscribePacket;
import io.warrenmq.mqtt.session.ClientKey;
import io.warrenmq.mqtt.session.SessionRegistry;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.sys.Counter;
import io.warrenmq.mqtt.sys.Counters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT connection from its first byte to its last: lets the client in, then hands what comes to
 * its {@link OpenSession}. Confined to the transport's loop.
 *
 * <pre>
 *   NEW ── CONNECT ──▶ LOGGING_IN ── credentials (by AUTH, if it asks so), vhost, session: CONNACK ──▶ RUNNING
 *   each ── fault, DISCONNECT, take-over, shutdown ──▶ CLOSED
 * </pre>
 */
final class MqttConnection
    implements ProtocolConnection, PacketSink, ConnectionHandle, SessionRegistry.Holder {
  private enum State {
    NEW,
    LOGGING_IN,
    RUNNING,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
  private static final String EXTERNAL = "EXTERNAL"; // RFC 4422

  private final Node node;
  private final Transport transport;
  private final Loop loop;
  private final PacketDecoder decoder;
  private final PacketWriter writer;
  private final ReadGate gate;
  private final KeepAlive keepAlive;
  private @Nullable TimerHandle loginTimer; // until it is RUNNING
  private State state = State.NEW;
  private @Nullable ConnectPacket connect; // while LOGGING_IN
  private @Nullable Authentication authentication; // if CONNECT has asked for a method
  private @Nullable ClientKey key;
  private boolean idAssigned;
  private boolean tellsReasons; // as the client wants to know them
  private @Nullable BrokerConnection opened;
  private boolean claimed;
  private @Nullable SessionState unused; // what was claimed, until it is taken up or removed
  private @Nullable OpenSession session; // from RUNNING on
  private boolean saidGoodBye; // its will is not wanted
  private boolean released;

  MqttConnection(Node node, Transport transport) {
    this.node = node;
    this.transport = transport;
    this.loop = transport.loop();
    MqttOptions options = node.options();
    this.decoder = new PacketDecoder(options.packetLimits(), options.packetBytesUnauthenticated());
    this.writer = new PacketWriter(transport, counters());
    this.gate = new ReadGate(transport);
    this.keepAlive =
        new KeepAlive(
            loop,
            () -> !gate.isClosed(),
            () -> fail(new MqttFault(ReasonCode.KEEP_ALIVE_TIMEOUT, "the client is silent")));
    this.loginTimer = loop.schedule(options.loginTimeoutMs(), this::onLoginTimeout);
    counters().increment(Counter.SOCKETS);
  }

  private Counters counters() {
    return node.sys().counters(loop);
  }

  @Override
  public Loop loop() {
    return loop;
  }

  // ---- what arrives ----

  @Override
  public void onBytes(ByteBuf in) {
    assert loop.inThread();
    keepAlive.onReceived();
    int from = in.readerIndex();
    int packets = 0;
    try {
      while (state != State.CLOSED && !gate.isClosed() && decoder.decode(in, this)) {
        packets++; // It was handled.
      }
    } catch (MqttFault fault) {
      fail(fault);
    } catch (RuntimeException bug) {
      onBug(bug);
    }
    if (state == State.CLOSED) {
      in.skipBytes(in.readableBytes());
    }
    Counters counters = counters();
    counters.add(Counter.PACKETS_RECEIVED, packets);
    counters.add(Counter.BYTES_RECEIVED, in.readerIndex() - from);
  }

  @Override
  public void onConnect(ConnectPacket packet) {
    if (state != State.NEW) { // [MQTT-3.1.0-2]
      throw MqttFault.protocol("a second CONNECT");
    }
    state = State.LOGGING_IN;
    connect = packet;
    tellsReasons = packet.requestProblemInformation();
    counters().increment(Counter.CONNECTS);
    writer.connected(packet.version(), packet.maximumPacketSize());
    String clientId = Login.clientId(packet, node.options(), transport.info());
    idAssigned = packet.clientId().isEmpty();
    Login.checkKeepAlive(packet, node.options());
    String vhost = Login.vhost(packet, node.options());
    gate.close(ReadGate.ANSWER);
    identify(packet)
        .compose(principal -> open(principal, vhost, clientId))
        .compose(connection -> claim(connection, new ClientKey(vhost, clientId)))
        .compose(this::begin)
        .onFailure(this::onRefused)
        .onComplete(done -> gate.open(ReadGate.ANSWER));
  }

  private Future<Principal> identify(ConnectPacket packet) {
    String method = packet.authenticationMethod();
    if (method == null) {
      MqttOptions options = node.options();
      TransportInfo info = transport.info();
      SaslMechanism external =
          options.certificateLogin() ? node.broker().saslMechanism(EXTERNAL, info) : null;
      Credentials shown =
          Login.credentials(packet, options, transport.shownBefore(), external, info);
      return node.broker().authenticate(loop, shown, info);
    }
    authentication = new Authentication(node, transport, writer, gate, method);
    return authentication.login(packet.authenticationData());
  }

  private Future<BrokerConnection> open(Principal principal, String vhost, String clientId) {
    if (state == State.CLOSED) {
      return Future.failedFuture("the client has gone");
    }
    String protocol =
        switch (connected().version()) {
          case V3_1 -> "MQTT 3-1-0";
          case V3_1_1 -> "MQTT 3-1-1";
          case V5 -> "MQTT 5-0";
        };
    return node.broker()
        .open(
            new ConnectionRequest(
                principal,
                vhost,
                protocol,
                transport.info(),
                loop,
                Arguments.NONE,
                clientId,
                this));
  }

  private Future<@Nullable SessionState> claim(BrokerConnection connection, ClientKey wanted) {
    opened = connection;
    key = wanted;
    return node.sessions()
        .claim(wanted, this)
        .map(
            former -> {
              claimed = true;
              unused = former;
              if (state == State.CLOSED) { // It came too late: the next one is to have it.
                node.sessions().release(wanted, this, former);
                claimed = false;
                throw new IllegalStateException("the client has gone");
              }
              return former;
            });
  }

  private Future<Void> begin(@Nullable SessionState former) {
    ConnectPacket packet = connected();
    PropertyWriter properties = properties(packet);
    writer.checkConnack(properties);
    boolean goesOn = former != null && !packet.cleanStart();
    Future<Void> ready = Future.succeededFuture();
    if (former != null) {
      var will = former.takeWill();
      if (will != null && goesOn) {
        will.cancel();
      } else if (will != null) { // Its session ends. [MQTT-3.1.3-9]
        will.publishNow();
      }
      if (!goesOn) {
        unused = null;
        ready = node.ends().remove(loop, former);
      }
    }
    return ready.compose(
        done -> {
          if (state == State.CLOSED) {
            return Future.failedFuture("the client has gone");
          }
          return run(goesOn ? Objects.requireNonNull(former) : fresh(packet), goesOn, properties);
        });
  }

  private SessionState fresh(ConnectPacket packet) {
    ClientKey of = Objects.requireNonNull(key);
    SessionState begun = new SessionState(of);
    begun.expiry(granted(packet.sessionExpiry()));
    if (begun.outlivesConnection()) {
      if (!node.limit().take(of.vhost())) {
        throw new MqttFault(ReasonCode.QUOTA_EXCEEDED, "there are as many sessions as may be");
      }
      node.store().sessions().begin(begun);
    }
    return begun;
  }

  private Future<Void> run(SessionState sessionState, boolean present, PropertyWriter properties) {
    ConnectPacket packet = connected();
    stopLoginTimer();
    sessionState.expiry(granted(packet.sessionExpiry()));
    sessionState.awaySinceMs(0);
    OpenSession running =
        new OpenSession(
            node,
            loop,
            Objects.requireNonNull(opened),
            sessionState,
            writer,
            gate,
            packet,
            transport.isWritable(),
            this::fail);
    session = running;
    unused = null;
    state = State.RUNNING;
    counters().increment(Counter.CONNECTED);
    decoder.setPacketBytesMax(node.options().packetBytesAuthenticated());
    keepAlive.start(Login.keepAlive(packet, node.options()));
    writer.connack(present, ReasonCode.SUCCESS, properties);
    connect = null; // Its password above all is not kept.
    if (!transport.isWritable()) {
      onWritable(false);
    }
    return running.resume();
  }

  private long granted(long seconds) {
    return Math.min(seconds, node.options().sessionExpiryMax());
  }

  private PropertyWriter properties(ConnectPacket packet) {
    MqttOptions options = node.options();
    PropertyWriter properties = new PropertyWriter();
    properties.number(Property.SESSION_EXPIRY, granted(packet.sessionExpiry()));
    properties.shortNumber(Property.RECEIVE_MAXIMUM, options.receiveMaximum());
    properties.number(Property.MAXIMUM_PACKET_SIZE, options.packetBytesAuthenticated());
    properties.shortNumber(Property.TOPIC_ALIAS_MAXIMUM, options.topicAliasMaximum());
    int counts = Login.keepAlive(packet, options);
    if (counts != packet.keepAlive()) { // [MQTT-3.2.2-21]
      properties.shortNumber(Property.SERVER_KEEP_ALIVE, counts);
    }
    if (idAssigned && packet.version() == ProtocolVersion.V5) {
      properties.text(Property.ASSIGNED_CLIENT_ID, Objects.requireNonNull(key).clientId());
    }
    if (authentication != null) {
      authentication.addTo(properties);
    }
    return properties;
  }

  private void onRefused(Throwable failure) {
    if (state == State.CLOSED) {
      release();
    } else if (failure instanceof BrokerException refusal) {
      fail(fault(refusal));
    } else if (failure instanceof MqttFault fault) {
      fail(fault);
    } else if (SessionRegistry.isOvertaken(failure)) {
      fail(new MqttFault(ReasonCode.SESSION_TAKEN_OVER, "another connection was faster"));
    } else {
      onBug(failure);
    }
  }

  private MqttFault fault(BrokerException refusal) {
    boolean isWho = // Who it is, or for which vhost: as in RabbitMQ.
        refusal.kind() == ErrorKind.ACCESS_REFUSED || refusal.kind() == ErrorKind.NOT_FOUND;
    int reason =
        opened == null && isWho
            ? ReasonCode.BAD_USER_NAME_OR_PASSWORD
            : switch (refusal.kind()) {
              case ACCESS_REFUSED, NOT_ALLOWED -> ReasonCode.NOT_AUTHORIZED;
              case LIMIT_REACHED -> ReasonCode.QUOTA_EXCEEDED;
              case SHUTTING_DOWN -> ReasonCode.SERVER_SHUTTING_DOWN;
              default -> ReasonCode.UNSPECIFIED_ERROR;
            };
    return new MqttFault(reason, refusal.text());
  }

  private ConnectPacket connected() {
    return Objects.requireNonNull(connect);
  }

  private OpenSession session() {
    if (session == null || state != State.RUNNING) {
      throw MqttFault.protocol("a packet before the login");
    }
    return session;
  }

  // ---- packets of a session ----

  @Override
  public void onPublish(PublishPacket publish) {
    gate.onPublishing();
    Counters counters = counters();
    counters.increment(Counter.PUBLISHES_RECEIVED);
    counters.add(Counter.PAYLOAD_BYTES_RECEIVED, publish.payloadBytes());
    session().publisher().onPublish(publish);
  }

  @Override
  public void onPuback(int packetId, int reasonCode) {
    session().deliveries().onPuback(packetId, reasonCode);
  }

  @Override
  public void onPubrec(int packetId, int reasonCode) {
    session().deliveries().onPubrec(packetId, reasonCode);
  }

  @Override
  public void onPubrel(int packetId, int reasonCode) {
    session().publisher().onPubrel(packetId);
  }

  @Override
  public void onPubcomp(int packetId, int reasonCode) {
    session().deliveries().onPubcomp(packetId);
  }

  @Override
  public void onSubscribe(SubscribePacket subscribe) {
    session().onSubscribe(subscribe);
  }

  @Override
  public void onUnsubscribe(UnsubscribePacket unsubscribe) {
    session().onUnsubscribe(unsubscribe);
  }

  @Override
  public void onPingreq() {
    session();
    writer.pingresp();
  }

  @Override
  public void onDisconnect(DisconnectPacket disconnect) {
    if (state == State.LOGGING_IN) { // [MQTT-3.1.2-30]: in the midst of its authentication
      shut();
      return;
    }
    SessionState ending = session().state();
    if (disconnect.sessionExpiry() >= 0) {
      if (!ending.outlivesConnection() && disconnect.sessionExpiry() > 0) { // [MQTT-3.14.2-2]
        throw MqttFault.protocol("a session that ends with its connection is to last");
      }
      ending.expiry(granted(disconnect.sessionExpiry()));
    }
    saidGoodBye = disconnect.reasonCode() == ReasonCode.SUCCESS; // [MQTT-3.14.4-3]
    shut();
  }

  @Override
  public void onAuth(AuthPacket auth) {
    if (authentication == null) { // [MQTT-4.12.0-7]
      throw MqttFault.protocol("an AUTH without an authentication method in CONNECT");
    }
    authentication.onAuth(auth, this::onRefused);
  }

  // ---- the end ----

  private void fail(MqttFault fault) {
    if (state == State.CLOSED) {
      return;
    }
    log(fault);
    if (state == State.RUNNING) {
      writer.disconnect(fault.reasonCode(), reason(fault));
    } else if (state == State.LOGGING_IN) {
      boolean v5 = connected().version() == ProtocolVersion.V5;
      int code = v5 ? Connack.reason(fault.reasonCode()) : Connack.returnCode(fault.reasonCode());
      writer.connack(false, code, reason(fault));
    } else if (fault.reasonCode() == ReasonCode.UNSUPPORTED_VERSION) { // [MQTT-3.1.2-2]
      writer.connected(ProtocolVersion.V3_1_1, ConnectPacket.PACKET_SIZE_MAX);
      writer.connack(false, Connack.returnCode(fault.reasonCode()), new PropertyWriter());
    }
    shut();
  }

  /** Once, and only if somebody should look at it. */
  private void log(MqttFault fault) {
    switch (fault.reasonCode()) {
      case ReasonCode.SESSION_TAKEN_OVER, ReasonCode.SERVER_SHUTTING_DOWN ->
          LOG.debug("{}: {}", transport.info().remote(), fault.text());
      default -> LOG.warn("{}: {}", transport.info().remote(), fault.text());
    }
  }

  private PropertyWriter reason(MqttFault fault) {
    PropertyWriter properties = new PropertyWriter();
    String text = fault.text();
    boolean fits = text.length() < 200;
    boolean isLogin = state == State.LOGGING_IN; // Who is not known is told no reasons.
    if (fits && !isLogin && tellsReasons) {
      properties.text(Property.REASON_STRING, text);
    }
    if (isLogin && authentication != null) {
      authentication.addTo(properties);
    }
    return properties;
  }

  private void onLoginTimeout() {
    LOG.warn("{}: the login has timed out", transport.info().remote());
    shut();
  }

  private void onBug(Throwable bug) {
    LOG.error("{}: unexpected failure, closing", transport.info().remote(), bug);
    fail(new MqttFault(ReasonCode.UNSPECIFIED_ERROR, "unexpected failure"));
  }

  private void shut() {
    onClosed();
    transport.close();
  }

  @Override
  public void onClosed() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      if (authentication != null) {
        authentication.close();
      }
      keepAlive.stop();
      stopLoginTimer();
      release();
    }
  }

  private void stopLoginTimer() {
    if (loginTimer != null) {
      loginTimer.cancel();
      loginTimer = null;
    }
  }

  /** Lets go of everything, once; while the login is under way, it does so itself when it ends. */
  private void release() {
    BrokerConnection connection = opened;
    if (released || connection == null) {
      return;
    }
    OpenSession running = session;
    ClientKey held = key;
    released = true;
    if (running != null) {
      counters().add(Counter.CONNECTED, -1);
    }
    SessionState untouched = unused;
    Future<@Nullable SessionState> left =
        running == null ? connection.close().map(untouched) : running.close(saidGoodBye);
    left.onComplete(
        done -> {
          if (claimed && held != null) {
            claimed = false;
            node.sessions().release(held, this, done.result());
          }
        });
  }

  @Override
  public void onTakenOver() {
    fail(new MqttFault(ReasonCode.SESSION_TAKEN_OVER, "the client has connected anew"));
  }

  @Override
  public void onShutdown(String reason) {
    fail(new MqttFault(ReasonCode.SERVER_SHUTTING_DOWN, reason));
  }

  // ---- what socket and broker say ----

  @Override
  public void onWritable(boolean writable) {
    BrokerConnection connection = opened;
    if (connection != null && !released) {
      connection.setWritable(writable);
    }
    if (session != null && !released) {
      session.setWritable(writable);
    }
    if (writable) {
      gate.open(ReadGate.OUTPUT);
    } else {
      gate.close(ReadGate.OUTPUT);
    }
  }

  @Override
  public void forceClose(String reason) {
    fail(new MqttFault(ReasonCode.ADMINISTRATIVE_ACTION, reason));
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

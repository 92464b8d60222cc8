package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import java.nio.charset.StandardCharsets;

/** One client: logs in and opens the connection. What it does then is for those that extend it. */
abstract class AmqpConnection extends Connection implements FrameSink {
  static final int SESSIONS_MAX = 8; // of a connection
  static final int WINDOW = Integer.MAX_VALUE; // of sessions: link credit is what limits

  private static final int BUFFER_BYTES = 1024;

  private final String container;
  private final Login login;
  private final FrameDecoder decoder = new FrameDecoder(this);

  private int frameBytesMax;
  private int idleTimeoutMs;

  AmqpConnection(String container, Login login, Counters counters, ConnectionEvents events) {
    super(container, counters, events);
    this.container = container;
    this.login = login;
  }

  /** Begins sessions and attaches links: the connection is open. */
  abstract void begin();

  /** That the broker has announced, 0 for none. */
  final int idleTimeoutMs() {
    return idleTimeoutMs;
  }

  /** Of a frame that the broker takes. */
  final int frameBytesMax() {
    return frameBytesMax;
  }

  final ByteBuf buffer() {
    return buffer(BUFFER_BYTES);
  }

  @Override
  public final void ping() {
    ByteBuf out = buffer(8);
    FrameWriter.heartbeat(out);
    send(out);
    counters.pings++;
  }

  @Override
  protected final void decode(ByteBuf in) {
    decoder.decode(in);
  }

  @Override
  protected final void onConnected() {
    ByteBuf out = buffer();
    FrameWriter.protocolHeader(out, Codes.SASL_PROTOCOL);
    send(out);
  }

  @Override
  public final void onProtocolHeader(int protocol) {}

  @Override
  public final void onSaslMechanisms() {
    ByteBuf out = buffer();
    FrameWriter init = new FrameWriter(out).frame(Codes.SASL_FRAME, 0, Codes.SASL_INIT);
    if (login.user().isEmpty()) {
      init.symbol("ANONYMOUS").binary(new byte[0]);
    } else {
      String response = '\0' + login.user() + '\0' + login.password();
      init.symbol("PLAIN").binary(response.getBytes(StandardCharsets.UTF_8));
    }
    init.end().endFrame();
    send(out);
  }

  @Override
  public final void onSaslOutcome(int code) {
    if (code != 0) {
      fail("login refused with code " + code);
      return;
    }
    ByteBuf out = buffer();
    FrameWriter.protocolHeader(out, Codes.AMQP_PROTOCOL);
    FrameWriter open = new FrameWriter(out).frame(Codes.AMQP_FRAME, 0, Codes.OPEN);
    open.string(container).nulls(1).uint(login.frameBytesMax()).ushort(SESSIONS_MAX - 1);
    if (login.idleTimeoutMs() > 0) {
      open.uint(login.idleTimeoutMs());
    }
    open.end().endFrame();
    send(out);
  }

  @Override
  public final void onOpen(int peerFrameBytesMax, int peerIdleTimeoutMs) {
    frameBytesMax = peerFrameBytesMax;
    idleTimeoutMs = Math.max(0, peerIdleTimeoutMs);
    begin();
  }

  static void begin(ByteBuf out, int channel) {
    FrameWriter begin = new FrameWriter(out).frame(Codes.AMQP_FRAME, channel, Codes.BEGIN);
    begin.nulls(1).uint(0).uint(WINDOW).uint(WINDOW).end().endFrame();
  }

  /** Attaches a link on which we send. */
  static void attachSender(
      ByteBuf out, int channel, int handle, String name, Node target, boolean settled) {
    FrameWriter attach = attach(out, channel, handle, name, false, settled);
    attach.list(Codes.SOURCE).string(name).end();
    attach.list(Codes.TARGET).string(target.address()).nulls(5);
    capability(attach, target).end().nulls(2).uint(0).end().endFrame();
  }

  /** Attaches a link on which we receive. */
  static void attachReceiver(
      ByteBuf out, int channel, int handle, String name, Node source, boolean settled) {
    FrameWriter attach = attach(out, channel, handle, name, true, settled);
    attach.list(Codes.SOURCE).string(source.address()).nulls(9);
    capability(attach, source).end();
    attach.list(Codes.TARGET).string(name).end().end().endFrame();
  }

  private static FrameWriter attach(
      ByteBuf out, int channel, int handle, String name, boolean isReceiver, boolean settled) {
    return new FrameWriter(out)
        .frame(Codes.AMQP_FRAME, channel, Codes.ATTACH)
        .string(name)
        .uint(handle)
        .bool(isReceiver)
        .ubyte(settled ? 1 : 0)
        .ubyte(0);
  }

  private static FrameWriter capability(FrameWriter terminus, Node node) {
    return node.capability().isEmpty() ? terminus : terminus.symbol(node.capability());
  }

  /** Gives {@code credit} to a link that the broker may not have attached yet. */
  static void firstCredit(ByteBuf out, int channel, int handle, int nextIncomingId, int credit) {
    flow(out, channel, handle, nextIncomingId).nulls(1).uint(credit).end().endFrame();
  }

  /** Gives a link {@code credit}. */
  static void credit(
      ByteBuf out, int channel, int handle, int nextIncomingId, int deliveryCount, int credit) {
    flow(out, channel, handle, nextIncomingId).uint(deliveryCount).uint(credit).end().endFrame();
  }

  private static FrameWriter flow(ByteBuf out, int channel, int handle, int nextIncomingId) {
    return new FrameWriter(out)
        .frame(Codes.AMQP_FRAME, channel, Codes.FLOW)
        .uint(nextIncomingId)
        .uint(WINDOW)
        .uint(0)
        .uint(WINDOW)
        .uint(handle);
  }

  @Override
  public void onBegin(int channel, int nextOutgoingId, int incomingWindow) {}

  @Override
  public void onFlow(Flow flow) {}

  @Override
  public void onDisposition(int first, int last, boolean settled, boolean accepted) {
    fail("a disposition, but it sends nothing that is not settled");
  }

  @Override
  public void onTransfer(int deliveryId, boolean settled, ByteBuf in, int index, int end) {
    fail("a message, but it receives none");
  }

  @Override
  public final void onHeartbeat() {
    counters.pongs++;
  }

  @Override
  public final void onEnd(String why) {
    fail(why);
  }
}

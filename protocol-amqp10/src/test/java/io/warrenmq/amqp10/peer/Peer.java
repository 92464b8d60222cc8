package io.warrenmq.amqp10.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.performative.AnyTarget;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Begin;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.amqp10.performative.Open;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SaslFrame;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.amqp10.performative.Target;
import io.warrenmq.api.message.Binary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends what the test says and expects what the test expects, frame by frame. What
 * the broker sends must be whole frames, each within what the client takes.
 */
public final class Peer {
  /** The header of the protocol. */
  public static final byte[] AMQP = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

  /** The header of SASL. */
  public static final byte[] SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

  private static final int HEADER = 'A' << 24 | 'M' << 16 | 'Q' << 8 | 'P';

  final SimulatedTransport transport;
  private final PeerBroker broker;
  private long frameMax = Frames.FRAME_BYTES_MIN; // §2.4.1: until the client has said otherwise

  Peer(PeerBroker broker, SimulatedTransport transport) {
    this.broker = broker;
    this.transport = transport;
  }

  // ---- bytes ----

  /** Sends bytes, and lets the broker do all that follows. */
  public Peer sendBytes(byte... bytes) {
    broker.loops.run(transport.loop(), () -> transport.arrive(bytes));
    return this;
  }

  /** Sends a frame, which the broker takes when its loops run. */
  public void sendLater(int channel, HotFrame hot) {
    byte[] bytes = frame(channel, hot);
    transport.loop().execute(() -> transport.arrive(bytes));
  }

  /** Expects these bytes next. */
  public void expectBytes(byte... bytes) {
    ByteBuf out = transport.written();
    byte[] came = new byte[Math.min(bytes.length, out.readableBytes())];
    out.readBytes(came);
    assertThat(came).isEqualTo(bytes);
  }

  /** A frame. */
  public static byte[] frame(int type, int channel, byte[] body) {
    ByteBuf out = Unpooled.buffer();
    int start = Frames.begin(out, type, channel);
    out.writeBytes(body);
    Frames.end(out, start);
    return ByteBufUtil.getBytes(out);
  }

  /** A frame of the protocol. */
  public static byte[] frame(int channel, Performative performative) {
    ByteBuf out = Unpooled.buffer();
    performative.write(out);
    int type = performative instanceof SaslFrame ? Frames.TYPE_SASL : Frames.TYPE_AMQP;
    return frame(type, channel, ByteBufUtil.getBytes(out));
  }

  /** A flow, transfer or disposition. */
  public static byte[] frame(int channel, HotFrame hot) {
    ByteBuf out = Unpooled.buffer();
    hot.write(out);
    return frame(Frames.TYPE_AMQP, channel, ByteBufUtil.getBytes(out));
  }

  /** A frame of the protocol whose fields may be anything. */
  public static byte[] frame(int channel, long code, @Nullable Object... fields) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.composite(out, code, Arrays.asList(fields));
    return frame(Frames.TYPE_AMQP, channel, ByteBufUtil.getBytes(out));
  }

  public Peer send(int channel, Performative performative) {
    return sendBytes(frame(channel, performative));
  }

  public Peer send(int channel, HotFrame hot) {
    return sendBytes(frame(channel, hot));
  }

  /** Sends a frame whose fields may be anything. */
  public Peer send(int channel, long code, @Nullable Object... fields) {
    return sendBytes(frame(channel, code, fields));
  }

  // ---- what came ----

  /** What {@link #hear} gives when nothing more has come. */
  static final Object SILENCE = new Object();

  /** The body of the next frame, null when it is empty; headers of the protocol are passed over. */
  @Nullable Object hear() {
    ByteBuf out = transport.written();
    while (out.readableBytes() >= AMQP.length && out.getInt(out.readerIndex()) == HEADER) {
      out.skipBytes(AMQP.length);
    }
    Frame frame = next();
    return frame == null ? SILENCE : frame.body();
  }

  /** The bodies of all frames that have come. */
  public List<Object> hearAll() {
    List<Object> all = new ArrayList<>();
    for (Object body; (body = hear()) != SILENCE; ) {
      all.add(body);
    }
    return all;
  }

  /** What the client takes is not known: frames may be of any size. */
  void takeAnySize() {
    frameMax = Integer.MAX_VALUE;
  }

  private @Nullable Frame next() {
    ByteBuf out = transport.written();
    if (!out.isReadable()) {
      return null;
    }
    int start = out.readerIndex();
    long size = Frames.size(out, start);
    assertThat(size)
        .as("bytes of a frame")
        .isBetween((long) Frames.HEADER_BYTES, Math.min(frameMax, out.readableBytes()));
    int body = Frames.bodyAt(out, start);
    byte[] bytes = ByteBufUtil.getBytes(out, body, start + (int) size - body);
    out.skipBytes((int) size);
    return Frame.of(Frames.type(out, start), Frames.channel(out, start), bytes);
  }

  /** Expects a frame next on a channel. */
  public <T> T expect(int channel, Class<T> type) {
    Frame frame = next();
    assertThat(frame).as("%s on channel %d", type.getSimpleName(), channel).isNotNull();
    assertThat(frame.body()).isInstanceOf(type);
    assertThat(frame.channel()).isEqualTo(channel);
    boolean isSasl = frame.body() instanceof SaslFrame;
    assertThat(frame.type()).isEqualTo(isSasl ? Frames.TYPE_SASL : Frames.TYPE_AMQP);
    return type.cast(frame.body());
  }

  /** Expects a sign of life next. */
  public void expectEmptyFrame() {
    assertThat(next()).isEqualTo(new Frame(Frames.TYPE_AMQP, 0, null));
  }

  /** Expects that nothing more has come. */
  public void expectNothing() {
    assertThat(next()).isNull();
  }

  /** Throws away what has come. */
  public void ignore() {
    while (next() != null) {
      continue;
    }
  }

  /** Whether the broker has closed the socket. */
  public boolean isCut() {
    return transport.isClosed();
  }

  /** Whether the broker reads nothing at present. */
  public boolean isPaused() {
    return transport.isPaused();
  }

  /** The client goes without a word. */
  public void cut() {
    broker.loops.run(transport.loop(), transport::cut);
  }

  /** The socket is full, or takes more again. */
  public void setWritable(boolean takesMore) {
    broker.loops.run(transport.loop(), () -> transport.setWritable(takesMore));
  }

  // ---- errors ----

  /** Expects that the broker closes the connection for this reason, and nothing before. */
  public ErrorValue expectClose(String condition) {
    return error(expect(0, Close.class).error(), condition);
  }

  /** Expects that the broker ends a session for this reason, and nothing before. */
  public ErrorValue expectEnd(int channel, String condition) {
    return error(expect(channel, End.class).error(), condition);
  }

  /** Expects that the broker detaches a link for this reason, and nothing before. */
  public ErrorValue expectDetach(int channel, long handle, String condition) {
    Detach detach = expect(channel, Detach.class);
    assertThat(detach.handle()).isEqualTo(handle);
    assertThat(detach.closed()).isTrue();
    return error(detach.error(), condition);
  }

  private static ErrorValue error(@Nullable ErrorValue error, String condition) {
    assertThat(error).as(condition).isNotNull();
    assertThat(error.condition()).as(error.description()).isEqualTo(condition);
    return error;
  }

  // ---- SASL ----

  /** Up to the mechanisms. */
  public List<String> beginSasl() {
    sendBytes(SASL);
    expectBytes(SASL);
    return expect(0, SaslFrame.Mechanisms.class).names().stream().map(Object::toString).toList();
  }

  /** The initial response of PLAIN. */
  public static SaslFrame.Init plain(String user, String password) {
    byte[] response = ("\0" + user + "\0" + password).getBytes(UTF_8);
    return new SaslFrame.Init("PLAIN", new Binary(response), "localhost");
  }

  /** Up to the header that comes after SASL, as guest. */
  public Peer login() {
    return login("guest", "guest");
  }

  public Peer login(String user, String password) {
    beginSasl();
    send(0, plain(user, password));
    assertThat(expect(0, SaslFrame.Outcome.class).result()).isEqualTo(SaslFrame.Outcome.OK);
    sendBytes(AMQP);
    expectBytes(AMQP);
    return this;
  }

  // ---- usual frames ----

  /** An open. */
  public static Open open(long frameMax, int channelMax, long idleTimeoutMs) {
    return new Open(
        "peer", null, frameMax, channelMax, idleTimeoutMs, List.of(), List.of(), Map.of());
  }

  /** Opens the connection. */
  public Open open() {
    return open(open(0xFFFF_FFFFL, 0xFFFF, 0));
  }

  public Open open(Open wanted) {
    sendOpen(wanted);
    return expect(0, Open.class);
  }

  /** Sends an open, from which on the broker may send larger frames. */
  public void sendOpen(Open wanted) {
    frameMax = Math.max(frameMax, wanted.maxFrameSize());
    send(0, wanted);
  }

  /** A begin. */
  public static Begin begin(int nextOutgoingId, long incomingWindow, long handleMax) {
    return new Begin(
        -1, nextOutgoingId, incomingWindow, 10_000, handleMax, List.of(), List.of(), Map.of());
  }

  /** Begins a session with a large window. */
  public Begin begin(int channel) {
    send(channel, begin(0, 10_000, 0xFFFF_FFFFL));
    return expect(channel, Begin.class);
  }

  /** An attach of a client that sends. */
  public static Attach sender(String name, long handle, @Nullable AnyTarget target) {
    return sender(name, handle, target, SndSettleMode.MIXED, RcvSettleMode.FIRST);
  }

  public static Attach sender(
      String name,
      long handle,
      @Nullable AnyTarget target,
      SndSettleMode sends,
      RcvSettleMode receives) {
    return new Attach(
        name,
        handle,
        Role.SENDER,
        sends,
        receives,
        source(null),
        target,
        false,
        0,
        0,
        List.of(),
        List.of(),
        Map.of());
  }

  /** An attach of a client that receives. */
  public static Attach receiver(String name, long handle, @Nullable Source source) {
    return receiver(name, handle, source, SndSettleMode.UNSETTLED, 0);
  }

  public static Attach receiver(
      String name, long handle, @Nullable Source source, SndSettleMode sends, long messageMax) {
    return new Attach(
        name,
        handle,
        Role.RECEIVER,
        sends,
        RcvSettleMode.FIRST,
        source,
        target(null),
        false,
        null,
        messageMax,
        List.of(),
        List.of(),
        Map.of());
  }

  public static Source source(@Nullable String address) {
    return source(address, Map.of());
  }

  public static Source source(@Nullable String address, Map<String, Object> filters) {
    return new Source(
        address,
        Durability.NONE,
        "session-end",
        0,
        false,
        Map.of(),
        null,
        Map.copyOf(filters),
        null,
        List.of(),
        List.of());
  }

  public static Target target(@Nullable String address) {
    return new Target(address, Durability.NONE, "session-end", 0, false, Map.of(), List.of());
  }

  /** Attaches a link on which the client sends; the flow with which it is given credit. */
  public Flow attachSender(int channel, long handle, String address) {
    return attachSender(channel, sender("out-" + handle, handle, target(address)));
  }

  public Flow attachSender(int channel, Attach wanted) {
    send(channel, wanted);
    assertThat(expect(channel, Attach.class).target()).isNotNull();
    return expect(channel, Flow.class);
  }

  /** Attaches a link on which the client receives. */
  public Attach attachReceiver(int channel, long handle, String address) {
    return attachReceiver(channel, receiver("in-" + handle, handle, source(address)));
  }

  public Attach attachReceiver(int channel, Attach wanted) {
    send(channel, wanted);
    Attach answer = expect(channel, Attach.class);
    assertThat(answer.source()).isNotNull();
    return answer;
  }

  /** Expects a whole message next, and gives its text. */
  public String expectMessage(int channel, long deliveryId) {
    Transfer transfer = expect(channel, Transfer.class);
    assertThat(transfer.deliveryId()).isEqualTo(deliveryId);
    assertThat(transfer.isMore()).isFalse();
    return Messages.body(transfer.payload());
  }

  /** Expects next what the broker says of the client's deliveries. */
  public void expectOutcome(int channel, long first, long last, long stateCode) {
    Disposition disposition = expect(channel, Disposition.class);
    assertThat(disposition.isByReceiver()).isTrue();
    assertThat(List.of(disposition.first(), disposition.last())).containsExactly(first, last);
    assertThat(disposition.isSettled()).isTrue();
    assertThat(disposition.stateCode()).isEqualTo(stateCode);
  }
}

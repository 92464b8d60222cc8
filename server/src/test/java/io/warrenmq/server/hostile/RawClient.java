package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelClose;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelCloseOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStart;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTune;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodCodec;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A client of AMQP 0-9-1 that sends what it is told, right or wrong. For one thread. */
final class RawClient implements AutoCloseable {
  static final byte[] PROTOCOL = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  static final int PATIENCE_MS = 45_000;

  private final Socket socket;
  private final DataInputStream in;

  /** What came: a method, or content or a heartbeat, of which only the type is told. */
  record Frame(int type, int channel, byte[] payload) {
    @Nullable Method method() {
      return type == Frames.METHOD
          ? MethodCodec.decode(Unpooled.wrappedBuffer(payload), 0, payload.length)
          : null;
    }
  }

  private RawClient(InetSocketAddress address, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(address, PATIENCE_MS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  static RawClient connect(InetSocketAddress address) throws IOException {
    return new RawClient(address, 0);
  }

  /** One whose kernel takes in little before the client reads. */
  static RawClient narrow(InetSocketAddress address) throws IOException {
    return new RawClient(address, 4096);
  }

  /** Logged in as guest, in the vhost {@code /}, with frame-max 131072 and no heartbeats. */
  RawClient open() throws IOException {
    return login().send(openFrame()).expect(ConnectionOpenOk.class);
  }

  /** Logged in and tuned, before connection.open. */
  RawClient login() throws IOException {
    return start()
        .send(startOk(FieldTable.EMPTY))
        .expect(ConnectionTune.class)
        .send(Frames.of().method(0, new ConnectionTuneOk(2047, 131_072, 0)));
  }

  /** Greeted. */
  RawClient start() throws IOException {
    return send(PROTOCOL).expect(ConnectionStart.class);
  }

  static Frames startOk(FieldTable properties) {
    return Frames.of()
        .method(
            0,
            new ConnectionStartOk(properties, "PLAIN", LongString.of("\0guest\0guest"), "en_US"));
  }

  static Frames openFrame() {
    return Frames.of().method(0, new ConnectionOpen("/"));
  }

  /** With a channel open. */
  RawClient channel(int channel) throws IOException {
    return send(Frames.of().method(channel, new ChannelOpen())).expect(ChannelOpenOk.class);
  }

  RawClient send(Frames frames) throws IOException {
    return send(frames.bytes());
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends what may find the socket closed already. */
  RawClient trySend(Frames frames) {
    try {
      return send(frames);
    } catch (IOException closed) {
      return this;
    }
  }

  /** Sends and waits for the answer. */
  <T extends Method> T ask(int channel, Method method, Class<T> answer) throws IOException {
    send(Frames.of().method(channel, method));
    return await(answer);
  }

  RawClient expect(Class<? extends Method> type) throws IOException {
    await(type);
    return this;
  }

  /** How long to wait for anything that is to come, 20 s until now. */
  RawClient patience(int ms) throws IOException {
    socket.setSoTimeout(ms);
    return this;
  }

  /** The next method, which must be of that type; content and heartbeats are passed over. */
  <T extends Method> T await(Class<T> type) throws IOException {
    Method method = nextMethod();
    assertThat(method).isInstanceOf(type);
    return type.cast(method);
  }

  /** Passes over what comes, deliveries say, until there is a method of that type. */
  RawClient skipTo(Class<? extends Method> type) throws IOException {
    while (!type.isInstance(nextMethod())) {
      // Not yet.
    }
    return this;
  }

  Method nextMethod() throws IOException {
    while (true) {
      Frame frame = next();
      if (frame == null) {
        throw new AssertionError("closed without a word");
      }
      Method method = frame.method();
      if (method != null) {
        return method;
      }
    }
  }

  /** The next frame; {@code null} when the broker has closed. */
  @Nullable Frame next() throws IOException {
    try {
      int type = in.readUnsignedByte();
      int channel = in.readUnsignedShort();
      byte[] payload = new byte[in.readInt()];
      in.readFully(payload);
      assertThat(in.readUnsignedByte()).isEqualTo(0xCE);
      return new Frame(type, channel, payload);
    } catch (EOFException | SocketException closed) {
      return null;
    }
  }

  /** The broker closes the connection with these; what it sent before is passed over. */
  void expectClose(int code, String text) throws IOException {
    assertThat(closeText()).isEqualTo(code + " " + text);
    trySend(Frames.of().method(0, new ConnectionCloseOk()));
    expectEnd();
  }

  /** Code and text with which the broker closes the connection. */
  String closeText() throws IOException {
    for (Frame frame; (frame = next()) != null; ) {
      if (frame.channel() == 0 && frame.method() instanceof ConnectionClose close) {
        return close.replyCode() + " " + close.replyText();
      }
    }
    return "closed without a word";
  }

  /** The broker closes the channel with these; the connection stays. */
  RawClient expectChannelClose(int channel, int code, String text) throws IOException {
    ChannelClose close = await(ChannelClose.class);
    assertThat(close.replyCode() + " " + close.replyText()).isEqualTo(code + " " + text);
    return send(Frames.of().method(channel, new ChannelCloseOk()));
  }

  /** Nothing more comes, and the broker closes. */
  void expectEnd() throws IOException {
    Frame frame = next();
    if (frame != null) {
      throw new AssertionError(
          "no close, but " + (frame.method() == null ? "type " + frame.type() : frame.method()));
    }
  }

  byte[] read(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  /** Ends this side's stream; the other direction stays. */
  RawClient endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Cuts the connection, as a client that crashes. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

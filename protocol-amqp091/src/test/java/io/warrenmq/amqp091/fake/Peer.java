package io.warrenmq.amqp091.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStart;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTune;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodCodec;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameEncoder;
import io.warrenmq.amqp091.wire.FrameType;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.ProtocolHeader;
import io.warrenmq.api.protocol.ProtocolConnection;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A client that sends what the test says, and expects what the test expects. */
public final class Peer {
  public static final int FRAME_MAX = 131_072;

  public final FakeLoop loop = new FakeLoop();
  public final FakeTransport transport = new FakeTransport(loop);
  public final FakeBroker broker;
  public final ProtocolConnection connection;
  public FieldTable clientProperties =
      FieldTable.builder()
          .put(
              "capabilities",
              FieldTable.builder()
                  .put("authentication_failure_close", true)
                  .put("connection.blocked", true)
                  .put("consumer_cancel_notify", true)
                  .build())
          .build();

  public Peer(FakeBroker broker, Function<FakeTransport, ProtocolConnection> open) {
    this.broker = broker;
    this.connection = open.apply(transport);
    transport.connect(connection);
  }

  /** A content that has arrived. */
  public record Content(BasicProperties properties, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  public void sendHeader() {
    ByteBuf bytes = Unpooled.buffer();
    ProtocolHeader.write(bytes);
    transport.arrive(bytes);
  }

  public void send(int channel, Method method) {
    transport.arrive(frame(channel, method));
  }

  public static ByteBuf frame(int channel, Method method) {
    ByteBuf bytes = Unpooled.buffer();
    MethodCodec.encode(bytes, channel, method);
    return bytes;
  }

  public static ByteBuf publish(
      int channel, String key, BasicProperties properties, byte[] body, boolean mandatory) {
    ByteBuf bytes = frame(channel, new BasicPublish("", key, mandatory, false));
    byte[] header = properties.encode();
    FrameEncoder.writeContentHeader(bytes, channel, body.length, header, 0, header.length);
    FrameEncoder.writeBody(bytes, channel, body, 0, body.length, FRAME_MAX);
    return bytes;
  }

  public void publish(int channel, String key, String body) {
    transport.arrive(
        publish(channel, key, BasicProperties.EMPTY, body.getBytes(StandardCharsets.UTF_8), false));
  }

  /** Up to tune, as guest. */
  public void authenticate() {
    sendHeader();
    expect(0, ConnectionStart.class);
    send(
        0,
        new ConnectionStartOk(clientProperties, "PLAIN", LongString.of("\0guest\0guest"), "en_US"));
    expect(0, ConnectionTune.class);
  }

  /** Up to open-ok. */
  public Peer open() {
    authenticate();
    send(0, new ConnectionTuneOk(2047, FRAME_MAX, 0));
    send(0, new ConnectionOpen("/"));
    expect(0, ConnectionOpenOk.class);
    return this;
  }

  /** Opens a channel; gives the broker's side of it. */
  public FakeSession openChannel(int number) {
    send(number, new ChannelOpen());
    expect(number, ChannelOpenOk.class);
    return broker.sessions.get(broker.sessions.size() - 1);
  }

  /** The next frame, which must be this method. */
  public <T extends Method> T expect(int channel, Class<T> type) {
    ByteBuf out = transport.written();
    int start = out.readerIndex();
    int bytes = FrameDecoder.frameBytes(out, start, out.readableBytes(), FRAME_MAX);
    assertThat(bytes).as("a frame, %s", type.getSimpleName()).isPositive();
    assertThat(FrameDecoder.type(out, start)).isEqualTo(FrameType.METHOD);
    Method method =
        MethodCodec.decode(
            out, start + FrameDecoder.HEADER_BYTES, FrameDecoder.payloadBytes(out, start));
    assertThat(method).isInstanceOf(type);
    assertThat(FrameDecoder.channel(out, start)).isEqualTo(channel);
    out.readerIndex(start + bytes);
    return type.cast(method);
  }

  /** The next frames, which must be a content. */
  public Content expectContent(int channel) {
    ByteBuf out = transport.written();
    int start = out.readerIndex();
    int bytes = FrameDecoder.frameBytes(out, start, out.readableBytes(), FRAME_MAX);
    assertThat(FrameDecoder.type(out, start)).isEqualTo(FrameType.HEADER);
    assertThat(FrameDecoder.channel(out, start)).isEqualTo(channel);
    int fixed = FrameDecoder.HEADER_BYTES + FrameDecoder.CONTENT_HEADER_BYTES;
    byte[] header = new byte[bytes - fixed - 1];
    out.getBytes(start + fixed, header);
    byte[] body = new byte[(int) out.getLong(start + FrameDecoder.HEADER_BYTES + 4)];
    out.readerIndex(start + bytes);
    int filled = 0;
    while (filled < body.length) {
      start = out.readerIndex();
      bytes = FrameDecoder.frameBytes(out, start, out.readableBytes(), FRAME_MAX);
      assertThat(FrameDecoder.type(out, start)).isEqualTo(FrameType.BODY);
      int length = FrameDecoder.payloadBytes(out, start);
      out.getBytes(start + FrameDecoder.HEADER_BYTES, body, filled, length);
      filled += length;
      out.readerIndex(start + bytes);
    }
    return new Content(BasicProperties.decode(header, 0, header.length), body);
  }

  public void expectNothing() {
    assertThat(transport.written().readableBytes()).isZero();
  }
}

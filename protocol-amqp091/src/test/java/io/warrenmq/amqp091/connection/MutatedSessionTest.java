package io.warrenmq.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.fake.FakeBroker;
import io.warrenmq.amqp091.fake.Peer;
import io.warrenmq.amqp091.method.BasicMethod.BasicAck;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.BasicMethod.BasicNack;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelect;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDelete;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.ProtocolHeader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole session with bytes changed, lost and added at random: nothing may fail on our side. */
class MutatedSessionTest {
  private static final int SESSIONS = 2_500;

  private static byte[] session() {
    ByteBuf bytes = Unpooled.buffer();
    ProtocolHeader.write(bytes);
    FieldTable nested =
        FieldTable.builder()
            .put("CC", List.of("q2"))
            .put("BCC", List.of("q3"))
            .put("t", FieldTable.builder().put("a", 1).build())
            .build();
    bytes.writeBytes(
        Peer.frame(
            0, new ConnectionStartOk(nested, "PLAIN", LongString.of("\0guest\0guest"), "en")));
    bytes.writeBytes(Peer.frame(0, new ConnectionTuneOk(2047, 131_072, 10)));
    bytes.writeBytes(Peer.frame(0, new ConnectionOpen("/")));
    bytes.writeBytes(Peer.frame(1, new ChannelOpen()));
    bytes.writeBytes(
        Peer.frame(1, new QueueDeclare("q", false, true, false, false, false, nested)));
    bytes.writeBytes(Peer.frame(1, new ConfirmSelect(false)));
    BasicProperties properties =
        BasicProperties.builder()
            .contentType("a/b")
            .headers(nested)
            .replyTo("r")
            .expiration("10")
            .userId("guest")
            .build();
    bytes.writeBytes(Peer.publish(1, "q", properties, new byte[50], true));
    bytes.writeBytes(Peer.frame(1, new BasicGet("q", false)));
    bytes.writeBytes(Peer.frame(1, new BasicAck(1, false)));
    bytes.writeBytes(Peer.frame(1, new BasicConsume("q", "t", false, false, false, false, nested)));
    bytes.writeBytes(Peer.publish(1, "q", properties, new byte[50], true));
    bytes.writeBytes(Peer.frame(1, new BasicNack(2, true, false)));
    bytes.writeBytes(Peer.frame(1, new QueueDelete("q", false, false, false)));
    bytes.writeBytes(Peer.frame(0, new ConnectionClose(200, "bye", 0, 0)));
    return ByteBufUtil.getBytes(bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void endsInOrder(long seed) {
    Random random = new Random(seed);
    byte[] session = session();
    for (int i = 0; i < SESSIONS; i++) {
      FakeBroker broker = new FakeBroker();
      Peer peer = new Peer(broker, transport -> new Amqp091Connection(transport, broker));
      ByteBuf bytes = mutate(session, random);
      while (bytes.isReadable()) {
        peer.transport.arrive(
            bytes.readSlice(Math.min(bytes.readableBytes(), 1 + random.nextInt(200))));
      }
      assertThat(bugReported(peer)).as("session %s of seed %s", i, seed).isFalse();
      peer.loop.advance(60_000); // time-outs of every kind: a bug there would be thrown here
      peer.connection.onClosed();
      assertThat(broker.sessions).allMatch(each -> each.closed);
    }
  }

  private static ByteBuf mutate(byte[] session, Random random) {
    ByteBuf bytes = Unpooled.buffer().writeBytes(session);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(bytes.writerIndex());
      switch (random.nextInt(6)) {
        case 0 -> bytes.writerIndex(Math.max(at, 1));
        case 1 -> {
          ByteBuf tail = bytes.copy(at, bytes.writerIndex() - at);
          bytes.writerIndex(at).writeByte(random.nextInt()).writeBytes(tail);
        }
        case 2 -> bytes.setByte(at, random.nextBoolean() ? 0xFF : 0);
        default -> bytes.setByte(at, random.nextInt());
      }
    }
    return bytes;
  }

  /** A bug of ours is told as INTERNAL_ERROR. */
  private static boolean bugReported(Peer peer) {
    byte[] written = ByteBufUtil.getBytes(peer.transport.written());
    return new String(written, java.nio.charset.StandardCharsets.ISO_8859_1)
        .contains("INTERNAL_ERROR");
  }
}

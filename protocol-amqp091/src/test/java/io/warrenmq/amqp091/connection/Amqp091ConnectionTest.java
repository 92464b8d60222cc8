package io.warrenmq.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Promise;
import io.warrenmq.amqp091.fake.FakeBroker;
import io.warrenmq.amqp091.fake.FakeSession;
import io.warrenmq.amqp091.fake.Peer;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelClose;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelCloseOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionBlocked;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionUnblocked;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionUpdateSecret;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionUpdateSecretOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.method.QueueMethod.QueuePurge;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import org.junit.jupiter.api.Test;

class Amqp091ConnectionTest {
  private final FakeBroker broker = new FakeBroker();
  private final Peer peer = new Peer(broker, transport -> new Amqp091Connection(transport, broker));

  private static QueueDeclare declare(String queue) {
    return new QueueDeclare(queue, false, false, false, false, false, FieldTable.EMPTY);
  }

  private void expectClose(int code, String text, int classId, int methodId) {
    assertThat(peer.expect(0, ConnectionClose.class))
        .isEqualTo(new ConnectionClose(code, text, classId, methodId));
  }

  @Test
  void closesAfterAHardErrorOnlyWhenTheClientAgrees() {
    peer.open().openChannel(1);
    peer.send(1, new ChannelOpen());
    expectClose(504, "CHANNEL_ERROR - second 'channel.open' seen", 20, 10);

    peer.send(1, declare("ignored"));
    peer.expectNothing();
    assertThat(peer.transport.isClosed()).isFalse();
    assertThat(broker.connectionClosed).isTrue();
    peer.send(0, new ConnectionCloseOk());
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void closesWithoutTheClientsConsentInTheEnd() {
    peer.open();
    peer.send(3, declare("q"));
    expectClose(504, "CHANNEL_ERROR - expected 'channel.open'", 50, 10);

    peer.loop.advance(30_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void answersACloseThatCrossesItsOwn() {
    peer.open();
    peer.send(3, declare("q"));
    peer.expect(0, ConnectionClose.class);
    peer.send(0, new ConnectionClose(200, "bye", 0, 0));

    peer.expect(0, ConnectionCloseOk.class);
  }

  @Test
  void answersACloseWhenItsExclusiveQueuesAreGone() {
    Promise<Void> gone = Promise.promise();
    broker.connectionEnded = gone.future();
    peer.open();
    peer.send(0, new ConnectionClose(200, "bye", 0, 0));
    assertThat(broker.connectionClosed).isTrue();
    assertThat(peer.transport.isClosed()).isFalse();
    peer.expectNothing();

    gone.complete();
    peer.expect(0, ConnectionCloseOk.class);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void limitsTheNumberOfChannels() {
    peer.authenticate();
    peer.send(0, new ConnectionTuneOk(2, Peer.FRAME_MAX, 0));
    peer.send(0, new ConnectionOpen("/"));
    peer.expect(0, ConnectionOpenOk.class);
    peer.openChannel(1);
    peer.openChannel(60_000);
    peer.send(3, new ChannelOpen());

    expectClose(
        530,
        "NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)",
        0,
        0);
  }

  @Test
  void aClosedChannelsNumberIsFree() {
    peer.open();
    FakeSession session = peer.openChannel(1);
    peer.send(1, new ChannelClose(200, "bye", 0, 0));
    peer.expect(1, ChannelCloseOk.class);
    assertThat(session.closed).isTrue();

    peer.send(1, new ChannelOpen());
    peer.expect(1, ChannelOpenOk.class);
  }

  @Test
  void ignoresWhatWasUnderWayToAChannelThatFailed() {
    peer.open().openChannel(1);
    peer.send(1, new QueueDeclare("gone", true, false, false, false, false, FieldTable.EMPTY));
    assertThat(peer.expect(1, ChannelClose.class))
        .isEqualTo(new ChannelClose(404, "NOT_FOUND - no queue 'gone' in vhost '/'", 50, 10));

    peer.send(1, declare("ignored"));
    peer.publish(1, "ignored", "ignored");
    peer.expectNothing();
    peer.send(1, new ChannelCloseOk());
    peer.send(1, new ChannelOpen());
    peer.expect(1, ChannelOpenOk.class);
  }

  @Test
  void takesNoFrameWhileAnAnswerIsUnderWay() {
    peer.open();
    FakeSession session = peer.openChannel(1);
    session.holdFutures = true;
    peer.send(1, declare("a"));
    peer.send(1, declare("b"));
    assertThat(session.asked).hasSize(1);
    assertThat(peer.transport.isPaused()).isTrue();

    session.release();
    peer.loop.turn();
    assertThat(session.asked).hasSize(2);
    session.release();
    peer.loop.turn();
    assertThat(peer.expect(1, QueueDeclareOk.class).queue()).isEqualTo("a");
    assertThat(peer.expect(1, QueueDeclareOk.class).queue()).isEqualTo("b");
    assertThat(peer.transport.isPaused()).isFalse();
  }

  @Test
  void closesOnAFrameThatIsTooLarge() {
    peer.open();
    peer.transport.arrive(Unpooled.buffer().writeByte(3).writeShort(1).writeInt(200_000));

    expectClose(
        501, "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,200000,131064}", 0, 0);
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void closesOnAFrameThatDoesNotEnd() {
    peer.open();
    ByteBuf frame = Peer.frame(1, new QueuePurge("q", false));
    frame.setByte(frame.writerIndex() - 1, 0);
    peer.transport.arrive(frame);

    ConnectionClose close = peer.expect(0, ConnectionClose.class);
    assertThat(close.replyCode()).isEqualTo(501);
    assertThat(close.replyText()).endsWith("{invalid_frame_end_marker,0}");
  }

  @Test
  void closesOnContentNobodyExpects() {
    peer.open().openChannel(1);
    peer.transport.arrive(
        Unpooled.buffer().writeByte(3).writeShort(1).writeInt(1).writeByte('x').writeByte(0xCE));

    expectClose(
        505, "UNEXPECTED_FRAME - expected method frame, got non method frame instead", 0, 0);
  }

  @Test
  void closesOnAnUnknownMethod() {
    peer.open().openChannel(1);
    peer.transport.arrive(
        Unpooled.buffer()
            .writeByte(1)
            .writeShort(1)
            .writeInt(4)
            .writeShort(61)
            .writeShort(99)
            .writeByte(0xCE));

    assertThat(peer.expect(0, ConnectionClose.class).replyCode()).isEqualTo(540);
  }

  @Test
  void isForcedToClose() {
    peer.open();
    broker.handle.forceClose("Closed via management plugin");

    expectClose(320, "CONNECTION_FORCED - Closed via management plugin", 0, 0);
  }

  @Test
  void blocksOnlyClientsThatPublish() {
    peer.open();
    FakeSession session = peer.openChannel(1);
    session.queues.put("q", new java.util.ArrayDeque<>());
    broker.handle.onBlocked("low on memory");
    peer.expectNothing();

    peer.publish(1, "q", "one");
    assertThat(peer.expect(0, ConnectionBlocked.class).reason()).isEqualTo("low on memory");
    int taken = session.published.size();
    peer.publish(1, "q", "two");
    assertThat(session.published).hasSize(taken);

    broker.handle.onUnblocked();
    peer.loop.turn();
    peer.expect(0, ConnectionUnblocked.class);
    assertThat(session.published).hasSize(2);

    broker.handle.onBlocked("low on disk");
    assertThat(peer.expect(0, ConnectionBlocked.class).reason()).isEqualTo("low on disk");
  }

  @Test
  void doesNotReadFromAClientThatDoesNotRead() {
    peer.open();
    peer.transport.setWritable(false);
    assertThat(broker.writable).isFalse();
    assertThat(peer.transport.isPaused()).isTrue();

    peer.transport.setWritable(true);
    assertThat(broker.writable).isTrue();
    assertThat(peer.transport.isPaused()).isFalse();
  }

  @Test
  void renewsASecret() {
    peer.open();
    peer.send(0, new ConnectionUpdateSecret(LongString.of("guest"), "it expires"));
    peer.expect(0, ConnectionUpdateSecretOk.class);
    assertThat(broker.renewed.name()).isEqualTo("guest");

    peer.send(0, new ConnectionUpdateSecret(LongString.of("wrong"), "it expires"));
    expectClose(530, "NOT_ALLOWED - New secret was refused by one of the backends", 10, 70);
  }

  @Test
  void sendsHeartbeatsAndMissesTheClients() {
    peer.authenticate();
    peer.send(0, new ConnectionTuneOk(2047, Peer.FRAME_MAX, 10));
    peer.send(0, new ConnectionOpen("/"));
    peer.expect(0, ConnectionOpenOk.class);
    peer.loop.advance(10_000);
    assertThat(peer.transport.written().readableBytes()).isEqualTo(8);
    assertThat(peer.transport.written().getByte(peer.transport.written().readerIndex()))
        .isEqualTo((byte) 8);

    ByteBuf heartbeat = Unpooled.buffer().writeByte(8).writeShort(0).writeInt(0).writeByte(0xCE);
    peer.transport.arrive(heartbeat);
    peer.loop.advance(26_000);
    assertThat(peer.transport.isClosed()).isFalse();
    peer.loop.advance(5_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void letsGoOfEverythingWhenTheSocketIsGone() {
    peer.open();
    FakeSession session = peer.openChannel(1);
    peer.connection.onClosed();

    assertThat(session.closed).isTrue();
    assertThat(broker.connectionClosed).isTrue();
  }
}

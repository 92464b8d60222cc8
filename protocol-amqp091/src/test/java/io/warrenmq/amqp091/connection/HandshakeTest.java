package io.warrenmq.amqp091.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.fake.FakeBroker;
import io.warrenmq.amqp091.fake.Peer;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionOpenOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionSecure;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionSecureOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStart;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionStartOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTune;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.LongString;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final FakeBroker broker = new FakeBroker();
  private final Peer peer = new Peer(broker, transport -> new Amqp091Connection(transport, broker));

  private void login(String mechanism, String response) {
    peer.sendHeader();
    peer.expect(0, ConnectionStart.class);
    peer.send(
        0,
        new ConnectionStartOk(peer.clientProperties, mechanism, LongString.of(response), "en_US"));
  }

  @Test
  void saysWhatItIsAndCan() {
    peer.sendHeader();

    ConnectionStart start = peer.expect(0, ConnectionStart.class);
    assertThat(start.versionMajor()).isZero();
    assertThat(start.versionMinor()).isEqualTo(9);
    assertThat(start.mechanisms().toString()).isEqualTo("PLAIN TWO-STEPS LAST-WORD");
    assertThat(start.serverProperties().get("product")).isEqualTo(LongString.of("WarrenMQ"));
    assertThat(start.serverProperties().get("rabbitmq_version")).isEqualTo(LongString.of("4.2.0"));
    FieldTable capabilities = (FieldTable) start.serverProperties().get("capabilities");
    assertThat(capabilities.get("direct_reply_to")).isEqualTo(true);
    assertThat(capabilities.size()).isEqualTo(9);
  }

  @Test
  void answersAWrongHeaderWithItsOwnAndCloses() {
    peer.transport.arrive(Unpooled.wrappedBuffer(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 2}));

    byte[] answer = new byte[8];
    peer.transport.written().readBytes(answer);
    assertThat(answer).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void opensAVhost() {
    peer.open();

    peer.send(0, new ConnectionClose(200, "bye", 0, 0));
    peer.expect(0, ConnectionCloseOk.class);
    assertThat(peer.transport.isClosed()).isTrue();
    assertThat(broker.connectionClosed).isTrue();
  }

  @Test
  void authenticatesInSeveralSteps() {
    login("TWO-STEPS", "guest");
    assertThat(peer.expect(0, ConnectionSecure.class).challenge())
        .isEqualTo(LongString.of("password?"));
    peer.send(0, new ConnectionSecureOk(LongString.of("guest")));

    ConnectionTune tune = peer.expect(0, ConnectionTune.class);
    assertThat(tune).isEqualTo(new ConnectionTune(2047, 131_072, 60));
  }

  @Test
  void saysTheMechanismsLastWordBeforeItTunes() {
    login("LAST-WORD", "guest");
    assertThat(peer.expect(0, ConnectionSecure.class).challenge())
        .isEqualTo(LongString.of("welcome"));
    peer.expectNothing();

    peer.send(0, new ConnectionSecureOk(LongString.of("")));

    peer.expect(0, ConnectionTune.class);
  }

  @Test
  void takesNoAnswerToTheLastWord() {
    login("LAST-WORD", "guest");
    peer.expect(0, ConnectionSecure.class);

    peer.send(0, new ConnectionSecureOk(LongString.of("welcome yourself")));

    peer.expectNothing();
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void saysNoLastWordToWhoIsRefused() {
    login("LAST-WORD", "wrong");

    assertThat(peer.expect(0, ConnectionClose.class).replyCode()).isEqualTo(403);
  }

  @Test
  void tellsACapableClientThatItsLoginWasRefused() {
    login("PLAIN", "\0guest\0wrong");

    assertThat(peer.expect(0, ConnectionClose.class))
        .isEqualTo(
            new ConnectionClose(
                403,
                "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For"
                    + " details see the broker logfile.",
                0,
                0));
    peer.send(0, new ConnectionCloseOk());
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void hangsUpOnOtherClientsWhoseLoginWasRefusedAfterAWhile() {
    peer.clientProperties = FieldTable.EMPTY;
    login("PLAIN", "\0guest\0wrong");

    peer.expectNothing();
    assertThat(peer.transport.isClosed()).isFalse();
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void hangsUpOnACapableClientWhoseResponseIsMalformed() {
    login("PLAIN", "guest");

    peer.expectNothing();
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void hangsUpOnAnUnknownMechanism() {
    login("MAGIC", "");

    peer.expectNothing();
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void refusesAFrameMaxThatIsTooLow() {
    peer.authenticate();
    peer.send(0, new ConnectionTuneOk(2047, 4095, 0));

    assertThat(peer.expect(0, ConnectionClose.class))
        .isEqualTo(
            new ConnectionClose(
                530,
                "NOT_ALLOWED - negotiated frame_max = 4095 is lower than the minimum allowed value"
                    + " (4096)",
                10,
                30));
  }

  @Test
  void refusesAChannelMaxThatIsTooHigh() {
    peer.authenticate();
    peer.send(0, new ConnectionTuneOk(0, 131_072, 0));

    assertThat(peer.expect(0, ConnectionClose.class).replyText())
        .isEqualTo(
            "NOT_ALLOWED - negotiated channel_max = 0 (no limit) is higher than the maximum allowed"
                + " value (2047)");
  }

  @Test
  void refusesAVhostThatIsNotThere() {
    peer.authenticate();
    peer.send(0, new ConnectionTuneOk(2047, 131_072, 0));
    peer.send(0, new ConnectionOpen("nowhere"));

    assertThat(peer.expect(0, ConnectionClose.class))
        .isEqualTo(new ConnectionClose(530, "NOT_ALLOWED - vhost nowhere not found", 10, 40));
  }

  @Test
  void blamesOpenForAVhostThatIsNotUtf8() {
    peer.authenticate();
    peer.send(0, new ConnectionTuneOk(2047, 131_072, 0));
    ByteBuf bytes = Peer.frame(0, new ConnectionOpen("/"));
    bytes.setByte(bytes.readerIndex() + FrameDecoder.HEADER_BYTES + 5, 0xFF);
    peer.transport.arrive(bytes);

    assertThat(peer.expect(0, ConnectionClose.class))
        .isEqualTo(new ConnectionClose(501, "FRAME_ERROR - Malformed UTF-8 in shortstr", 10, 40));
  }

  @Test
  void hangsUpOnMethodsOutOfOrder() {
    peer.sendHeader();
    peer.expect(0, ConnectionStart.class);
    peer.send(0, new ConnectionOpen("/"));

    peer.expectNothing();
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void hangsUpOnLargeFramesBeforeAuthentication() {
    peer.sendHeader();
    peer.expect(0, ConnectionStart.class);
    peer.transport.arrive(Unpooled.buffer().writeByte(1).writeShort(0).writeInt(8193));

    peer.expectNothing();
    peer.loop.advance(3_000);
    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void hangsUpOnClientsThatAreTooSlow() {
    peer.sendHeader();
    peer.loop.advance(10_000);

    assertThat(peer.transport.isClosed()).isTrue();
  }

  @Test
  void takesAHandshakeThatArrivesInOnePiece() {
    var bytes = Unpooled.buffer();
    io.warrenmq.amqp091.wire.ProtocolHeader.write(bytes);
    bytes.writeBytes(
        Peer.frame(
            0,
            new ConnectionStartOk(
                peer.clientProperties, "PLAIN", LongString.of("\0guest\0guest"), "en_US")));
    bytes.writeBytes(Peer.frame(0, new ConnectionTuneOk(2047, 131_072, 0)));
    bytes.writeBytes(Peer.frame(0, new ConnectionOpen("/")));
    while (bytes.isReadable()) {
      peer.transport.arrive(bytes.readSlice(1)); // byte by byte
    }

    peer.expect(0, ConnectionStart.class);
    peer.expect(0, ConnectionTune.class);
    peer.expect(0, ConnectionOpenOk.class);
  }
}

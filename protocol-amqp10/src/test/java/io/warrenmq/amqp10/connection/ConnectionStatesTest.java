package io.warrenmq.amqp10.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.peer.HotFrame.Disposition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Messages;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Begin;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.amqp10.performative.Open;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.SaslFrame;
import io.warrenmq.api.message.Symbol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may come when on a connection. AMQP 1.0 §2.2, §2.4. */
class ConnectionStatesTest {
  private static final String ILLEGAL_STATE = "amqp:illegal-state";
  private static final String NOT_ALLOWED = "amqp:not-allowed";
  private static final String FRAMING_ERROR = "amqp:connection:framing-error";
  private static final int DISTRUST_MS = 3_000;

  private final PeerBroker broker = PeerBroker.start();

  private static Close close() {
    return new Close(null);
  }

  private static Begin begin() {
    return Peer.begin(0, 10, 10);
  }

  /** §2.2: whoever does not begin with SASL is told by its header that it must. */
  @Test
  void beginningWithoutSaslIsAnsweredByItsHeader() {
    Peer peer = broker.connect();

    peer.sendBytes(Peer.AMQP);

    peer.expectBytes(Peer.SASL);
    peer.expectNothing();
    assertThat(peer.isCut()).isTrue();
  }

  /** §2.2: so is who wants another version, or TLS within the connection. */
  @ParameterizedTest
  @ValueSource(strings = {"3 1 0 1", "3 1 1 0", "0 1 0 0", "2 1 0 0", "1 1 0 0", "4 1 0 0"})
  void anotherHeaderIsAnsweredBySasls(String version) {
    Peer peer = broker.connect();
    byte[] header = "AMQP    ".getBytes(US_ASCII);
    String[] parts = version.split(" ");
    for (int i = 0; i < parts.length; i++) {
      header[4 + i] = Byte.parseByte(parts[i]);
    }

    peer.sendBytes(header);

    peer.expectBytes(Peer.SASL);
    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void aHeaderMayComeByteByByte() {
    Peer peer = broker.connect();

    for (byte each : Peer.SASL) {
      peer.expectNothing();
      peer.sendBytes(each);
    }

    peer.expectBytes(Peer.SASL);
    peer.expect(0, SaslFrame.Mechanisms.class);
  }

  /** §2.2: after SASL, the header of the protocol is asked for. */
  @Test
  void anotherHeaderAfterSaslIsAnsweredByTheProtocols() {
    Peer peer = broker.connect();
    peer.beginSasl();
    peer.send(0, Peer.plain("guest", "guest"));
    peer.expect(0, SaslFrame.Outcome.class);

    peer.sendBytes(Peer.SASL);

    peer.expectBytes(Peer.AMQP);
    assertThat(peer.isCut()).isTrue();
  }

  /** §2.4.6: a client need wait for nothing. */
  @Test
  void everythingMayBeSentAtOnce() {
    broker.declare("q");
    Peer peer = broker.connect();

    peer.sendBytes(
        all(
            Peer.SASL,
            Peer.frame(0, Peer.plain("guest", "guest")),
            Peer.AMQP,
            Peer.frame(0, Peer.open(512, 0xFFFF, 0)),
            Peer.frame(0, begin()),
            Peer.frame(0, Peer.sender("s", 0, Peer.target("/queues/q"))),
            Peer.frame(0, Transfer.of(0, 0, Messages.data("m")).settled()),
            Peer.frame(0, new Detach(0, true, null)),
            Peer.frame(0, new End(null)),
            Peer.frame(0, close())));

    peer.expectBytes(Peer.SASL);
    peer.expect(0, SaslFrame.Mechanisms.class);
    peer.expect(0, SaslFrame.Outcome.class);
    peer.expectBytes(Peer.AMQP);
    peer.expect(0, Open.class);
    peer.expect(0, Begin.class);
    peer.ignore();
    assertThat(peer.isCut()).isTrue();
    assertThat(broker.take("q")).isEqualTo("m");
  }

  private static byte[] all(byte[]... parts) {
    return Stream.of(parts).reduce(new byte[0], Messages::join);
  }

  /** §2.4.1: the first frame is an open; what ends the connection comes after the broker's own. */
  static Stream<Arguments> firstFrames() {
    return Stream.of(
        Arguments.of("begin", Peer.frame(0, begin())),
        Arguments.of("attach", Peer.frame(0, Peer.sender("s", 0, Peer.target("/queues/q")))),
        Arguments.of("detach", Peer.frame(0, new Detach(0, true, null))),
        Arguments.of("end", Peer.frame(0, new End(null))),
        Arguments.of("close", Peer.frame(0, close())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstFrames")
  void anotherFrameThanOpenMayNotBeTheFirst(String name, byte[] frame) {
    Peer peer = broker.connect().login();

    peer.sendBytes(frame);

    peer.expect(0, Open.class);
    peer.expectClose(ILLEGAL_STATE);
    peer.expectNothing();
    assertThat(peer.isCut()).isFalse();
    peer.send(0, close());
    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void aTransferMayNotBeTheFirstFrame() {
    Peer peer = broker.connect().login();

    peer.send(0, Transfer.of(0, 0, Messages.data("m")));

    peer.expect(0, Open.class);
    peer.expectClose("amqp:decode-error");
  }

  /** §2.4.1: "The open frame can only be sent on channel 0." */
  @Test
  void anOpenOnAnotherChannelIsRefused() {
    Peer peer = broker.connect().login();

    peer.send(1, Peer.open(512, 0, 0));

    peer.expect(0, Open.class);
    peer.expectClose(NOT_ALLOWED);
  }

  @Test
  void aSecondOpenEndsTheConnection() {
    Peer peer = broker.open();

    peer.send(0, Peer.open(512, 0, 0));

    peer.expectClose(ILLEGAL_STATE);
    assertThat(broker.connectionCount()).isZero();
  }

  /** §2.7.1. */
  @Test
  void saysWhatItTakes() {
    Open open = broker.connect().login().open();

    assertThat(open.maxFrameSize()).isEqualTo(131_072);
    assertThat(open.channelMax()).isEqualTo(63);
    assertThat(open.idleTimeoutMs()).isZero();
    assertThat(open.offeredCapabilities())
        .extracting(Object::toString)
        .contains("LINK_PAIR_V1_0", "ANONYMOUS-RELAY");
    assertThat(open.properties()).containsKeys("product", "version", "platform", "node");
  }

  /** §2.4.1: a client of the smallest frames is sent none that is larger, the open included. */
  @Test
  void theBrokersOpenFitsTheSmallestFrame() {
    Peer peer = broker.connect().login();

    Open open = peer.open(Peer.open(512, 0xFFFF, 0));

    assertThat(open.containerId()).isEqualTo("warren@localhost");
  }

  /** §2.7.1: "A peer MUST NOT use a maximum frame size less than 512". */
  @Test
  void aClientOfSmallerFramesIsRefused() {
    Peer peer = broker.connect().login();

    peer.send(0, Peer.open(511, 0, 0));

    peer.expect(0, Open.class);
    assertThat(peer.expectClose("amqp:frame-size-too-small").description()).contains("511");
  }

  @Test
  void anOpenWithoutContainerIdIsRefused() {
    Peer peer = broker.connect().login();

    peer.send(0, 0x10, (Object) null);

    peer.expect(0, Open.class);
    peer.expectClose("amqp:decode-error");
  }

  /** A vhost that is not there: the client is told, after an open. */
  @Test
  void aVhostThatIsNotThereIsToldInTheClose() {
    Peer peer = broker.connect().login();
    Open there = Peer.open(512, 0, 0);

    peer.send(
        0,
        new Open("peer", "vhost:gone", 512, there.channelMax(), 0, List.of(), List.of(), Map.of()));

    peer.expect(0, Open.class);
    assertThat(peer.expectClose("amqp:not-found").description()).contains("gone");
  }

  @Test
  void oneConnectionTooManyIsToldSo() {
    PeerBroker small = PeerBroker.with().connectionsMax(1).start();
    small.open();

    Peer peer = small.connect().login();
    peer.send(0, Peer.open(512, 0, 0));

    peer.expect(0, Open.class);
    ErrorValue error = peer.expect(0, Close.class).error();
    assertThat(error).isNotNull();
    assertThat(error.condition()).isIn("amqp:resource-limit-exceeded", NOT_ALLOWED);
  }

  // ---- close ----

  /** §2.4.3. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63})
  void aCloseOnAnyChannelIsAnsweredOnTheFirst(int channel) {
    Peer peer = broker.open();

    peer.send(channel, close());

    assertThat(peer.expect(0, Close.class).error()).isNull();
    peer.expectNothing();
    assertThat(peer.isCut()).isTrue();
    assertThat(broker.connectionCount()).isZero();
  }

  @Test
  void aClientsErrorInItsCloseIsTaken() {
    Peer peer = broker.open();

    peer.send(0, new Close(new ErrorValue("amqp:internal-error", "the client's", Map.of())));

    assertThat(peer.expect(0, Close.class).error()).isNull();
    assertThat(peer.isCut()).isTrue();
  }

  /** §2.4.3: the close is the last frame; what came before it is done. */
  @Test
  void framesAfterACloseAreNotLookedAt() {
    broker.declare("q");
    Peer peer = broker.open();
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");

    peer.sendBytes(
        all(
            Peer.frame(0, Transfer.of(0, 0, Messages.data("before")).settled()),
            Peer.frame(0, close()),
            Peer.frame(0, Transfer.of(0, 1, Messages.data("after")).settled()),
            Peer.frame(0, begin())));

    peer.expect(0, Close.class);
    peer.expectNothing();
    assertThat(broker.take("q")).isEqualTo("before");
    assertThat(broker.take("q")).isNull();
  }

  /** §2.4.3: after its own close for an error the broker reads on, and waits for the client's. */
  @Test
  void afterAnErrorTheClientsCloseIsAwaited() {
    Peer peer = broker.open();
    peer.send(0, Peer.open(512, 0, 0));
    peer.expectClose(ILLEGAL_STATE);

    peer.send(0, begin()).send(5, new End(null)).send(0, Flow.of());

    peer.expectNothing();
    assertThat(peer.isCut()).isFalse();
    peer.send(0, close());
    peer.expectNothing();
    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void aClientThatNeverClosesIsCutOffAfterHalfAMinute() {
    Peer peer = broker.open();
    peer.send(0, Peer.open(512, 0, 0));
    peer.expectClose(ILLEGAL_STATE);

    broker.loops.advanceMs(29_000);
    assertThat(peer.isCut()).isFalse();

    broker.loops.advanceMs(2_000);
    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void whenTheBrokerStopsClientsAreTold() {
    Peer peer = broker.open();

    broker.shutDown(peer);

    peer.expectClose("amqp:connection:forced");
    peer.send(0, close());
    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void whenTheBrokerStopsWhoHasNotOpenedIsCutOff() {
    Peer peer = broker.connect().login();

    broker.shutDown(peer);

    peer.expectNothing();
    assertThat(peer.isCut()).isTrue();
  }

  @Test
  void whoGoesWithoutAWordIsGone() {
    broker.declare("q");
    broker.publish("q", "m");
    Peer peer = broker.open();
    peer.begin(0);
    peer.attachReceiver(0, 0, "/queues/q");
    peer.send(0, Flow.credit(0, 1));

    peer.cut();

    assertThat(broker.connectionCount()).isZero();
    assertThat(broker.take("q")).isEqualTo("m!");
  }

  @Test
  void whoDoesNotOpenInTimeIsCutOff() {
    Peer peer = broker.connect().login();

    broker.loops.advanceMs(9_000);
    assertThat(peer.isCut()).isFalse();

    broker.loops.advanceMs(2_000);
    assertThat(peer.isCut()).isTrue();
  }

  // ---- frames ----

  /** §2.3.1: the size includes its own four bytes and the header; nothing can follow. */
  @ParameterizedTest
  @ValueSource(longs = {0, 7, 131_073, 0x7FFF_FFFFL, 0xFFFF_FFFFL})
  void aFrameOfAnImpossibleSizeEndsTheConnection(long size) {
    Peer peer = broker.open();

    peer.sendBytes(header(size, 2, 0, 0));

    peer.expectClose(FRAMING_ERROR);
    peer.send(0, close()); // nobody knows where it begins
    peer.expectNothing();
    assertThat(peer.isCut()).isFalse();
    broker.loops.advanceMs(DISTRUST_MS + 100);
    assertThat(peer.isCut()).isTrue();
  }

  /** §2.3.1: the data offset is at least 2 words, and within the frame. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 255})
  void aDataOffsetThatIsNoneEndsTheConnection(int words) {
    Peer peer = broker.open();

    peer.sendBytes(header(8, words, 0, 0));

    peer.expectClose(FRAMING_ERROR);
  }

  /** §2.3.1: an extended header is passed over. */
  @Test
  void anExtendedHeaderIsPassedOver() {
    Peer peer = broker.open();
    byte[] begin = Peer.frame(0, begin());
    byte[] rest = Arrays.copyOfRange(begin, 8, begin.length);

    peer.sendBytes(all(header(begin.length + 8, 4, 0, 0), new byte[8], rest));

    peer.expect(0, Begin.class);
  }

  /** §2.3.1: SASL's frames are over by then, and others were never there. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255})
  void aFrameOfAnotherTypeEndsTheConnection(int type) {
    Peer peer = broker.open();

    peer.sendBytes(header(8, 2, type, 0));

    peer.expectClose(FRAMING_ERROR);
    peer.send(0, close());
    assertThat(peer.isCut()).isTrue();
  }

  /** §2.3.2, §2.4.5. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 65_535})
  void anEmptyFrameOnAnyChannelIsASignOfLifeAlone(int channel) {
    Peer peer = broker.open();

    peer.sendBytes(header(8, 2, 0, channel));

    peer.expectNothing();
    peer.begin(0);
  }

  @Test
  void aFrameOfTheLargestSizeIsTaken() {
    broker.declare("q");
    Peer peer = broker.open();
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");
    int around = Peer.frame(0, Transfer.of(0, 0, new byte[0])).length;

    peer.send(0, Transfer.of(0, 0, Messages.ofSize(131_072 - around)));
    peer.expectOutcome(0, 0, 0, 0x24);

    peer.send(0, Transfer.of(0, 1, Messages.ofSize(131_073 - around)));
    peer.expectClose(FRAMING_ERROR);
  }

  /** The limit before the open is larger than §2.4.1's 512, as RabbitMQ's. */
  @Test
  void beforeTheOpenFramesAreSmaller() {
    Peer peer = broker.connect().login();
    peer.sendBytes(header(8_193, 2, 0, 0));

    peer.expect(0, Open.class);
    peer.expectClose(FRAMING_ERROR);
  }

  /** §2.7: the body of a frame is a performative. */
  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("no described value", new byte[] {0x40}),
        Arguments.of("an unknown code", new byte[] {0, 0x53, 0x19, 0x45}),
        Arguments.of("no list", new byte[] {0, 0x53, 0x11, 0x40}),
        Arguments.of("cut", new byte[] {0, 0x53, 0x11, (byte) 0xc0, 9, 4}),
        Arguments.of("a transfer that is no list", new byte[] {0, 0x53, 0x14, 0x40}),
        Arguments.of("an unknown type", new byte[] {0, 0x53, 0x11, (byte) 0xc0, 2, 1, 0x3f}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void aBodyThatCannotBeReadEndsTheConnection(String name, byte[] body) {
    Peer peer = broker.open();
    peer.begin(0);

    peer.sendBytes(Peer.frame(0, 0, body));

    peer.expectClose("amqp:decode-error");
  }

  /** Part 1: all forms of a descriptor are the same. */
  @Test
  void aTransferOfWhateverFormIsTaken() {
    broker.declare("q");
    Peer peer = broker.open();
    peer.begin(0);
    peer.attachSender(0, 0, "/queues/q");
    byte[] usual = Peer.frame(0, Transfer.of(0, 0, Messages.data("m")));
    byte[] fields = Arrays.copyOfRange(usual, 11, usual.length);

    peer.sendBytes(
        Peer.frame(
            0, 0, Messages.join(new byte[] {0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0x14}, fields)));

    peer.expectOutcome(0, 0, 0, 0x24);
  }

  private static byte[] header(long size, int words, int type, int channel) {
    return new byte[] {
      (byte) (size >> 24), (byte) (size >> 16), (byte) (size >> 8), (byte) size,
      (byte) words, (byte) type, (byte) (channel >> 8), (byte) channel
    };
  }

  // ---- channels without session ----

  static Stream<Arguments> framesOfSessions() {
    return Stream.of(
        Arguments.of("attach", Peer.frame(3, Peer.receiver("r", 0, Peer.source("/queues/q")))),
        Arguments.of("detach", Peer.frame(3, new Detach(0, true, null))),
        Arguments.of("end", Peer.frame(3, new End(null))),
        Arguments.of("flow", Peer.frame(3, Flow.of())),
        Arguments.of("transfer", Peer.frame(3, Transfer.of(0, 0, Messages.data("m")))),
        Arguments.of("disposition", Peer.frame(3, Disposition.receiver(0, null).settled())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framesOfSessions")
  void aFrameOnAChannelWithoutSessionEndsTheConnection(String name, byte[] frame) {
    Peer peer = broker.open();
    peer.begin(0);

    peer.sendBytes(frame);

    peer.expectClose(NOT_ALLOWED);
  }

  static Stream<Performative> saslFrames() {
    return Stream.of(Peer.plain("guest", "guest"));
  }

  @ParameterizedTest
  @MethodSource("saslFrames")
  void aSaslFrameAfterTheLoginEndsTheConnection(Performative frame) {
    Peer peer = broker.open();

    peer.send(0, frame);

    peer.expectClose(FRAMING_ERROR);
  }

  /** One that says that it is of the protocol. */
  @Test
  void aSaslPerformativeInAFrameOfTheProtocolEndsTheConnection() {
    Peer peer = broker.open();

    peer.send(0, 0x41, new Symbol("PLAIN"));

    peer.expectClose(ILLEGAL_STATE);
  }
}

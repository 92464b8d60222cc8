package io.warrenmq.amqp10.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.Open;
import io.warrenmq.amqp10.performative.SaslFrame;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins, good and bad. AMQP 1.0 §5.3. */
class SaslConversationTest {
  private static final int DISTRUST_MS = 3_000;

  private final PeerBroker broker = PeerBroker.start();
  private final Peer peer = broker.connect();

  private static SaslFrame.Init init(String mechanism, String response) {
    return new SaslFrame.Init(mechanism, new Binary(response.getBytes(UTF_8)), null);
  }

  private void expectOutcome(int result) {
    assertThat(peer.expect(0, SaslFrame.Outcome.class).result()).isEqualTo(result);
  }

  /** Whoever is not let in is not listened to any more, and cut off in the end. */
  private void expectDistrust() {
    peer.expectNothing();
    peer.sendBytes(Peer.AMQP).send(0, Peer.open(512, 0, 0));
    peer.expectNothing();
    assertThat(peer.isCut()).isFalse();
    broker.loops.advanceMs(DISTRUST_MS + 100);
    peer.expectNothing();
    assertThat(peer.isCut()).isTrue();
  }

  /** §5.3.3.1. */
  @Test
  void offersItsMechanismsWithoutBeingAsked() {
    assertThat(peer.beginSasl()).containsExactly("PLAIN", "ANONYMOUS", "SCRAM-SHA-256");
    peer.expectNothing();
  }

  @Test
  void letsInWhoShowsTheRightPassword() {
    peer.beginSasl();

    peer.send(0, Peer.plain("guest", "guest"));

    expectOutcome(SaslFrame.Outcome.OK);
    peer.expectNothing();
    peer.sendBytes(Peer.AMQP);
    peer.expectBytes(Peer.AMQP);
    peer.open();
  }

  @Test
  void letsInTheAnonymous() {
    peer.beginSasl();

    peer.send(0, new SaslFrame.Init("ANONYMOUS", null, null));

    expectOutcome(SaslFrame.Outcome.OK);
  }

  /** §5.3.3.5, §5.3.3.6: 1 is "an unspecified problem with the supplied credentials". */
  @Test
  void tellsWhoShowsAWrongPasswordSo() {
    peer.beginSasl();

    peer.send(0, Peer.plain("guest", "wrong"));

    expectOutcome(SaslFrame.Outcome.AUTH);
    expectDistrust();
  }

  @Test
  void tellsWhoIsUnknownTheSame() {
    peer.beginSasl();

    peer.send(0, Peer.plain("nobody", "guest"));

    expectOutcome(SaslFrame.Outcome.AUTH);
    expectDistrust();
  }

  /** §5.3.3.2: "it MUST close the connection with the authentication-failure close-code". */
  @ParameterizedTest
  @ValueSource(strings = {"EXTERNAL", "plain", "", "NO-SUCH-MECHANISM"})
  void tellsWhoWantsAMechanismThatIsNotOffered(String mechanism) {
    peer.beginSasl();

    peer.send(0, init(mechanism, "\0guest\0guest"));

    expectOutcome(SaslFrame.Outcome.AUTH);
    expectDistrust();
  }

  @ParameterizedTest
  @ValueSource(strings = {"guest", "\0guest", "\0guest\0guest\0more"})
  void tellsWhoseResponseIsNotOfTheMechanismsForm(String response) {
    peer.beginSasl();

    peer.send(0, init("PLAIN", response));

    expectOutcome(SaslFrame.Outcome.AUTH);
    expectDistrust();
  }

  /** §5.3.3.3, §5.3.3.4. */
  @Test
  void asksAndTakesAnAnswer() {
    peer.beginSasl();

    peer.send(0, init("SCRAM-SHA-256", "n,,n=guest,r=nonce"));
    byte[] challenge = peer.expect(0, SaslFrame.Challenge.class).challenge().bytes();
    assertThat(new String(challenge, UTF_8)).startsWith("r=nonce");
    peer.expectNothing();
    peer.send(0, new SaslFrame.Response(new Binary("c=biws,r=other,p=AAAA".getBytes(UTF_8))));

    assertThat(peer.expect(0, SaslFrame.Outcome.class).result()).isEqualTo(SaslFrame.Outcome.AUTH);
  }

  /** §5.3.3.2: an initial response may be left out. */
  @Test
  void asksWhoBeginsWithoutAResponse() {
    peer.beginSasl();

    peer.send(0, new SaslFrame.Init("PLAIN", null, null));
    assertThat(peer.expect(0, SaslFrame.Challenge.class).challenge().bytes()).isEmpty();
    peer.send(0, new SaslFrame.Response(new Binary("\0guest\0guest".getBytes(UTF_8))));

    expectOutcome(SaslFrame.Outcome.OK);
  }

  // ---- frames at the wrong time ----

  static Stream<SaslFrame> ofTheBroker() {
    return Stream.of(
        new SaslFrame.Mechanisms(List.of(new Symbol("PLAIN"))),
        new SaslFrame.Challenge(new Binary(new byte[3])),
        new SaslFrame.Outcome(SaslFrame.Outcome.OK, null),
        new SaslFrame.Response(new Binary(new byte[3])));
  }

  /** §5.3.2: the client's are init and, when it was asked, response. */
  @ParameterizedTest
  @MethodSource("ofTheBroker")
  void listensNoMoreToWhoSendsWhatMayNotComeNow(SaslFrame frame) {
    peer.beginSasl();

    peer.send(0, frame);

    expectDistrust();
  }

  @Test
  void listensNoMoreToWhoBeginsTwice() {
    peer.beginSasl();
    peer.send(0, init("SCRAM-SHA-256", "n,,n=guest,r=nonce"));
    peer.expect(0, SaslFrame.Challenge.class);

    peer.send(0, Peer.plain("guest", "guest"));

    expectDistrust();
  }

  /** §5.3.1: "MUST only contain" SASL frames. */
  @Test
  void listensNoMoreToWhoSendsAFrameOfTheProtocol() {
    peer.beginSasl();

    peer.send(0, Peer.open(512, 0, 0));

    expectDistrust();
  }

  /** A close that says that it is of SASL is no way out either. */
  @Test
  void listensNoMoreToWhoSendsAnotherPerformative() {
    peer.beginSasl();
    byte[] close = Peer.frame(0, new Close(null));
    close[5] = 1;

    peer.sendBytes(close);

    expectDistrust();
  }

  @Test
  void listensNoMoreToWhoSendsWhatIsNoFrame() {
    peer.beginSasl();

    peer.sendBytes(Peer.AMQP); // before the outcome: its first four bytes are no size

    expectDistrust();
  }

  /** Larger than §5.3.1's 512 bytes is taken, as RabbitMQ does; beyond 8,192 nothing is. */
  @Test
  void listensNoMoreToWhoSendsTooMuch() {
    peer.beginSasl();

    peer.sendBytes(
        (byte) 0, (byte) 0, (byte) 0x20, (byte) 1, (byte) 2, (byte) 1, (byte) 0, (byte) 0);

    expectDistrust();
  }

  @Test
  void listensNoMoreToWhatCannotBeRead() {
    peer.beginSasl();

    peer.sendBytes(Peer.frame(1, 0, new byte[] {0, 0x53, 0x41, 0x45}));

    expectDistrust();
  }

  /** §5.3.1: the channel's bytes are of no meaning. */
  @Test
  void theChannelOfASaslFrameIsPassedOver() {
    peer.beginSasl();
    byte[] init = Peer.frame(0, Peer.plain("guest", "guest"));
    init[7] = 9;

    peer.sendBytes(init);

    expectOutcome(SaslFrame.Outcome.OK);
  }

  @Test
  void whoIsSilentIsCutOff() {
    peer.beginSasl();

    broker.loops.advanceMs(11_000);

    peer.expectNothing();
    assertThat(peer.isCut()).isTrue();
  }

  /** A user without rights in the vhost is told when it opens the connection. */
  @Test
  void aUserWithoutPermissionsOfTheVhostIsRefusedAtTheOpen() {
    broker.putUser("stranger", "", "", "");
    Peer stranger = broker.connect().login("stranger", "stranger");
    stranger.sendOpen(new Open("peer", "vhost:other", 512, 0, 0, List.of(), List.of(), Map.of()));

    stranger.expect(0, Open.class);
    stranger.expectClose("amqp:not-found");
  }
}

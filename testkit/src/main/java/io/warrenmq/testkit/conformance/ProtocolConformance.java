package io.warrenmq.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;
import io.warrenmq.testkit.wire.Hex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every protocol keeps. An author's test extends this, says what a client sends to log in, to
 * publish and to subscribe, and has these tests; nothing of the answers is looked at but whether
 * they are always the same. In each of them a plugin of its own has been started, before a broker
 * with a queue {@value #QUEUE}, which {@code amq.topic} and {@code amq.direct} route to by its
 * name.
 *
 * <p>That buffers are neither kept nor released, that nothing is written after {@link
 * io.warrenmq.api.protocol.ProtocolConnection#onClosed}, that the transport is used on its loop
 * alone, and that nothing is thrown where the broker calls, is watched in all of them.
 */
public abstract class ProtocolConformance {
  /** The queue there is, and the routing key that leads to it. */
  public static final String QUEUE = "conformance";

  private static final int FIRST_BYTES = 64;
  private static final int CUTS_MAX = 200;
  private static final int SPLITS = 30;
  private static final int LOGIN_TURNS = 20;
  private static final int GARBAGE_ROUNDS = 200;
  private static final int MUTATION_ROUNDS = 300;
  private static final int ENDING_MS = 35_000; // the longest wait of a ConnectionEnd, and a bit
  private static final int BURST = 500;
  private static final int HELD_BYTES_MAX = 64 << 10;
  private static final String KILOBYTE = "k".repeat(1024);

  private ProtocolBench bench;

  /** For subclasses. */
  protected ProtocolConformance() {}

  /** A new plugin, not started. */
  protected abstract ProtocolPlugin newPlugin();

  /** What the plugin is started with, by key. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /**
   * What a client sends to log in to the vhost {@code /}: pieces for each of which it waits until
   * the one before was answered. It is not to ask for heartbeats, and to be the same each time.
   */
  protected abstract List<byte[]> login(String username, String password);

  /**
   * What a client that is logged in sends so that one message with this text reaches the queue
   * {@value #QUEUE}, through {@code amq.topic}, {@code amq.direct} or the default exchange. It may
   * be sent several times.
   */
  protected abstract byte[] publish(String text);

  /**
   * What a client that is logged in sends to be given what is in the queue {@value #QUEUE}, or what
   * is published to {@code amq.topic} with that key; pieces as in {@link #login}. It is to have to
   * acknowledge, and to ask for as much as it may.
   */
  protected abstract List<byte[]> subscribe();

  /**
   * The broker's bytes without what is another each time for a good reason, for example a challenge
   * of random bytes.
   */
  protected byte[] comparable(byte[] received) {
    return received;
  }

  /** For more tests of the author's. */
  protected final ProtocolBench bench() {
    return bench;
  }

  /** A client that is logged in. */
  protected final BenchPeer loggedIn() {
    BenchPeer client = bench.connect().send(login("guest", "guest"));
    assertEquals(1, bench.connectionCount(), () -> "logged in, after " + shown(client));
    return client;
  }

  @BeforeEach
  final void startBench() {
    bench = new ProtocolBench(newPlugin(), settings());
    bench.declare(QUEUE);
  }

  @AfterEach
  final void closeBench() {
    bench.close();
  }

  // ---- detection

  @Test
  final void knowsItselfByItsFirstBytesHoweverFewThereAre() {
    byte[] first = whole(login("guest", "guest"));

    List<Detection> detections = Detections.ofPrefixes(bench.plugin(), first);

    assertFalse(detections.contains(Detection.NOT_MINE), () -> "of prefixes: " + detections);
    assertEquals(Detection.MINE, detections.get(detections.size() - 1));
  }

  @Test
  final void doesNotChangeItsMindAboutBytesThatItKnows() {
    for (int seed = 0; seed < GARBAGE_ROUNDS; seed++) {
      byte[] garbage = Mutations.garbage(new Random(seed), FIRST_BYTES);
      byte[] almost = Mutations.mutate(new Random(seed), login("guest", "guest").get(0));

      Detections.ofPrefixes(bench.plugin(), garbage);
      Detections.ofPrefixes(
          bench.plugin(), Arrays.copyOf(almost, Math.min(almost.length, FIRST_BYTES)));
    }
  }

  // ---- conversations

  @Test
  final void givesTheSameAnswersToTheSameClient() {
    assertEquals(transcript(conversation()), transcript(conversation()), "see comparable()");
  }

  @Test
  final void givesTheSameAnswersWhereverTheBytesAreCut() {
    List<byte[]> pieces = conversation();
    String expected = transcript(pieces);
    int length = whole(pieces).length;
    int step = Math.max(1, length / CUTS_MAX);

    for (int cut = 1; cut < length; cut += step) {
      int at = cut;
      assertEquals(expected, transcript(Splits.cut(pieces, at)), () -> "cut at byte " + at);
    }
  }

  @Test
  final void givesTheSameAnswersToBytesThatComeOneByOneOrInAnyPieces() {
    List<byte[]> pieces = conversation();
    String expected = transcript(pieces);

    assertEquals(expected, transcript(Splits.single(pieces)), "byte by byte");
    for (int seed = 0; seed < SPLITS; seed++) {
      assertEquals(expected, transcript(Splits.random(pieces, seed)), "random split " + seed);
    }
  }

  @Test
  final void publishesWhatAClientSends() {
    BenchPeer client = loggedIn();

    for (int i = 0; i < BURST; i++) {
      client.sendLater(publish("text " + i));
    }
    bench.loops().runUntilIdle();

    assertEquals(BURST, bench.ready(QUEUE));
    Message first = taken();
    assertEquals("text 0", text(first));
  }

  @Test
  final void deliversWhatOtherProtocolsPublish() {
    BenchPeer client = loggedIn().send(subscribe());

    bench.publish(QUEUE, "from another protocol");

    assertTrue(client.receivedText().contains("from another protocol"), () -> shown(client));
  }

  // ---- strangers

  @Test
  final void letsNobodyInWithAWrongPassword() {
    BenchPeer client = bench.connect().send(login("guest", "wrong")).send(publish("no"));

    assertEquals(0, bench.connectionCount());
    assertEquals(0, bench.ready(QUEUE));
    bench.advanceMs(ENDING_MS);
    assertTrue(client.isClosed(), "it is closed in the end");
  }

  @Test
  final void takesNothingFromAClientThatHasNotLoggedIn() {
    byte[] first = Detections.shortestOwn(bench.plugin(), whole(login("guest", "guest")));

    bench.connect().send(publish("no"));
    bench.connect().send(first).send(publish("no"));
    List<byte[]> pieces = login("guest", "guest");
    bench.connect().send(pieces.subList(0, pieces.size() - 1)).send(subscribe());

    assertEquals(0, bench.ready(QUEUE));
    assertEquals(0, bench.consumers(QUEUE));
  }

  @Test
  final void leavesAClientItsTimeToLogInAndNoMore() {
    byte[] all = whole(login("guest", "guest"));
    byte[] first = Detections.shortestOwn(bench.plugin(), all);

    BenchPeer client = bench.connect().send(first);
    bench.advanceMs(ProtocolBench.HANDSHAKE_TIMEOUT_MS - 1000);
    assertFalse(client.isClosed(), "a second before its time is over");
    bench.advanceMs(2000);

    assertTrue(client.isClosed(), "a second after its time is over");
  }

  @Test
  final void leavesAClientThatHasLoggedInAllTheTimeInTheWorld() {
    BenchPeer client = loggedIn();

    bench.advanceMs(3_600_000);

    assertFalse(client.isClosed());
  }

  @Test
  final void endsWithAClientThatSendsGarbage() {
    byte[] first = Detections.shortestOwn(bench.plugin(), whole(login("guest", "guest")));
    for (int seed = 0; seed < GARBAGE_ROUNDS; seed++) {
      BenchPeer client = bench.connect().send(first);
      byte[] garbage = Mutations.garbage(new Random(seed), 4096);

      client.send(Splits.random(List.of(garbage), seed));
      bench.advanceMs(ProtocolBench.HANDSHAKE_TIMEOUT_MS + ENDING_MS);

      assertTrue(client.isClosed(), "closed after garbage of seed " + seed);
    }
    assertEquals(0, bench.connectionCount());
  }

  @Test
  final void survivesClientsThatAreAlmostRight() {
    byte[] all = whole(conversation());
    for (int seed = 0; seed < MUTATION_ROUNDS; seed++) {
      byte[] almost = Mutations.mutate(new Random(seed), all);
      BenchPeer client = bench.connect();

      client.send(Splits.random(List.of(almost), seed)).cut();
      bench.advanceMs(ENDING_MS);

      assertEquals(0, bench.connectionCount(), "connections left by seed " + seed);
    }
    bench.declare(QUEUE); // as it was, should one have deleted it
    assertEquals(0, bench.consumers(QUEUE));
    loggedIn();
  }

  // ---- back-pressure

  @Test
  final void writesLittleToASocketThatTakesNoMore() {
    BenchPeer client = loggedIn().send(subscribe());
    int before = client.receivedBytes();

    client.setWritable(false);
    publishBurst();
    int held = client.receivedBytes() - before;
    client.setWritable(true);

    assertTrue(held <= HELD_BYTES_MAX, () -> "bytes written though there was no room: " + held);
    assertTrue(
        client.receivedBytes() - before >= held + KILOBYTE.length(),
        "deliveries go on when there is room again");
  }

  @Test
  final void readsNoPublishesWhileItsQueuesAreFull() {
    BenchPeer client = loggedIn().send(publish("before"));

    bench.tellClient(ConnectionHandle::onPublishPause);
    client.send(publish("meanwhile"));
    assertEquals(1, bench.ready(QUEUE), "messages while the queues are full");
    bench.tellClient(ConnectionHandle::onPublishResume);

    assertEquals(2, bench.ready(QUEUE), "messages when they are not any more");
  }

  @Test
  final void readsNoPublishesWhileResourcesAreShort() {
    BenchPeer client = loggedIn().send(publish("before"));

    bench.tellClient(handle -> handle.onBlocked("low on memory"));
    for (int i = 0; i < BURST; i++) {
      client.send(publish("meanwhile"));
    }
    // Who has published does not: one that stops at the first publish has read that one.
    assertTrue(bench.ready(QUEUE) <= 2, () -> "of %d: %d".formatted(BURST, bench.ready(QUEUE)));
    bench.tellClient(ConnectionHandle::onUnblocked);

    assertEquals(1 + BURST, bench.ready(QUEUE), "messages when there is room again");
  }

  // ---- the end

  @Test
  final void endsWhenTheBrokerStops() {
    BenchPeer stranger = bench.connect();
    BenchPeer client = loggedIn().send(subscribe());

    stranger.shutDown();
    client.shutDown();
    bench.advanceMs(ENDING_MS);

    assertTrue(stranger.isClosed(), "one that has sent nothing yet");
    assertTrue(client.isClosed(), "one that does not answer");
    assertEquals(0, bench.connectionCount());
  }

  @Test
  final void endsWhenAnOperatorSaysSo() {
    BenchPeer client = loggedIn().send(subscribe());

    bench.tellClient(handle -> handle.forceClose("Closed via management plugin"));
    bench.advanceMs(ENDING_MS);

    assertTrue(client.isClosed());
    assertEquals(0, bench.connectionCount());
  }

  @Test
  final void givesBackWhatAClientHadThatIsGone() {
    BenchPeer client = loggedIn().send(subscribe());
    publishBurst();

    client.cut();

    assertEquals(0, bench.connectionCount());
    assertEquals(0, bench.consumers(QUEUE));
    assertEquals(BURST, bench.ready(QUEUE), "what it had not acknowledged is ready again");
    bench.advanceMs(ENDING_MS); // timers that it had set find nothing
  }

  @Test
  final void givesBackWhatAClientDoesNotAcknowledgeInTime() {
    loggedIn().send(subscribe());
    bench.publish(QUEUE, "never acknowledged");

    bench.advanceMs(2 * ProtocolBench.CONSUMER_TIMEOUT_MS);

    assertEquals(1, bench.ready(QUEUE));
  }

  @Test
  final void leavesNothingBehindWhenAClientGoesWhileItLogsIn() {
    byte[] all = whole(login("guest", "guest"));
    for (int turns = 0; turns < LOGIN_TURNS; turns++) {
      closeBench(); // one that has let somebody in before may remember, and answer at once
      startBench();
      BenchPeer client = bench.connect();
      client.sendLater(all);
      for (int i = 0; i < turns; i++) {
        bench.loops().step();
      }

      client.cut();

      assertEquals(0, bench.connectionCount(), "connections, gone after turns: " + turns);
    }
  }

  @Test
  final void leavesNothingBehindWheneverAClientGoes() {
    byte[] all = whole(conversation());
    int step = Math.max(1, all.length / CUTS_MAX);
    for (int length = 0; length <= all.length; length += step) {
      BenchPeer client = bench.connect();
      client.sendLater(Arrays.copyOf(all, length));
      for (int turns = length % 7; turns > 0; turns--) { // an answer may be under way
        bench.loops().step();
      }

      client.cut();

      assertEquals(0, bench.connectionCount(), "connections, gone after bytes: " + length);
      assertEquals(0, bench.consumers(QUEUE), "consumers, gone after bytes: " + length);
    }
  }

  // ---- messages

  @Test
  final void hasFormatsThatAreAlwaysTheSame() {
    List<MessageFormat> formats = bench.plugin().formats();

    assertEquals(formats, bench.plugin().formats());
    for (int i = 0; i < formats.size(); i++) {
      assertTrue(formats.get(i) == bench.plugin().formats().get(i), "the same object each time");
      assertFalse(formats.get(i).name().isEmpty());
    }
    assertEquals(formats.size(), formats.stream().map(MessageFormat::name).distinct().count());
  }

  @Test
  final void publishesInAFormatOfItsOwn() {
    loggedIn().send(publish("stored"));

    MessageFormat format = taken().format();

    assertTrue(
        bench.plugin().formats().contains(format),
        () -> format.name() + " is none of formats(), so a restart could not read it");
  }

  @Test
  final void readsAStoredMessageAsItWas() {
    loggedIn().send(publish("stored"));

    FormatChecks.readsWhatWasStored(taken());
  }

  @Test
  final void takesMessagesOfAnyOtherFormat() {
    for (MessageFormat format : bench.plugin().formats()) {
      FormatChecks.takesAnything(format);
    }
  }

  // ----

  private List<byte[]> conversation() {
    List<byte[]> pieces = new ArrayList<>(login("guest", "guest"));
    pieces.addAll(subscribe());
    pieces.add(publish("one"));
    pieces.add(publish("two"));
    return pieces;
  }

  /** What a client gets whose bytes come in these pieces; then it is gone, and the queue empty. */
  private String transcript(List<byte[]> pieces) {
    BenchPeer client = bench.connect().send(pieces);
    byte[] received = comparable(client.received());
    assertFalse(client.isClosed(), () -> "closed in the midst of it, after " + shown(client));
    client.cut();
    bench.delete(QUEUE);
    bench.declare(QUEUE);
    return Hex.format(received);
  }

  private void publishBurst() {
    for (int i = 0; i < BURST; i++) {
      bench.publish(QUEUE, KILOBYTE);
    }
  }

  private Message taken() {
    Message message = bench.take(QUEUE);
    assertNotNull(message, "a message in the queue");
    return message;
  }

  private static String text(Message message) {
    Message plain = message.in(PlainFormat.INSTANCE);
    return new String(plain.bytes(), StandardCharsets.UTF_8);
  }

  private static byte[] whole(List<byte[]> pieces) {
    return Splits.join(pieces);
  }

  private static String shown(BenchPeer client) {
    return "there came: " + client.receivedText();
  }
}

package io.warrenmq.websocket.connection;

import static io.warrenmq.websocket.frame.ClientFrames.all;
import static io.warrenmq.websocket.frame.ClientFrames.binary;
import static io.warrenmq.websocket.frame.ClientFrames.bytes;
import static io.warrenmq.websocket.frame.ClientFrames.close;
import static io.warrenmq.websocket.frame.ClientFrames.frame;
import static io.warrenmq.websocket.frame.ClientFrames.ping;
import static io.warrenmq.websocket.frame.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.testkit.wire.FakeTransport;
import io.warrenmq.testkit.wire.Hex;
import io.warrenmq.websocket.LineProtocol;
import io.warrenmq.websocket.LineProtocol.LineConnection;
import io.warrenmq.websocket.upgrade.Accepted;
import io.warrenmq.websocket.upgrade.Offer;
import io.warrenmq.websocket.upgrade.WebSocketOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketConnectionTest {
  private static final int FIRST_BYTES_MS = 10_000;
  private static final int IDLE_MS = 60_000;
  private static final Credentials TOKEN = new Credentials.Token("t");

  private final LineProtocol protocol = new LineProtocol("line");
  private final FakeTransport transport = new FakeTransport();
  private final long buffersBefore = buffers();

  @AfterEach
  void givesAllMemoryBack() {
    transport.cut();

    assertThat(buffers()).isEqualTo(buffersBefore);
  }

  @Test
  void carriesAUnitInAFrameSeveralInAFrameAndOneOverSeveral() {
    open(Frames.BINARY);

    transport.arrive(binary("one\n"));
    expect("82 09 'echo:one' 0a");
    transport.arrive(binary("two\nthree\n"));
    expect("82 14 'echo:two' 0a 'echo:three' 0a");
    transport.arrive(all(binary("fo"), binary("u"), binary("r\nfi"), binary("ve\n")));
    expect("82 14 'echo:four' 0a 'echo:five' 0a");
    transport.arrive(
        all(frame(0x02, utf8("si")), ping("?"), frame(0, utf8("x")), frame(0x80, utf8("\n"))));
    expect("8a 01 '?' 82 09 'echo:six' 0a");
  }

  @Test
  void carriesTheSameWhereverTheBytesAreCut() {
    byte[] wire =
        bytes(
            all(
                binary("a\nb"),
                ping("p"),
                binary(""),
                binary("c\n"),
                binary("d\ne\nf"),
                binary("\n")));
    for (int cut = 0; cut <= wire.length; cut++) {
      WebSocketConnectionTest each = new WebSocketConnectionTest();
      each.open(Frames.BINARY);
      each.transport.arrive(Unpooled.copiedBuffer(wire, 0, cut));
      each.transport.arrive(Unpooled.copiedBuffer(wire, cut, wire.length - cut));

      assertThat(payloads(each.transport.takeWritten()))
          .as("cut at %d", cut)
          .isEqualTo("echo:a\necho:bc\necho:d\necho:e\necho:f\n");
      each.transport.cut();
    }
  }

  @Test
  void carriesTheSameInFramesAndPiecesOfAnySizeWithPausesInBetween() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      StringBuilder said = new StringBuilder();
      StringBuilder answers = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        String line = random.nextInt(4) == 0 ? "PAUSE" : "x".repeat(random.nextInt(100)) + i;
        said.append(line).append('\n');
        answers.append(line.equals("PAUSE") ? "" : "echo:" + line + "\n");
      }
      ByteBuf wire = inFrames(utf8(said.toString()), random);
      WebSocketConnectionTest each = new WebSocketConnectionTest();
      each.open(each.offer(Frames.BINARY, 1 << 20, false));
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      while (wire.isReadable() || each.transport.unreadBytes() > 0 || each.transport.isPaused()) {
        each.transport.arrive(wire.readSlice(Math.min(wire.readableBytes(), random.nextInt(120))));
        if (each.transport.isPaused()) {
          each.transport.run(each.line()::resume);
        }
        written.writeBytes(each.transport.takeWritten());
      }

      assertThat(payloads(written.toByteArray())).as("seed %d", seed).isEqualTo(answers.toString());
      each.transport.cut();
    }
  }

  @Test
  void opensTheProtocolByTheFirstBytesOfData() {
    open(Frames.BINARY);

    transport.arrive(all(ping(""), binary("")));
    assertThat(protocol.opened).isEmpty();
    transport.arrive(binary("x"));
    assertThat(protocol.opened).hasSize(1);
  }

  @Test
  void opensTheProtocolWhoseTheFirstBytesAreWhereTheRequestLeftSeveral() {
    LineProtocol texts = new LineProtocol("texts", "TEXT");
    open(offer(Frames.BINARY, 1000, false), offer(texts, Frames.TEXT, 100, true));

    transport.arrive(all(text("T"), ping("?"), text("EXT")));
    expect("8a 01 '?'");
    assertThat(texts.opened).hasSize(1);
    assertThat(texts.opened.get(0).transport.shownBefore()).isEqualTo(TOKEN);
    transport.arrive(text("\n"));
    expect("81 0a 'echo:TEXT' 0a");
    transport.arrive(frame(0x82, new byte[101]));
    assertThat(Hex.format(transport.takeWritten())).startsWith("88 ").contains("03 f1");
  }

  @Test
  void keepsFromAProtocolWhatTheRequestShowedUnlessItIsToKnow() {
    open(offer(Frames.BINARY, 1000, false));

    transport.arrive(binary("x"));

    assertThat(line().transport.shownBefore()).isNull();
  }

  @Test
  void refusesTextOfAProtocolThatTakesNone() {
    LineProtocol binaries = new LineProtocol("binaries", "LINE");
    open(offer(binaries, Frames.BINARY, 1000, false), offer(Frames.TEXT, 1000, false));

    transport.arrive(text("LINE\n"));

    assertThat(Hex.format(transport.takeWritten())).startsWith("88 ").contains("03 eb");
    assertThat(binaries.opened).isEmpty();
  }

  @Test
  void tellsAClientWhoseFirstBytesNobodyKnowsWhatIsSpoken() {
    open(
        offer(new LineProtocol("a", "LINE"), Frames.BINARY, 1000, false),
        offer(new LineProtocol("b", "LIFE"), Frames.BINARY, 1000, false));

    transport.arrive(binary("LI"));
    assertThat(transport.takeWritten()).isEmpty();
    transport.arrive(binary("VE"));

    assertThat(Hex.format(transport.takeWritten())).startsWith("82 04 4c 49 46 45 88 ");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void sendsTextWhereItIsUtf8AndElseBytes() {
    open(Frames.TEXT);

    transport.arrive(text("grüße\n"));
    expect("81 0d 'echo:grüße' 0a");
    transport.run(() -> write("'a' ff 0a"));
    expect("82 03 'a' ff 0a");
    transport.run(() -> write("'cut off' c3"));
    expect("82 08 'cut off' c3");
    transport.run(() -> write("'a' 0a"));
    expect("81 02 'a' 0a");
  }

  @Test
  void sendsLongTextInSeveralMessages() {
    open(Frames.TEXT);
    transport.arrive(binary("x"));

    transport.run(
        () -> {
          line().write("a".repeat(65_530));
          line().write("ä".repeat(7));
          line().write("c");
        });

    assertThat(Hex.format(transport.takeWritten()))
        .startsWith("81 7e ff fa 61")
        .endsWith("61 81 0f c3 a4 c3 a4 c3 a4 c3 a4 c3 a4 c3 a4 c3 a4 63");
  }

  @Test
  void sendsLongBinaryOutputInSeveralMessages() {
    open(Frames.BINARY);
    transport.arrive(binary("x"));

    transport.run(
        () -> {
          for (int i = 0; i < 3; i++) {
            line().write("a".repeat(40_000));
          }
        });

    String written = Hex.format(transport.takeWritten());
    assertThat(written).startsWith("82 7e 9c 40 61").doesNotContain("82 7f");
    assertThat(written.split("82 7e 9c 40", -1)).hasSize(4);
  }

  @Test
  void takesBytesFromClientsOfATextProtocol() {
    open(Frames.TEXT);

    transport.arrive(binary("x\n"));

    expect("81 07 'echo:x' 0a");
  }

  @Test
  void stopsReadingWithinAFrameAndGoesOnWhereItWas() {
    open(Frames.BINARY);

    transport.arrive(all(binary("PAUSE\none\ntw"), binary("o\n"), ping("late")));
    assertThat(transport.isPaused()).isTrue();
    assertThat(transport.takeWritten()).isEmpty();

    transport.run(line()::resume);
    expect("8a 04 'late' 82 12 'echo:one' 0a 'echo:two' 0a");
    assertThat(transport.unreadBytes()).isZero();
  }

  @Test
  void goesOnWithWhatItTookOutOfFramesThoughNothingMoreComes() {
    open(Frames.BINARY);

    transport.arrive(all(binary("PA"), binary("USE\nafter\n")));
    assertThat(transport.takeWritten()).isEmpty();
    assertThat(transport.unreadBytes()).isZero();

    transport.run(line()::resume);
    expect("82 0b 'echo:after' 0a");
  }

  @Test
  void passesOnWhetherTheSocketTakesMore() {
    open(Frames.BINARY);
    transport.arrive(binary("x"));

    transport.setWritable(false);
    assertThat(line().transport.isWritable()).isFalse();
    transport.setWritable(true);
    assertThat(line().transport.isWritable()).isTrue();
    assertThat(protocol.events).containsExactly("writable false", "writable true");
  }

  @Test
  void answersPingsAndNotPongs() {
    open(Frames.BINARY);

    transport.arrive(all(ping(""), frame(0x8A, utf8("unasked")), ping("x".repeat(125))));

    expect("8a 00 8a 7d '" + "x".repeat(125) + "'");
  }

  @Test
  void answersTheLastPingOfAClientThatTookNothing() {
    open(Frames.BINARY);

    transport.setWritable(false);
    transport.arrive(all(ping("1"), ping("2"), ping("3")));
    assertThat(transport.takeWritten()).isEmpty();

    transport.setWritable(true);
    expect("8a 01 '3'");
    transport.setWritable(true);
    expect("");
  }

  @Test
  void answersACloseWithItsCodeAndTellsTheProtocol() {
    open(Frames.BINARY);

    transport.arrive(all(binary("x\n"), close(4321, "für immer"), binary("never read\n")));

    expect("82 07 'echo:x' 0a 88 02 10 e1");
    assertThat(transport.isClosed()).isTrue();
    assertThat(protocol.events).containsExactly("closed");
    transport.cut();
    assertThat(protocol.events).containsExactly("closed");
  }

  @Test
  void answersACloseWithoutACodeWithoutOne() {
    open(Frames.BINARY);

    transport.arrive(frame(0x88, new byte[0]));

    expect("88 00");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void refusesClosesThatAreMalformed() {
    refuses(frame(0x88, new byte[1]), 1002);
    refuses(close(1005, ""), 1002);
    refuses(close(2999, ""), 1002);
    refuses(frame(0x88, Hex.parse("03e8 ff")), 1007);
  }

  @Test
  void refusesFramesThatAreMalformed() {
    refuses(Unpooled.wrappedBuffer(Hex.parse("82 01 41")), 1002);
    refuses(text("x"), 1003);
    refuses(frame(0x82, new byte[1001]), 1009);
  }

  @Test
  void closesFromItsSideAndWaitsForTheAnswer() {
    open(Frames.BINARY);

    transport.arrive(all(binary("BYE\nnever "), frame(0x02, utf8("read")), ping("no more")));
    expect("82 04 'bye' 0a 88 02 03 e8");
    assertThat(protocol.events).containsExactly("closed");
    assertThat(transport.isClosed()).isFalse();

    transport.arrive(all(frame(0x80, utf8("still")), close(1000, "")));
    expect("");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void closesFromItsSideWithoutAnAnswerInTime() {
    open(Frames.BINARY);
    transport.arrive(binary("BYE\n"));

    transport.advanceMs(WebSocketConnection.CLOSE_TIMEOUT_MS - 100);
    assertThat(transport.isClosed()).isFalse();
    transport.advanceMs(200);
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void closesFromItsSideThoughItHadStoppedReading() {
    open(Frames.BINARY);
    transport.arrive(binary("PAUSE\nunread"));

    transport.run(() -> line().transport.close());
    assertThat(transport.isPaused()).isFalse();
    transport.arrive(close(1000, ""));

    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void throwsMalformedFramesAwayWithTheConnectionOnceItCloses() {
    open(Frames.BINARY);
    transport.arrive(binary("BYE\n"));
    transport.takeWritten();

    transport.arrive(Unpooled.wrappedBuffer(Hex.parse("ff ff ff ff")));

    expect("");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void saysGoodByeWhenTheBrokerStops() {
    open(Frames.BINARY);
    transport.arrive(binary("x"));

    transport.shutDown();

    expect("82 08 'shutdown' 88 02 03 e9");
  }

  @Test
  void saysGoodByeAlsoBeforeTheProtocolIsOpen() {
    open(Frames.BINARY);

    transport.shutDown();

    expect("88 02 03 e9");
  }

  @Test
  void tellsTheProtocolWhenTheClientIsGone() {
    open(Frames.BINARY);
    transport.arrive(all(binary("half a line"), frame(0x02, utf8("more"))));

    transport.cut();

    assertThat(protocol.events).containsExactly("closed");
  }

  @Test
  void closesWhoSendsNothingForTheIdleTime() {
    open(Frames.BINARY);
    transport.arrive(binary("x"));

    transport.advanceMs(IDLE_MS - 1000);
    transport.arrive(ping(""));
    transport.takeWritten();
    transport.advanceMs(IDLE_MS + 1000); // a client may be as slow as that
    assertThat(transport.isClosed()).isFalse();

    transport.takeWritten();
    transport.advanceMs(IDLE_MS / 2);
    assertThat(Hex.format(transport.takeWritten())).startsWith("88 1a 03 e8");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void asksAnIdleClientForASignOfLifeOnceInAWhileWhichKeepsIt() {
    open(Frames.BINARY);
    transport.arrive(binary("x"));

    for (int i = 0; i < 10; i++) {
      transport.advanceMs(3 * IDLE_MS / 4 + 100);
      expect("89 00");
      transport.arrive(frame(0x8A, new byte[0]));
    }
    transport.setWritable(false);
    transport.advanceMs(IDLE_MS);

    assertThat(transport.takeWritten()).isEmpty();
    assertThat(transport.isClosed()).isFalse();
  }

  @Test
  void boundsAMessageOverAllItsFrames() {
    open(Frames.BINARY);
    transport.arrive(all(frame(0x02, new byte[600]), frame(0x80, new byte[400])));
    assertThat(transport.isClosed()).isFalse();

    transport.arrive(all(frame(0x02, new byte[600]), frame(0x00, new byte[401])));

    assertThat(Hex.format(transport.takeWritten())).startsWith("88 ").contains("03 f1");
    assertThat(transport.isClosed()).isTrue();
  }

  @Test
  void doesNotHoldSilenceAgainstWhoIsNotRead() {
    open(Frames.BINARY);
    transport.arrive(binary("PAUSE\n"));

    transport.advanceMs(3 * IDLE_MS);

    assertThat(transport.isClosed()).isFalse();
  }

  @Test
  void closesWhoSendsNoData() {
    open(Frames.BINARY);

    transport.advanceMs(FIRST_BYTES_MS - 100);
    transport.arrive(ping(""));
    assertThat(transport.isClosed()).isFalse();
    transport.advanceMs(200);

    assertThat(transport.isClosed()).isTrue();
  }

  /** How many buffers are in use; this thread has no cache of them. */
  private static long buffers() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }

  private void refuses(ByteBuf wire, int code) {
    WebSocketConnectionTest each = new WebSocketConnectionTest();
    each.open(Frames.BINARY);

    each.transport.arrive(wire);

    byte[] written = each.transport.takeWritten();
    assertThat(written[0]).isEqualTo((byte) 0x88);
    assertThat(Unpooled.wrappedBuffer(written).getUnsignedShort(2)).isEqualTo(code);
    assertThat(each.transport.isClosed()).isTrue();
    each.transport.cut();
  }

  private void open(Frames frames) {
    open(offer(frames, 1000, false));
  }

  private Offer offer(Frames frames, int frameBytesMax, boolean httpAuth) {
    return offer(protocol, frames, frameBytesMax, httpAuth);
  }

  private static Offer offer(
      LineProtocol protocol, Frames frames, int frameBytesMax, boolean httpAuth) {
    return new Offer(
        protocol,
        new WebSocketSpec("web_line", 1, List.of("line"), true, frames),
        new WebSocketOptions("/ws", frameBytesMax, IDLE_MS, List.of(), false, httpAuth));
  }

  private void open(Offer... offers) {
    Accepted accepted = new Accepted(List.of(offers), "", "", "", TOKEN);
    transport.connect(carrier -> new WebSocketConnection(carrier, accepted, null, FIRST_BYTES_MS));
  }

  private LineConnection line() {
    return protocol.opened.get(0);
  }

  private void write(String hex) {
    byte[] bytes = Hex.parse(hex);
    line().transport.out(bytes.length).writeBytes(bytes);
  }

  private void expect(String hex) {
    assertThat(Hex.format(transport.takeWritten())).isEqualTo(Hex.format(Hex.parse(hex)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** These bytes in messages, fragmented or not, with pings in between. */
  private static ByteBuf inFrames(byte[] bytes, Random random) {
    ByteBuf wire = Unpooled.buffer();
    boolean inMessage = false;
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, random.nextInt(200));
      boolean last = random.nextBoolean() || at + length == bytes.length;
      int first = (last ? 0x80 : 0) | (inMessage ? 0 : 2);
      wire.writeBytes(frame(first, java.util.Arrays.copyOfRange(bytes, at, at + length)));
      inMessage = !last;
      at += length;
      if (random.nextInt(4) == 0) {
        wire.writeBytes(frame(0x8A, new byte[random.nextInt(126)]));
      }
    }
    return wire;
  }

  /** What the data frames among these hold. */
  private static String payloads(byte[] written) {
    ByteBuf in = Unpooled.wrappedBuffer(written);
    StringBuilder payloads = new StringBuilder();
    while (in.isReadable()) {
      int opcode = in.readByte() & 0xF;
      int length = in.readByte();
      length = length == 126 ? in.readUnsignedShort() : length;
      CharSequence payload = in.readCharSequence(length, StandardCharsets.UTF_8);
      payloads.append(opcode < 8 ? payload : "");
    }
    return payloads.toString();
  }
}

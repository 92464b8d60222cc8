package io.warrenmq.websocket.connection;

import static io.warrenmq.websocket.frame.ClientFrames.all;
import static io.warrenmq.websocket.frame.ClientFrames.frame;
import static io.warrenmq.websocket.frame.ClientFrames.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.protocol.WebSocketSpec;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.testkit.wire.FakeTransport;
import io.warrenmq.testkit.wire.Hex;
import io.warrenmq.websocket.LineProtocol;
import io.warrenmq.websocket.LineProtocol.LineConnection;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.upgrade.Accepted;
import io.warrenmq.websocket.upgrade.Offer;
import io.warrenmq.websocket.upgrade.WebSocketOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** permessage-deflate, RFC 7692, against the JDK's zlib used by the test itself. */
class CompressionTest {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;

  private final LineProtocol protocol = new LineProtocol("line");
  private final FakeTransport transport = new FakeTransport();
  private final LoopCodecs codecs = new LoopCodecs();
  private final long buffersBefore = buffers();

  @AfterEach
  void givesAllMemoryBack() {
    transport.cut();

    assertThat(buffers()).isEqualTo(buffersBefore);
  }

  @Test
  void readsTheExamplesOfTheSpecification() { // §7.2.3: "Hello", here with what is behind it
    open(Frames.BINARY);

    transport.arrive(frame(0xC2, Hex.parse("f2 48 cd c9 c9 07 00")));
    transport.arrive(
        all(frame(0x42, Hex.parse("f2 48 cd")), frame(0x80, Hex.parse("c9 c9 07 00"))));
    transport.arrive(frame(0xC2, Hex.parse("00 05 00 fa ff 48 65 6c 6c 6f 00"))); // stored
    transport.arrive(frame(0xC2, Hex.parse("f3 48 cd c9 c9 07 00 00"))); // a last block
    transport.arrive(frame(0xC2, Hex.parse("f2 48 05 00 00 00 ff ff ca c9 c9 07 00"))); // two
    transport.arrive(frame(0x82, new byte[] {'\n'}));

    assertThat(read(transport.takeWritten())).isEqualTo("echo:" + "Hello".repeat(5) + "\n");
  }

  @Test
  void carriesTheSameWhereverTheBytesAreCut() {
    ByteBuf wire =
        all(
            frame(0xC2, deflated("one\ntw")),
            frame(0x42, Arrays.copyOf(deflated("o\nthree"), 4)),
            ping("?"),
            frame(0x80, Arrays.copyOfRange(deflated("o\nthree"), 4, deflated("o\nthree").length)),
            frame(0x82, "\n".getBytes(StandardCharsets.US_ASCII)));
    for (int cut = 0; cut <= wire.readableBytes(); cut++) {
      CompressionTest each = new CompressionTest();
      each.open(Frames.BINARY);
      each.transport.arrive(wire.slice(0, cut));
      each.transport.arrive(wire.slice(cut, wire.readableBytes() - cut));

      assertThat(each.read(each.transport.takeWritten()))
          .as("cut at %d", cut)
          .isEqualTo("echo:one\necho:two\necho:three\n");
      each.transport.cut();
    }
  }

  @Test
  void carriesLargeMessagesThroughPauses() {
    open(Frames.BINARY);
    StringBuilder lines = new StringBuilder();
    StringBuilder answers = new StringBuilder();
    for (int i = 0; lines.length() < MESSAGE_BYTES_MAX - 100; i++) {
      lines.append(i % 5000 == 7 ? "PAUSE" : "line " + i).append('\n');
      answers.append(i % 5000 == 7 ? "" : "echo:line " + i + "\n");
    }

    transport.arrive(frame(0xC2, deflated(lines.toString())));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    while (transport.isPaused()) {
      transport.run(protocol.opened.get(0)::resume);
      written.writeBytes(transport.takeWritten());
    }

    assertThat(read(written.toByteArray())).isEqualTo(answers.toString());
  }

  @Test
  void compressesWhatIsWorthItMessageByMessage() {
    open(Frames.TEXT);
    transport.arrive(frame(0x81, "x\n".getBytes(StandardCharsets.US_ASCII)));
    assertThat(transport.takeWritten()).startsWith(0x81, 7); // small: as it is
    String first = "größer ".repeat(9_000);
    String second = "z".repeat(1000) + "\n";

    transport.run(
        () -> {
          line().write(first);
          line().write(second);
        });

    byte[] written = transport.takeWritten();
    assertThat(written[0]).isEqualTo((byte) 0xc1); // text, compressed
    assertThat(written).hasSizeLessThan(2_000);
    assertThat(read(written)).isEqualTo(first + second);
  }

  @Test
  void stopsAtTheLimitOfWhatIsMadeOfAMessage() {
    open(Frames.BINARY);
    byte[] bomb = deflated("x".repeat(100 * MESSAGE_BYTES_MAX));
    long before = buffers();

    transport.arrive(frame(0xC2, bomb));

    assertThat(Hex.format(transport.takeWritten())).startsWith("88 ").contains("03 f1");
    assertThat(transport.isClosed()).isTrue();
    assertThat(buffers() - before).isLessThan(10);
  }

  @Test
  void countsMessagesOneByOne() {
    open(Frames.BINARY);
    byte[] most = deflated("x".repeat(MESSAGE_BYTES_MAX - 1) + "\n");

    for (int i = 0; i < 3; i++) {
      transport.arrive(frame(0xC2, most));
    }

    assertThat(transport.isClosed()).isFalse();
    assertThat(read(transport.takeWritten())).hasSize(3 * (MESSAGE_BYTES_MAX + 5));
  }

  @Test
  void refusesWhatIsNotAgreedOn() {
    refuses(frame(0xC2, Hex.parse("ff ff ff ff")), "03 ef"); // no compressed bytes
    refuses(frame(0xC1, deflated(new byte[] {(byte) 0xC0, (byte) 0x80})), "03 ef"); // no UTF-8
    refuses(frame(0xE2, deflated("x")), "03 ea");
    refuses(frame(0xC9, Hex.parse("00")), "03 ea"); // a ping
    refuses(all(frame(0x42, Hex.parse("f2 48")), frame(0xC0, Hex.parse("cd"))), "03 ea");
  }

  @Test
  void survivesWhateverBytesCome() {
    byte[] message = deflated("one\ntwo\n".repeat(50));
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] wrong = message.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
      }
      CompressionTest each = new CompressionTest();
      each.open(random.nextBoolean() ? Frames.TEXT : Frames.BINARY);
      int cut = random.nextInt(wrong.length);
      each.transport.arrive(frame(0x42, Arrays.copyOf(wrong, cut)));
      each.transport.arrive(frame(0x80, Arrays.copyOfRange(wrong, cut, wrong.length)));
      each.transport.arrive(frame(0x88, new byte[0]));

      assertThat(each.transport.isClosed()).as("seed %d", seed).isTrue();
      each.transport.cut();
      assertThat(buffers()).as("seed %d", seed).isEqualTo(buffersBefore);
    }
  }

  private void refuses(ByteBuf wire, String code) {
    CompressionTest each = new CompressionTest();
    each.open(Frames.TEXT);
    each.transport.arrive(wire);

    assertThat(Hex.format(each.transport.takeWritten())).startsWith("88 ").contains(code);
    assertThat(each.transport.isClosed()).isTrue();
    each.transport.cut();
  }

  private void open(Frames frames) {
    Offer offer =
        new Offer(
            protocol,
            new WebSocketSpec("web_line", 1, List.of("line"), true, frames),
            new WebSocketOptions("/ws", MESSAGE_BYTES_MAX, 0, List.of(), true, false));
    Accepted accepted = new Accepted(List.of(offer), "line", "permessage-deflate", "", null);
    transport.connect(carrier -> new WebSocketConnection(carrier, accepted, codecs, 10_000));
  }

  private LineConnection line() {
    return protocol.opened.get(0);
  }

  private static byte[] deflated(String text) {
    return deflated(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(bytes);
    byte[] out = new byte[bytes.length + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  /** What the broker's frames say, whose messages may be compressed. */
  private String read(byte[] frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean compressed = false;
    for (ByteBuf in = Unpooled.wrappedBuffer(frames); in.isReadable(); ) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      length = length < 126 ? length : length == 126 ? in.readUnsignedShort() : (int) in.readLong();
      byte[] payload = new byte[length];
      in.readBytes(payload);
      if ((first & 0x0F) < 8) {
        compressed = (first & 0x0F) == 0 ? compressed : (first & 0x40) != 0;
        message.writeBytes(payload);
        if ((first & 0x80) != 0) {
          all.writeBytes(compressed ? inflated(message.toByteArray()) : message.toByteArray());
          message.reset();
        }
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static byte[] inflated(byte[] message) {
    Inflater inflater = new Inflater(true);
    inflater.setInput(withTail(message));
    byte[] out = new byte[4 * MESSAGE_BYTES_MAX];
    try {
      return Arrays.copyOf(out, inflater.inflate(out));
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] withTail(byte[] message) {
    byte[] whole = Arrays.copyOf(message, message.length + 4);
    whole[message.length + 2] = (byte) 0xFF;
    whole[message.length + 3] = (byte) 0xFF;
    return whole;
  }

  private static long buffers() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }
}

package io.warrenmq.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.warrenmq.testkit.wire.FakeTransport;
import io.warrenmq.websocket.LineProtocol;
import io.warrenmq.websocket.deflate.LoopCodecs;
import io.warrenmq.websocket.frame.ClientFrames;
import io.warrenmq.websocket.upgrade.Offers;
import io.warrenmq.websocket.upgrade.Requests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/**
 * A whole connection, its request and frames changed at random and cut anywhere: whatever comes, it
 * answers or closes, throws nothing and gives all memory back. The system property {@code
 * warren.fuzz.factor} says how many times five thousand connections, {@code warren.fuzz.seed} from
 * which seed.
 */
class WebSocketFuzzTest {
  private static final int INPUTS = 5_000;
  private static final String OFFER =
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nHost:";
  private static final byte[] COMPRESSED = compressed("one\ntwo\nPAUSE\n".repeat(20));

  private final LoopCodecs codecs = new LoopCodecs();

  @Test
  void survivesTheSameInputsEachTime() {
    fuzz(1, INPUTS);
  }

  @Test
  void survivesOthers() {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    fuzz(seed, INPUTS * Integer.getInteger("warren.fuzz.factor", 1));
  }

  private void fuzz(long seed, int inputs) {
    long before = buffers();
    for (int i = 0; i < inputs; i++) {
      Random random = new Random(seed + i);
      byte[] wire = wire(random);
      int changes = random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      play(wire, changes == 0, random, "seed " + (seed + i));
      assertThat(buffers()).as("seed %d", seed + i).isEqualTo(before);
    }
  }

  private void play(byte[] wire, boolean isSound, Random random, String seed) {
    LineProtocol protocol = new LineProtocol("line");
    FakeTransport transport = new FakeTransport();
    Offers offers = new Offers(List.of(Requests.compressing(protocol, "line")), null);
    transport.connect(
        carrier -> new UpgradingConnection(carrier, offers, loop -> codecs, 10_000, 10_000));
    StringBuilder answer = new StringBuilder();
    for (int at = 0; at < wire.length; ) {
      int bytes = Math.min(wire.length - at, 1 + random.nextInt(300));
      transport.arrive(Unpooled.wrappedBuffer(wire, at, bytes));
      at += bytes;
      while (transport.isPaused() && !transport.isClosed()) {
        transport.run(protocol.opened.get(0)::resume);
      }
      answer.append(new String(transport.takeWritten(), StandardCharsets.ISO_8859_1));
    }

    assertThat(answer.toString()).as(seed).matches("(?s)|HTTP/1.1 [145].*");
    if (isSound) {
      assertThat(answer.toString()).as(seed).contains("\r\n\r\n").contains(" 101 ");
      assertThat(transport.isClosed()).as(seed).isTrue(); // by the close frame at the end
    }
    transport.cut();
  }

  private static byte[] wire(Random random) {
    ByteBuf all = Unpooled.buffer();
    String request = Requests.EXAMPLE.replace("Host:", OFFER);
    all.writeCharSequence(request, StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(6); i >= 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> all.writeBytes(ClientFrames.binary("line\nPAUSE\nand"));
        case 1 -> all.writeBytes(ClientFrames.ping("?"));
        case 2 -> all.writeBytes(ClientFrames.frame(0xC2, COMPRESSED));
        default -> {
          int cut = random.nextInt(COMPRESSED.length);
          all.writeBytes(ClientFrames.frame(0x42, Arrays.copyOf(COMPRESSED, cut)));
          all.writeBytes(ClientFrames.ping(""));
          all.writeBytes(
              ClientFrames.frame(0x80, Arrays.copyOfRange(COMPRESSED, cut, COMPRESSED.length)));
        }
      }
    }
    all.writeBytes(ClientFrames.close(1000, "bye"));
    return ClientFrames.bytes(all);
  }

  private static byte[] compressed(String text) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
    byte[] out = new byte[1000];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  private static long buffers() {
    return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }
}

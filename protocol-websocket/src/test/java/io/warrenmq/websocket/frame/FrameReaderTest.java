package io.warrenmq.websocket.frame;

import static io.warrenmq.websocket.frame.ClientFrames.all;
import static io.warrenmq.websocket.frame.ClientFrames.binary;
import static io.warrenmq.websocket.frame.ClientFrames.bytes;
import static io.warrenmq.websocket.frame.ClientFrames.frame;
import static io.warrenmq.websocket.frame.ClientFrames.ping;
import static io.warrenmq.websocket.frame.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.testkit.wire.Hex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int MAX = 1 << 20;

  @Test
  void readsTheExampleOfTheSpecification() {
    // RFC 6455 §5.7: a single-frame masked text message
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("81 85 37 fa 21 3d 7f 9f 4d 51 58"));

    assertThat(read(new FrameReader(MAX, true, false), in)).containsExactly("1:Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65535, 65536, 70_000, MAX})
  void readsPayloadsOfEverySize(int size) {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    FrameReader reader = new FrameReader(MAX, false, false);
    ByteBuf in = frame(0x82, payload);

    assertThat(reader.beginFrame(in)).isTrue();
    assertThat(reader.unmask(in)).isEqualTo(size);
    assertThat(bytes(in)).isEqualTo(payload);
  }

  @Test
  void readsTheSameWhereverTheBytesAreCut() {
    byte[] wire =
        bytes(
            all(
                frame(0x01, "grüße ".getBytes(StandardCharsets.UTF_8)),
                ping("are you there?"),
                frame(0x00, "x".repeat(200).getBytes(StandardCharsets.UTF_8)),
                frame(0x80, "€".getBytes(StandardCharsets.UTF_8)),
                binary("bytes"),
                frame(0x88, Hex.parse("03e8"))));
    List<String> whole = read(new FrameReader(MAX, true, false), Unpooled.copiedBuffer(wire));
    assertThat(whole).hasSize(6).startsWith("1:grüße ", "9:are you there?");

    for (int cut = 0; cut <= wire.length; cut++) {
      assertThat(readInPieces(wire, cut)).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void leavesAHeaderThatIsNotWholeWhereItIs() {
    byte[] wire = bytes(frame(0x82, new byte[70_000]));
    FrameReader reader = new FrameReader(MAX, false, false);

    for (int length = 0; length < 14; length++) {
      ByteBuf in = Unpooled.copiedBuffer(wire, 0, length);
      assertThat(reader.beginFrame(in)).isFalse();
      assertThat(in.readableBytes()).isEqualTo(length);
    }
    assertThat(reader.beginFrame(Unpooled.copiedBuffer(wire, 0, 14))).isTrue();
  }

  @Test
  void unmasksEachByteOnceWhoeverReadsHowMuch() {
    Random random = new Random(5);
    byte[] payload = new byte[1000];
    random.nextBytes(payload);
    ByteBuf wire = frame(0x82, payload);
    ByteBuf in = Unpooled.buffer();
    ByteBuf out = Unpooled.buffer();
    FrameReader reader = new FrameReader(MAX, false, false);

    in.writeBytes(wire, 8);
    assertThat(reader.beginFrame(in)).isTrue();
    while (!reader.endFrame()) {
      in.writeBytes(wire, Math.min(wire.readableBytes(), random.nextInt(30)));
      int taken = random.nextInt(reader.unmask(in) + 1);
      out.writeBytes(in, taken);
      reader.onRead(taken);
    }

    assertThat(bytes(out)).isEqualTo(payload);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c2 80 00000000       | 1002 | reserved bits",
        "a2 80 00000000       | 1002 | reserved bits",
        "92 80 00000000       | 1002 | reserved bits",
        "83 80 00000000       | 1002 | unknown opcode 3",
        "87 80 00000000       | 1002 | unknown opcode 7",
        "8b 80 00000000       | 1002 | unknown opcode 11",
        "8f 80 00000000       | 1002 | unknown opcode 15",
        "82 00                | 1002 | not masked",
        "88 00                | 1002 | not masked",
        "82 05 48656c6c6f     | 1002 | not masked",
        "09 80 00000000       | 1002 | fragmented",
        "08 80 00000000       | 1002 | fragmented",
        "89 fe 007e 00000000  | 1002 | more than 125",
        "88 ff 00000000       | 1002 | more than 125",
        "8a fe 007e           | 1002 | more than 125",
        "80 80 00000000       | 1002 | continuation of nothing",
        "00 80 00000000       | 1002 | continuation of nothing",
        "02 80 00000000 81    | none | ",
        "02 80 00000000 8280  | 1002 | within another",
        "02 80 00000000 0180  | 1002 | within another",
        "82 fe 0000           | 1002 | more bytes than it needs",
        "82 fe 007d           | 1002 | more bytes than it needs",
        "82 ff 000000000000ffff | 1002 | more bytes than it needs",
        "82 ff 8000000000000000 | 1002 | 64 bits",
        "82 ff ffffffffffffffff | 1002 | 64 bits",
        "82 ff 7fffffffffffffff | 1009 | above the limit of 1048576",
        "82 ff 0000000000100001 | 1009 | a message of 1048577 bytes",
      })
  void refusesWhatIsMalformed(String hex, String code, String text) {
    FrameReader reader = new FrameReader(MAX, true, false);
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse(hex));

    if (code.equals("none")) {
      assertThatCode(() -> read(reader, in)).doesNotThrowAnyException();
    } else {
      assertFault(() -> read(reader, in), Integer.parseInt(code)).hasMessageContaining(text);
    }
  }

  @Test
  void refusesTextWhereOnlyBytesAreTaken() {
    assertFault(() -> read(new FrameReader(MAX, false, false), text("hello")), 1003);
  }

  @Test
  void takesBytesWhereTextIsTaken() {
    assertThat(read(new FrameReader(MAX, true, false), frame(0x82, new byte[] {(byte) 0xFF})))
        .hasSize(1);
  }

  @Test
  void looksAtAFramesLimitBeforeAtItsPayload() {
    FrameReader reader = new FrameReader(10, false, false);

    assertThat(read(reader, binary("0123456789"))).containsExactly("2:0123456789");
    assertFault(() -> read(reader, Unpooled.wrappedBuffer(Hex.parse("82 8b 00000000"))), 1009);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0 80", // overlong
        "c1 bf",
        "e0 9f bf",
        "f0 8f bf bf",
        "ed a0 80", // a surrogate
        "ed bf bf",
        "f4 90 80 80", // beyond the last character
        "f5 80 80 80",
        "ff",
        "c3 28",
        "e2 82 28",
        "'12345678' ff",
      })
  void refusesTextThatIsNotUtf8(String hex) {
    byte[] wire = bytes(frame(0x81, Hex.parse(hex)));

    assertFault(() -> read(new FrameReader(MAX, true, false), Unpooled.copiedBuffer(wire)), 1007);
    for (int cut = 0; cut <= wire.length; cut++) {
      int at = cut;
      assertFault(() -> readInPieces(wire, at), 1007);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "e2 82", "f0 9f 98", "'1234567890' e2"})
  void refusesTextThatEndsWithinACharacter(String hex) {
    ByteBuf whole = frame(0x81, Hex.parse(hex));
    ByteBuf parts = all(frame(0x01, Hex.parse(hex)), frame(0x80, new byte[0]));

    assertFault(() -> read(new FrameReader(MAX, true, false), whole), 1007);
    assertFault(() -> read(new FrameReader(MAX, true, false), parts), 1007);
  }

  @Test
  void takesEveryCharacterOverFramesCutWithinIt() {
    String all = "a\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";
    byte[] utf8 = all.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= utf8.length; cut++) {
      byte[] head = java.util.Arrays.copyOf(utf8, cut);
      byte[] tail = java.util.Arrays.copyOfRange(utf8, cut, utf8.length);
      ByteBuf in = all(frame(0x01, head), ping("é"), frame(0x80, tail));

      assertThat(read(new FrameReader(MAX, true, false), in)).hasSize(3);
    }
  }

  @Test
  void survivesWhateverBytesCome() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] wire =
          bytes(
              all(frame(0x01, new byte[random.nextInt(20)]), ping("p"), frame(0x80, new byte[3])));
      for (int i = random.nextInt(4); i >= 0; i--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt();
      }
      FrameReader reader = new FrameReader(1000, true, false);
      ByteBuf in = Unpooled.wrappedBuffer(wire);
      try {
        read(reader, in);
        assertThat(reader.left()).as("seed %d", seed).isNotNegative();
      } catch (WebSocketFault fault) {
        assertThat(CloseCode.isSendable(fault.code())).as("seed %d", seed).isTrue();
        assertThat(fault.getMessage().length()).isLessThan(124);
      }
    }
  }

  private static AbstractThrowableAssert<?, ?> assertFault(Runnable reading, int code) {
    return assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(WebSocketFault.class, f -> assertThat(f.code()).isEqualTo(code));
  }

  private static List<String> readInPieces(byte[] wire, int cut) {
    FrameReader reader = new FrameReader(MAX, true, false);
    ByteBuf in = Unpooled.buffer();
    in.writeBytes(wire, 0, cut);
    List<String> frames = read(reader, in);
    in.writeBytes(wire, cut, wire.length - cut);
    frames.addAll(read(reader, in));
    return frames;
  }

  /** The whole frames in these bytes, each as its opcode and its payload. */
  private static List<String> read(FrameReader reader, ByteBuf in) {
    List<String> frames = new ArrayList<>();
    while (reader.beginFrame(in)) {
      int available = reader.unmask(in);
      if (available < reader.left()) {
        break;
      }
      frames.add(reader.opcode() + ":" + in.readCharSequence(available, StandardCharsets.UTF_8));
      reader.onRead(available);
      reader.endFrame();
    }
    return frames;
  }
}

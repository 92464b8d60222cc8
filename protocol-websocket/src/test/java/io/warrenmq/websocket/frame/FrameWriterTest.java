package io.warrenmq.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.testkit.wire.Hex;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameWriterTest {
  private final ByteBuf out = Unpooled.buffer();

  @ParameterizedTest
  @CsvSource({
    "0, 82 00",
    "125, 82 7d",
    "126, 82 7e 00 7e",
    "65535, 82 7e ff ff",
    "65536, 82 7f 00 00 00 00 00 01 00 00",
  })
  void writesLengthsInTheirShortestForm(int length, String hex) {
    FrameWriter.writeHeader(out, Opcode.BINARY, length);

    assertThat(Hex.format(ClientFrames.bytes(out))).isEqualTo(hex);
  }

  @Test
  void writesCodeAndReasonOfAClose() {
    FrameWriter.writeClose(out, CloseCode.PROTOCOL_ERROR, "no");
    FrameWriter.writeClose(out, 0, "");

    assertThat(Hex.format(ClientFrames.bytes(out))).isEqualTo("88 04 03 ea 6e 6f 88 00");
  }

  @Test
  void cutsAReasonThatIsTooLong() {
    FrameWriter.writeClose(out, CloseCode.NORMAL, "x".repeat(200));

    assertThat(out.readableBytes()).isEqualTo(FrameWriter.CLOSE_BYTES_MAX);
    assertThat(out.getByte(1)).isEqualTo((byte) 125);
  }

  @Test
  void knowsWhichCodesMayBeSent() {
    assertThat(IntStream.of(1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999))
        .allMatch(code -> CloseCode.isSendable(code));
    assertThat(IntStream.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535))
        .noneMatch(code -> CloseCode.isSendable(code));
  }
}

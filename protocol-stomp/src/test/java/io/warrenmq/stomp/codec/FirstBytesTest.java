package io.warrenmq.stomp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.protocol.ProtocolPlugin.Detection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {
  private static ByteBuf bytes(String text) {
    return Frames.bytes(text.replace("\\n", "\n").replace("\\r", "\r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT\\n",
        "STOMP\\r\\n",
        "SEND\\ndestination",
        "\\n\\r\\nCONNECT\\n",
        "foo\\n"
      })
  void aLineOfLettersIsACommand(String text) {
    assertThat(FirstBytes.detect(bytes(text))).isEqualTo(Detection.MINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "CONNECT", "CONNECT\\r", "\\n", "\\r", "AMQP"})
  void aLineThatHasNotEndedMayBeOne(String text) {
    ByteBuf first = bytes(text);

    assertThat(FirstBytes.detect(first)).isEqualTo(Detection.UNDECIDED);
    assertThat(first.readerIndex()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/1.1\\r\\n", "CONNECT host:443 HTTP/1.1", "AMQP^", "^", "\\n\\n:"})
  void anythingElseIsNone(String text) {
    assertThat(FirstBytes.detect(bytes(text))).isEqualTo(Detection.NOT_MINE);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT\\n, MINE",
    "\\nSTOMP\\n, MINE",
    "CON, UNDECIDED",
    "\\n, UNDECIDED",
    "SEND\\n, NOT_MINE",
    "S, UNDECIDED",
    "SE, NOT_MINE"
  })
  void tellsWhetherItOpensAConnection(String text, Detection detection) {
    assertThat(FirstBytes.detectConnect(bytes(text))).isEqualTo(detection);
  }
}

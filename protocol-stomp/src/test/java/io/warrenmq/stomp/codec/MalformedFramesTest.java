package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client must not send, and what it is told. */
class MalformedFramesTest {
  private static final StompVersion V1_0 = StompVersion.V1_0;
  private static final StompVersion V1_1 = StompVersion.V1_1;
  private static final StompVersion V1_2 = StompVersion.V1_2;

  private static Arguments row(StompVersion version, String text, String summary, String detail) {
    return Arguments.of(version, text, summary, detail);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row(V1_2, "U".repeat(65) + "\n", "malformed", "a command of more than 64 bytes"),
        row(V1_2, "U".repeat(64) + "\rX", "malformed", "a command of more than 64 bytes"),
        row(V1_2, "\rSEND", "malformed", "a carriage return without a line feed between frames"),
        row(V1_2, "SEND\na:b\rc", "malformed", "a carriage return without a line feed in a header"),
        row(V1_1, "SEND\na\rb:c", "malformed", "a carriage return without a line feed in a header"),
        row(V1_2, "SEND\na\n", "malformed", "a header without a colon"),
        row(V1_2, "SEND\na\r\n", "malformed", "a header without a colon"),
        row(V1_2, "SEND\n:a", "malformed", "a header without a name"),
        row(V1_2, "SEND\na:b\n:", "malformed", "a header without a name"),
        row(V1_2, "BEGIN^", "malformed", "a NUL before the empty line behind the headers"),
        row(V1_2, "BEGIN^\nSEND\n\n", "malformed", "a NUL before the empty line behind"),
        row(V1_2, "SEND\n^", "malformed", "a NUL before the empty line behind the headers"),
        row(V1_2, "SEND\na:b^", "malformed", "a NUL before the empty line behind the headers"),
        row(V1_2, "SEND\na:\\t", "malformed", "the escape '\\t' in a header, which there is not"),
        row(V1_1, "SEND\n\\x", "malformed", "the escape '\\x' in a header, which there is not"),
        row(V1_2, "SEND\na:\\\n", "malformed", "the escape '\\?' in a header, which there is not"),
        row(V1_2, "SEND\na:\\^", "malformed", "the escape '\\?' in a header, which there is not"),
        row(V1_2, "SEND\na:\u00ff\n\n", "malformed", "headers that are not UTF-8"),
        row(V1_0, "SEND\n\u00c0\u0080:b\n\n", "malformed", "headers that are not UTF-8"),
        row(V1_2, "CONNECT\na:\u00ed\u00a0\u0080\n\n", "malformed", "headers that are not UTF-8"),
        row(V1_2, length("-1"), "Invalid header", "'content-length' is '-1', and must be a whole"),
        row(V1_2, length("abc"), "Invalid header", "'content-length' is 'abc', and must be"),
        row(V1_2, length(""), "Invalid header", "'content-length' is '', and must be"),
        row(V1_2, length("+1"), "Invalid header", "'content-length' is '+1', and must be"),
        row(V1_2, length("1e3"), "Invalid header", "'content-length' is '1e3', and must be"),
        row(V1_2, length("-"), "Invalid header", "'content-length' is '-', and must be"),
        row(V1_2, length("2147483648"), "Invalid header", "from 0 to 2147483647"),
        row(V1_2, length("18446744073709551617"), "Invalid header", "from 0 to 2147483647"),
        row(V1_2, length("2147483647"), "too_large", "a frame of more than 2000 bytes"),
        row(V1_2, length("1975"), "too_large", "a frame of more than 2000 bytes"),
        row(V1_2, length("2") + "abc^", "malformed", "no NUL behind a body of the 2 bytes"),
        row(V1_2, length("0") + "a^", "malformed", "no NUL behind a body of the 0 bytes"),
        row(V1_2, length("3") + "a^SEND", "malformed", "no NUL behind a body of the 3 bytes"),
        row(V1_2, "SEND\n\n" + "b".repeat(1995), "too_large", "a frame of more than 2000 bytes"),
        row(V1_2, "BEGIN\n\n" + "b".repeat(1995), "too_large", "a frame of more than 2000 bytes"),
        row(V1_2, "SEND\na:" + "b".repeat(994), "too_large", "headers of more than 1000 bytes"),
        row(V1_2, "SEND\n" + "b".repeat(996), "too_large", "headers of more than 1000 bytes"),
        row(V1_2, "SEND\n" + "a:b\n".repeat(21), "too_large", "more than 20 headers"));
  }

  private static String length(String value) {
    return "SEND\ncontent-length:" + value + "\n\n";
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tellsWhatIsWrongHoweverItIsCut(
      StompVersion version, String text, String summary, String detail) {
    byte[] bytes = text.replace('^', '\0').getBytes(ISO_8859_1);

    StompFault whole = fault(version, bytes, bytes.length);
    StompFault inBytes = fault(version, bytes, 1);

    assertThat(whole).as("whole").isNotNull();
    assertThat(whole.summary()).isEqualTo(summary);
    assertThat(whole.detail()).contains(detail);
    assertThat(whole.getMessage()).isEqualTo(summary + ": " + whole.detail());
    assertThat(whole.getStackTrace()).isEmpty();
    assertThat(inBytes).as("byte by byte").isNotNull();
    assertThat(inBytes.getMessage()).isEqualTo(whole.getMessage());
  }

  private static StompFault fault(StompVersion version, byte[] bytes, int piece) {
    return catchThrowableOfType(
        StompFault.class,
        () -> {
          FrameDecoder decoder = Frames.decoder(version);
          ByteBuf arrived = Unpooled.buffer();
          for (int at = 0; at < bytes.length; at += piece) {
            Frames.read(decoder, arrived.writeBytes(bytes, at, piece));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FOO",
        "SE\rND",
        "send",
        " SEND",
        "SEND ",
        "MESSAGE", // the broker's
        "CONNECTED",
        "UNKNOWN",
        "GET / HTTP/1.1",
        "UNSUBSCRIBED",
      })
  void anUnknownCommandIsAFrameAllTheSame(String line) {
    FrameDecoder decoder = Frames.decoder(V1_2);
    StompFrame frame = decoder.decode(Frames.bytes(line + "\r\nreceipt:1\n\nbody^"));

    assertThat(frame.command()).isEqualTo(Command.UNKNOWN);
    assertThat(frame.commandText()).isEqualTo(line.replace('\r', '?'));
    assertThat(frame.text(Header.RECEIPT)).isEqualTo("1");
    assertThat(decoder.decode(Frames.bytes("SEND\n\n^")).command()).isEqualTo(Command.SEND);
  }

  @Test
  void whatIsJustWithinTheLimitsIsTaken() {
    for (String text :
        new String[] {
          "SEND\ncontent-length:1974\n\n" + "b".repeat(1974) + "^",
          "SEND\n\n" + "b".repeat(1994) + "^",
          "SEND\na:" + "b".repeat(991) + "\n\n^",
          "SEND\n" + "a:b\n".repeat(20) + "\n^",
        }) {
      assertThat(Frames.read(Frames.decoder(V1_2), Frames.bytes(text))).hasSize(1);
    }
  }

  @Test
  void behindAFaultThereIsNoFrame() {
    FrameDecoder decoder = Frames.decoder(V1_2);
    StompFault first =
        catchThrowableOfType(StompFault.class, () -> decoder.decode(Frames.bytes("SEND\nx\n")));

    StompFault second =
        catchThrowableOfType(StompFault.class, () -> decoder.decode(Frames.bytes("SEND\n\n^")));

    assertThat(second).isSameAs(first);
  }

  @Test
  void theLimitsBeforeTheLoginAreLower() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.BEFORE_LOGIN);
    ByteBuf bytes = Frames.bytes("CONNECT\n\n^SEND\n\n" + "b".repeat(20_000) + "^");
    decoder.decode(bytes);
    decoder.limits(FrameLimits.ofFrame(30_000));
    assertThat(decoder.decode(bytes)).isNotNull();

    FrameDecoder stranger = new FrameDecoder(FrameLimits.BEFORE_LOGIN);
    StompFault fault =
        catchThrowableOfType(
            StompFault.class,
            () -> stranger.decode(Frames.bytes("SEND\n\n" + "b".repeat(20_000) + "^")));
    assertThat(fault.summary()).isEqualTo("too_large");
  }
}

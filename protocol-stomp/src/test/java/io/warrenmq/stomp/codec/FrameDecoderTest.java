package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameDecoderTest {
  private static List<String> read(StompVersion version, String text) {
    return Frames.read(Frames.decoder(version), Frames.bytes(text));
  }

  @ParameterizedTest
  @EnumSource
  void readsEachCommand(Command command) {
    assertThat(read(StompVersion.V1_2, command + "\na:1\nb:2\n\n^"))
        .containsExactly(command + " [a=1, b=2] ");
  }

  @Test
  void readsFramesBehindEachOther() {
    assertThat(read(StompVersion.V1_2, "BEGIN\ntransaction:t\n\n^SEND\na:b\n\nbody^COMMIT\n\n^"))
        .containsExactly("BEGIN [transaction=t] ", "SEND [a=b] body", "COMMIT [] ");
  }

  @Test
  void lineEndsAndNulsBetweenFramesAreNothing() {
    FrameDecoder decoder = Frames.decoder(StompVersion.V1_2);

    assertThat(Frames.read(decoder, Frames.bytes("\n\r\n^\n^BEGIN\n\n^\n\r\n\nCOMMIT\n\n^\n\r")))
        .containsExactly("BEGIN [] ", "COMMIT [] ");
    assertThat(decoder.isInFrame()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aCarriageReturnMayEndALineInEveryVersion(StompVersion version) {
    assertThat(read(version, "SEND\r\na:b\r\nc:\r\n\r\n\r\nbody\r\n^"))
        .containsExactly("SEND [a=b, c=] \r\nbody\r\n");
  }

  @Test
  void aBodyOfKnownLengthMayHaveNuls() {
    assertThat(read(StompVersion.V1_2, "SEND\ncontent-length: 5 \n\n^a^b^^BEGIN\n\n^"))
        .containsExactly("SEND [content-length= 5 ] \0a\0b\0", "BEGIN [] ");
    assertThat(read(StompVersion.V1_2, "SEND\ncontent-length:0\n\n^"))
        .containsExactly("SEND [content-length=0] ");
    assertThat(read(StompVersion.V1_2, "SEND\ncontent-length:00000000000000000001\n\na^"))
        .containsExactly("SEND [content-length=00000000000000000001] a");
  }

  @Test
  void aBodyOfUnknownLengthEndsAtTheNul() {
    assertThat(read(StompVersion.V1_2, "SEND\n\na\nb^SEND\n\n^"))
        .containsExactly("SEND [] a\nb", "SEND [] ");
  }

  /** As RabbitMQ, whose clients say lengths in frames that have no body. */
  @Test
  void theLengthThatOtherFramesSayDoesNotMatter() {
    assertThat(read(StompVersion.V1_2, "BEGIN\ncontent-length:70\n\nx^COMMIT\n\n^"))
        .containsExactly("BEGIN [content-length=70] x", "COMMIT [] ");
  }

  @Test
  void newerVersionsHaveEscapesInNamesAndValues() {
    for (StompVersion version : List.of(StompVersion.V1_1, StompVersion.V1_2)) {
      assertThat(read(version, "SEND\na\\cb:c\\nd\\\\n\\ce\\r\n\n^"))
          .containsExactly("SEND [a:b=c\nd\\n:e\r] ");
    }
  }

  @Test
  void theFirstVersionHasNone() {
    assertThat(read(StompVersion.V1_0, "SEND\na\\cb:c\\nd\\x\\\n\n^"))
        .containsExactly("SEND [a\\cb=c\\nd\\x\\] ");
  }

  @ParameterizedTest
  @EnumSource
  void connectHasNone(StompVersion version) {
    for (String command : List.of("CONNECT", "STOMP")) {
      assertThat(read(version, command + "\npasscode: a\\cb\\\n\n^"))
          .containsExactly(command + " [passcode= a\\cb\\] ");
    }
  }

  @Test
  void spacesBeforeValuesCountInNewerVersionsAlone() {
    assertThat(read(StompVersion.V1_0, "SEND\na :  b \nc:  \n\n^"))
        .containsExactly("SEND [a =b , c=] ");
    assertThat(read(StompVersion.V1_1, "SEND\na:  b \n\n^")).containsExactly("SEND [a=  b ] ");
    StompFrame connect = Frames.frame(StompVersion.V1_2, "CONNECT\nlogin: a\n\n^");
    connect.trimValues();
    assertThat(connect.text(Header.LOGIN)).isEqualTo("a");
  }

  /** As all brokers; many clients do not escape them. */
  @Test
  void colonsMayStandInValues() {
    assertThat(read(StompVersion.V1_2, "SEND\nurl:http://a:1\n\n^"))
        .containsExactly("SEND [url=http://a:1] ");
  }

  @Test
  void textIsUtf8() {
    assertThat(Frames.frame(StompVersion.V1_2, "SEND\nключ:знач\n\n^").text("ключ"))
        .isEqualTo("знач");
  }

  @Test
  void ofRepeatedHeadersTheFirstCounts() {
    StompFrame frame =
        Frames.frame(
            StompVersion.V1_2, "SEND\nown:1\ndestination:first\ndestination:second\nown:2\n\n^");

    assertThat(frame.text(Header.DESTINATION)).isEqualTo("first");
    assertThat(frame.text("destination")).isEqualTo("first");
    assertThat(frame.text("own")).isEqualTo("1");
    assertThat(frame.text("other")).isNull();
    assertThat(frame.find(Header.DESTINATION)).isEqualTo(1);
    assertThat(frame.find(Header.RECEIPT)).isEqualTo(-1);
    assertThat(frame.text(Header.RECEIPT)).isNull();
    assertThat(frame.raw(Header.RECEIPT)).isNull();
  }

  @Test
  void aFrameForgetsTheOneBefore() {
    FrameDecoder decoder = Frames.decoder(StompVersion.V1_2);
    ByteBuf bytes = Frames.bytes("SEND\nreceipt:1\n\nbody^SEND\na:b\n\n^");

    decoder.decode(bytes);

    assertThat(decoder.decode(bytes))
        .satisfies(
            frame -> {
              assertThat(frame.has(Header.RECEIPT)).isFalse();
              assertThat(frame.bodyBytes()).isZero();
            });
  }

  @Test
  void whatAFrameGivesBackIsAsItCame() {
    assertThat(Frames.frame(StompVersion.V1_2, "BEGIN\nreceipt:a\\cb:c\n\n^").raw(Header.RECEIPT))
        .isEqualTo("a\\cb:c".getBytes(UTF_8));
  }

  @Test
  void numbersAreWholeAndWithinBounds() {
    StompFrame frame =
        Frames.frame(StompVersion.V1_2, "SEND\npriority: -7 \ntimestamp:4x\nexpiration:\n\n^");

    assertThat(frame.number(Header.PRIORITY, 1, -7, 9)).isEqualTo(-7);
    assertThat(frame.number(Header.PREFETCH_COUNT, 1, 2, 3)).isEqualTo(1);
    for (Header header : List.of(Header.PRIORITY, Header.TIMESTAMP, Header.EXPIRATION)) {
      StompFault fault =
          catchThrowableOfType(StompFault.class, () -> frame.number(header, 0, 0, 9));
      assertThat(fault.summary()).isEqualTo("Invalid header");
      assertThat(fault.detail()).contains(header.text(), "from 0 to 9");
    }
  }

  @Test
  void trueIsTrueAsPythonWritesItToo() {
    StompFrame frame =
        Frames.frame(StompVersion.V1_2, "SEND\npersistent:true\ndurable:True\nexclusive:TRUE\n\n^");

    assertThat(frame.isTrue(Header.PERSISTENT)).isTrue();
    assertThat(frame.isTrue(Header.DURABLE)).isTrue();
    assertThat(frame.isTrue(Header.EXCLUSIVE)).isFalse();
    assertThat(frame.isTrue(Header.AUTO_DELETE)).isFalse();
  }

  @Test
  void readsTheSameHoweverItIsCut() {
    String text =
        "\r\n^SEND\r\ndestination:/queue/a\\cb\\\\\r\ncontent-length:7\r\nключ:v:w\r\n\r\n"
            + "a^b\r\nc^^\nSEND\na:b\n\nuntil the end^\n";
    byte[] bytes = text.replace('^', '\0').getBytes(UTF_8);
    List<String> whole = read(StompVersion.V1_2, text);
    assertThat(whole).hasSize(2);

    for (int cut = 0; cut <= bytes.length; cut++) {
      FrameDecoder decoder = Frames.decoder(StompVersion.V1_2);
      ByteBuf arrived = Unpooled.buffer();
      List<String> frames = new ArrayList<>();
      Frames.read(decoder, arrived.writeBytes(bytes, 0, cut), frames);
      Frames.read(decoder, arrived.writeBytes(bytes, cut, bytes.length - cut), frames);
      assertThat(frames).as("cut at %d", cut).isEqualTo(whole);
    }
    FrameDecoder decoder = Frames.decoder(StompVersion.V1_2);
    ByteBuf arrived = Unpooled.buffer();
    List<String> frames = new ArrayList<>();
    for (byte b : bytes) {
      Frames.read(decoder, arrived.writeByte(b), frames);
      arrived.discardReadBytes(); // What was read need not stay.
    }
    assertThat(frames).isEqualTo(whole);
  }

  @Test
  void looksAtNoByteOfABodyTwice() {
    int size = 10 << 20;
    for (String length : List.of("content-length:" + size + "\n", "")) {
      FrameDecoder decoder = new FrameDecoder(FrameLimits.ofFrame(size + 1_000));
      byte[] body = new byte[size];
      new Random(1).nextBytes(body);
      for (int i = 0; i < size; i++) {
        body[i] = body[i] == 0 ? 1 : body[i];
      }
      CountedBuffer arrived = new CountedBuffer(size + 1_000);
      arrived.writeBytes(("SEND\n" + length + "\n").getBytes(UTF_8));
      for (int at = 0; at < size; at += 1_024) {
        assertThat(decoder.decode(arrived)).isNull();
        arrived.writeBytes(body, at, 1_024);
      }
      StompFrame frame = decoder.decode(arrived.writeZero(1));

      assertThat(frame).isNotNull();
      byte[] read = new byte[frame.bodyBytes()];
      frame.copyBody(read, 0);
      assertThat(read).isEqualTo(body);
      assertThat(arrived.searched).isLessThan(size + 2_000L);
    }
  }

  /** Counts the bytes in which something was searched. */
  private static final class CountedBuffer extends io.netty.buffer.UnpooledHeapByteBuf {
    long searched;

    CountedBuffer(int capacity) {
      super(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, capacity, capacity);
    }

    @Override
    public int indexOf(int fromIndex, int toIndex, byte value) {
      int found = super.indexOf(fromIndex, toIndex, value);
      searched += (found < 0 ? toIndex : found) - fromIndex;
      return found;
    }
  }

  @Test
  void aLargeHeadDoesNotStayInMemory() {
    FrameDecoder decoder = new FrameDecoder(FrameLimits.ofFrame(100_000));
    ByteBuf bytes = Frames.bytes("SEND\na:" + "b".repeat(60_000) + "\n\n^SEND\n\n^");
    StompFrame frame = decoder.decode(bytes);
    assertThat(frame).isNotNull();
    assertThat(frame.head(0).length).isGreaterThan(60_000);

    decoder.decode(bytes);

    assertThat(frame.head(0).length).isLessThan(1_000);
  }
}

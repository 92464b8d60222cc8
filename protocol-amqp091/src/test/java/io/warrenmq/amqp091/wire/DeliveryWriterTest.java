package io.warrenmq.amqp091.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DeliveryWriterTest {
  private static final int BASIC_DELIVER = 60 << 16 | 60;

  private final DeliveryWriter writer = new DeliveryWriter();

  @Test
  void writesMethodHeaderAndBody() {
    ByteBuf out = Unpooled.buffer();
    byte[] head = DeliveryWriter.head(2, utf8("ct"));
    byte[] properties = {9, 0x10, 0, 2, 9};

    writer.write(
        out, head, 7, true, utf8("ex"), utf8("rü"), properties, 1, 3, utf8("_body_"), 1, 4, 131072);

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo(
            ("01 0002 00000017 003c003c 026374 0000000000000007 01 026578 0372c3bc ce"
                    + "02 0002 0000000f 003c 0000 0000000000000004 100002 ce"
                    + "03 0002 00000004 626f6479 ce")
                .replace(" ", ""));
  }

  @Property
  void writesWhatTheSingleFramesWouldBe(
      @ForAll @IntRange(max = 65535) int channel,
      @ForAll @StringLength(max = 85) String tag,
      @ForAll @StringLength(max = 85) String exchange,
      @ForAll @StringLength(max = 85) String routingKey,
      @ForAll @IntRange(max = 3000) int propertiesBytes,
      @ForAll @IntRange(max = 500) int bodyBytes,
      @ForAll @IntRange(min = 9, max = 200) int frameMax,
      @ForAll long deliveryTag) {
    byte[] properties = filled(propertiesBytes + 2);
    byte[] body = filled(bodyBytes + 2);
    byte[] head = DeliveryWriter.head(channel, utf8(tag));
    byte[] exchangeUtf8 = utf8(exchange);
    byte[] keyUtf8 = utf8(routingKey);
    ByteBuf octets = Unpooled.buffer();

    writer.write(
        octets,
        head,
        deliveryTag,
        false,
        exchangeUtf8,
        keyUtf8,
        properties,
        1,
        propertiesBytes,
        body,
        2,
        bodyBytes,
        frameMax);

    ByteBuf expected = Unpooled.buffer();
    int start = FrameEncoder.beginMethod(expected, channel, BASIC_DELIVER);
    Shortstr.write(expected, utf8(tag));
    expected.writeLong(deliveryTag).writeByte(0);
    Shortstr.write(expected, exchangeUtf8);
    Shortstr.write(expected, keyUtf8);
    FrameEncoder.endFrame(expected, start);
    FrameEncoder.writeContentHeader(expected, channel, bodyBytes, properties, 1, propertiesBytes);
    FrameEncoder.writeBody(expected, channel, body, 2, bodyBytes, frameMax);
    assertThat(ByteBufUtil.hexDump(octets)).isEqualTo(ByteBufUtil.hexDump(expected));
  }

  @Test
  void hasRoomForLongestStringsAndProperties() {
    byte[] longest = filled(255);
    byte[] head = DeliveryWriter.head(1, longest);
    ByteBuf out = Unpooled.buffer();

    for (int propertiesBytes : new int[] {1024, 1025}) {
      out.clear();
      writer.write(
          out,
          head,
          1,
          false,
          longest,
          longest,
          filled(propertiesBytes),
          0,
          propertiesBytes,
          longest,
          0,
          255,
          0);

      int method = FrameDecoder.frameBytes(out, 0, out.writerIndex(), 4096);
      int header = FrameDecoder.frameBytes(out, method, out.writerIndex() - method, 4096);
      assertThat(header).isEqualTo(20 + propertiesBytes);
      assertThat(out.writerIndex()).isEqualTo(method + header + 263);
    }
  }

  @Test
  void refusesStringOfMoreThan255OctetsAndWritesNothing() {
    byte[] head = DeliveryWriter.head(1, utf8("t"));
    byte[] none = {};
    ByteBuf out = Unpooled.buffer();

    for (String key : new String[] {"x".repeat(256), "ü".repeat(128), "x".repeat(100_000)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  writer.write(out, head, 1, false, none, utf8(key), none, 0, 0, none, 0, 0, 4096));
    }
    assertThat(out.readableBytes()).isZero();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 26);
    }
    return bytes;
  }
}

package io.warrenmq.amqp091.wire;

import static io.warrenmq.amqp091.wire.ProtocolHeader.Match.AMQP_0_9_1;
import static io.warrenmq.amqp091.wire.ProtocolHeader.Match.INCOMPLETE;
import static io.warrenmq.amqp091.wire.ProtocolHeader.Match.OTHER;
import static io.warrenmq.amqp091.wire.ProtocolHeader.Match.OTHER_AMQP;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolHeaderTest {
  @Test
  void knowsOwnHeaderOnceItIsWhole() {
    ByteBuf header = Unpooled.buffer();
    ProtocolHeader.write(header);

    assertThat(ByteBufUtil.hexDump(header)).isEqualTo("414d515000000901");
    for (int available = 0; available < ProtocolHeader.BYTES; available++) {
      assertThat(ProtocolHeader.match(header, 0, available)).isEqualTo(INCOMPLETE);
    }
    assertThat(ProtocolHeader.match(header, 0, 8)).isEqualTo(AMQP_0_9_1);
  }

  @Test
  void refusesStrangerAtFirstOctet() {
    ByteBuf http = Unpooled.copiedBuffer("GET / HTTP/1.1", US_ASCII);

    assertThat(ProtocolHeader.match(http, 0, 1)).isEqualTo(OTHER);
    assertThat(ProtocolHeader.match(Unpooled.copiedBuffer("AMQX", US_ASCII), 0, 4))
        .isEqualTo(OTHER);
  }

  // What RabbitMQ 4.0.5 answers.
  @ParameterizedTest
  @CsvSource({
    "414d515000000900, OTHER_AMQP, 414d515000000901",
    "414d515000000a00, OTHER_AMQP, 414d515000000901",
    "414d515000000800, OTHER_AMQP, 414d515003010000",
    "414d51500101000a, OTHER_AMQP, 414d515003010000",
    "414d515001010800, OTHER_AMQP, 414d515003010000",
    "414d515000010000, OTHER_AMQP, 414d515003010000",
    "414d515003010000, OTHER_AMQP, 414d515003010000",
    "414d515001010009, AMQP_0_9_1, ",
    "485454502f312e31, OTHER, 414d515003010000",
  })
  void answersAsRabbitMq(String offered, ProtocolHeader.Match match, String refusal) {
    ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(offered));
    assertThat(ProtocolHeader.match(in, 0, 8)).isEqualTo(match);

    if (match == OTHER_AMQP || match == OTHER) {
      ByteBuf out = Unpooled.buffer();
      ProtocolHeader.writeRefusal(out, in, 0, 8);
      assertThat(ByteBufUtil.hexDump(out)).isEqualTo(refusal);
    }
  }
}

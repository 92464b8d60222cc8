package io.warrenmq.amqp091.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.LongString;
import io.warrenmq.amqp091.wire.MalformedFrame;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodCodecTest {
  @Test
  void decodesQueueDeclare() {
    ByteBuf in = hex("0032000a 0000 0171 1a 00000007 016e 49 00000001");

    assertThat(decode(in))
        .isEqualTo(
            new QueueMethod.QueueDeclare(
                "q", false, true, false, true, true, FieldTable.builder().put("n", 1).build()));
  }

  @Test
  void encodesConnectionStart() {
    ByteBuf out = Unpooled.buffer();

    MethodCodec.encode(
        out,
        0,
        new ConnectionMethod.ConnectionStart(
            0, 9, FieldTable.EMPTY, LongString.of("PLAIN"), LongString.of("en_US")));

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo(
            "01 0000 0000001c 000a000a 00 09 00000000 00000005 504c41494e 00000005 656e5f5553 ce"
                .replace(" ", ""));
  }

  @Test
  void ignoresTicketAndReservedArgumentsAndSpareBits() {
    assertThat(decode(hex("003c0046 ffff 00 ff"))).isEqualTo(new BasicMethod.BasicGet("", true));
    assertThat(decode(hex("000a0028 012f 0178 01")))
        .isEqualTo(new ConnectionMethod.ConnectionOpen("/"));
  }

  // Recorded from RabbitMQ 4.0.5, but for the last four, to which it gives no answer at all: it
  // cuts the connection.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "003c000a 0000 | FRAME_ERROR - cannot decode <<0,0>>",
        "003c000a 0000000000000000 | FRAME_ERROR - cannot decode <<0,0,0,0,0,0,0,0>>",
        "003c0050 0000 | FRAME_ERROR - cannot decode <<0,0>>",
        "0032000a 0000 00 00 00000009 616263 | FRAME_ERROR - cannot decode"
            + " <<0,0,0,0,0,0,0,9,97,98,99>>",
        "0032000a 0000 00 00 ffffffff 616263 | FRAME_ERROR - cannot decode"
            + " <<0,0,0,0,255,255,255,255,97,98,99>>",
        "003c0014 0000 02fffe 00 00 00000000 | FRAME_ERROR - Malformed UTF-8 in shortstr",
        "0032000a 0000 02c080 00 00000000 | FRAME_ERROR - Malformed UTF-8 in shortstr",
        "0032000a 0000 00 00 00000006 01613f616263 | SYNTAX_ERROR - unknown value type 63 in a"
            + " field table",
        "0032000a 0000 00 00 00000007 0161 53 00000009 | SYNTAX_ERROR - a length in a field table"
            + " exceeds what encloses it",
        "004d000a | NOT_IMPLEMENTED - unknown method: class 77, method 10",
        "003c0063 00 | NOT_IMPLEMENTED - unknown method: class 60, method 99",
      })
  void refusesWithRabbitMqsCodes(String payload, String replyText) {
    ByteBuf in = hex(payload);

    MalformedFrame error = catchThrowableOfType(MalformedFrame.class, () -> decode(in));

    assertThat(error.replyText()).isEqualTo(replyText);
    boolean blamesNobody = replyText.contains("UTF-8");
    assertThat(error.methodId()).isEqualTo(blamesNobody ? 0 : in.getInt(0));
    assertThat(error.kind().closesConnection()).isTrue();
  }

  @Test
  void doesNotCheckUtf8OfRoutingDataInBasic() {
    assertThat(decode(hex("003c0028 0000 00 01ff 01")))
        .isEqualTo(new BasicMethod.BasicPublish("", "?", true, false));
  }

  @Test
  void everyMethodHasItsOwnIdAndName() throws ReflectiveOperationException {
    Set<Object> ids = new HashSet<>();
    for (Field field : MethodId.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
      int id = field.getInt(null);
      assertThat(MethodId.nameOf(id)).isEqualTo(nameOfField(field.getName()));
      assertThat(ids.add(id)).isTrue();
    }
    assertThat(ids).hasSize(69);
    assertThat(Methods.kinds()).hasSize(69).contains(BasicMethod.BasicAck.class);
    assertThat(MethodId.nameOf(60 << 16 | 99)).isEqualTo("60.99");
  }

  @Property(tries = 2000)
  void everyMethodRoundTrips(@ForAll("methods") Method method) {
    ByteBuf out = Unpooled.buffer();

    MethodCodec.encode(out, 9, method);

    int length = out.readableBytes();
    assertThat(FrameDecoder.frameBytes(out, 0, length, 1 << 20)).isEqualTo(length);
    assertThat(FrameDecoder.methodId(out, 0)).isEqualTo(method.id());
    assertThat(MethodCodec.decode(out, 7, length - 8)).isEqualTo(method);
  }

  @Property(tries = 500)
  void everyTruncationAndEveryExtraOctetIsRefused(@ForAll("methods") Method method) {
    ByteBuf out = Unpooled.buffer();
    MethodCodec.encode(out, 9, method);
    int length = out.readableBytes() - 8;

    for (int cut = 4; cut < length; cut++) {
      int shorter = cut;
      assertThat(catchThrowable(() -> MethodCodec.decode(out, 7, shorter)))
          .isInstanceOf(MalformedFrame.class);
    }
    assertThat(catchThrowable(() -> MethodCodec.decode(out, 7, length + 1)))
        .isInstanceOf(MalformedFrame.class);
  }

  @Property(tries = 1000)
  void mutatedMethodsAreReadOrRefused(@ForAll("methods") Method method, @ForAll long seed) {
    ByteBuf out = Unpooled.buffer();
    MethodCodec.encode(out, 9, method);
    ByteBuf payload = out.slice(7, out.readableBytes() - 8);
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      payload.setByte(random.nextInt(payload.writerIndex()), random.nextInt());
      Throwable error = catchThrowable(() -> decode(payload));
      if (error != null) {
        assertThat(error).isInstanceOf(MalformedFrame.class);
      }
    }
  }

  @Provide
  Arbitrary<Method> methods() {
    return Methods.any();
  }

  private static String nameOfField(String field) {
    String name = field.toLowerCase(java.util.Locale.ROOT);
    return name.replaceFirst("_", ".");
  }

  private static Method decode(ByteBuf payload) {
    return MethodCodec.decode(payload, 0, payload.writerIndex());
  }

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }
}

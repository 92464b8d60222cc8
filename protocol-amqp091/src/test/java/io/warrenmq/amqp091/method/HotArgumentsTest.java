package io.warrenmq.amqp091.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.amqp091.wire.Shortstr;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The readers that make no object say what the records say, of good and of bad frames. */
class HotArgumentsTest {
  private final PublishArguments publish = new PublishArguments();

  @Property
  void publishReaderAgreesWithRecord(
      @ForAll("publishes") Method method, @ForAll long seed, @ForAll boolean mutate) {
    ByteBuf payload = payload(method);
    if (mutate) {
      Random random = new Random(seed);
      // beyond the method id, and most often into a length
      payload.setByte(random.nextInt(7, payload.writerIndex()), random.nextInt());
    }

    Throwable error = catchThrowable(() -> publish.parse(payload, 3, payload.writerIndex() - 3));

    Object expected = decode(payload, payload.writerIndex() - 3);
    if (error != null) {
      assertThat(error).hasMessage(((Throwable) expected).getMessage());
    } else {
      assertThat(asRecord(payload)).isEqualTo(expected);
    }
  }

  @Test
  void publishReaderRefusesEveryOtherLength() {
    ByteBuf payload = payload(new BasicMethod.BasicPublish("exchange", "key", true, false));
    payload.writeZero(300);
    int right = 4 + 2 + 9 + 4 + 1;

    for (int length = 4; length < 300; length++) {
      int claimed = length;
      Throwable error = catchThrowable(() -> publish.parse(payload, 3, claimed));
      assertThat(error == null).isEqualTo(length == right);
      assertThat(decode(payload, length) instanceof Method).isEqualTo(length == right);
    }
  }

  @Test
  void publishReaderBlamesPublish() {
    ByteBuf payload = Unpooled.buffer().writeZero(3).writeInt(MethodId.BASIC_PUBLISH).writeInt(0);

    Throwable error = catchThrowable(() -> publish.parse(payload, 3, 8));

    assertThat(error)
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            it -> {
              assertThat(it.kind()).isEqualTo(ReplyCode.FRAME_ERROR);
              assertThat(it.detail()).isEqualTo("cannot decode <<0,0,0,0>>");
              assertThat(it.methodId()).isEqualTo(MethodId.BASIC_PUBLISH);
            });
  }

  @Property
  void settleReaderAgreesWithRecord(@ForAll("settles") Method method) {
    ByteBuf payload = payload(method);

    SettleArguments.check(payload, 3, payload.writerIndex() - 3);

    long tag = SettleArguments.deliveryTag(payload, 3);
    boolean isMultiple = SettleArguments.isMultiple(payload, 3);
    Method read =
        switch (method.id()) {
          case MethodId.BASIC_ACK -> new BasicMethod.BasicAck(tag, isMultiple);
          case MethodId.BASIC_NACK ->
              new BasicMethod.BasicNack(tag, isMultiple, SettleArguments.isNackRequeue(payload, 3));
          default -> new BasicMethod.BasicReject(tag, SettleArguments.isRejectRequeue(payload, 3));
        };
    assertThat(read).isEqualTo(method);
  }

  @Test
  void settleReaderRefusesEveryOtherLength() {
    ByteBuf payload = payload(new BasicMethod.BasicNack(1, true, true)).writeZero(20);

    for (int length = 4; length < 20; length++) {
      int claimed = length;
      Throwable error = catchThrowable(() -> SettleArguments.check(payload, 3, claimed));
      if (length == 13) {
        assertThat(error).isNull();
      } else {
        assertThat(error).hasMessage(((Throwable) decode(payload, length)).getMessage());
      }
    }
  }

  @Provide
  Arbitrary<Method> publishes() {
    return Methods.of(BasicMethod.BasicPublish.class);
  }

  @Provide
  Arbitrary<Method> settles() {
    return net.jqwik.api.Arbitraries.oneOf(
        Methods.of(BasicMethod.BasicAck.class),
        Methods.of(BasicMethod.BasicNack.class),
        Methods.of(BasicMethod.BasicReject.class));
  }

  private BasicMethod.BasicPublish asRecord(ByteBuf in) {
    return new BasicMethod.BasicPublish(
        Shortstr.decodeLenient(in, publish.exchangeIndex(), publish.exchangeBytes()),
        Shortstr.decodeLenient(in, publish.routingKeyIndex(), publish.routingKeyBytes()),
        publish.isMandatory(),
        publish.isImmediate());
  }

  /** The payload of a method frame, from index 3 on. */
  private static ByteBuf payload(Method method) {
    ByteBuf out = Unpooled.buffer().writeZero(3).writeInt(method.id());
    method.writeArguments(out);
    return out;
  }

  private static Object decode(ByteBuf in, int length) {
    try {
      return MethodCodec.decode(in, 3, length);
    } catch (MalformedFrame refused) {
      return refused;
    }
  }
}

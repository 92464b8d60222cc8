package io.warrenmq.amqp10.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.link.LinkSession;
import io.warrenmq.amqp10.link.OutgoingLink;
import io.warrenmq.amqp10.link.OwnLink;
import io.warrenmq.amqp10.message.Amqp10Format;
import io.warrenmq.amqp10.message.DeliveredMessage;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.protocol.Transport;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutgoingTransfersTest {
  private static final int MESSAGE_BYTES = 1_000;

  private final ByteBuf out = Unpooled.buffer();
  private final FrameOutput output = new FrameOutput(transport(), () -> {});
  private final OutgoingTransfers transfers =
      new OutgoingTransfers(output, 0, new DeliveredMessage(), new UnsettledDeliveries());
  private final OutgoingLink one = link(1);
  private final OutgoingLink other = link(2);

  private Transport transport() {
    return only(Transport.class, Map.of("out", out, "isWritable", true));
  }

  /** One that can answer nothing but this. */
  private static <T> T only(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer;
            }));
  }

  private static OutgoingLink link(int handle) {
    Attach attach =
        new Attach(
            "link " + handle,
            handle,
            Role.RECEIVER,
            SndSettleMode.SETTLED,
            RcvSettleMode.FIRST,
            null,
            null,
            false,
            null,
            0,
            List.of(),
            List.of(),
            Map.of());
    return new OwnLink(only(LinkSession.class, Map.of()), attach, () -> {});
  }

  private void send(OutgoingLink link) {
    Message message =
        new Message(
            Amqp10Format.INSTANCE,
            "m".repeat(MESSAGE_BYTES).getBytes(US_ASCII),
            0,
            false,
            Message.NO_PRIORITY,
            Message.NO_TTL,
            0,
            "",
            "k",
            List.of());
    transfers.send(link, message, null, false, -1);
  }

  @Test
  void whatTheWindowHasRoomForDoesNotWait() {
    transfers.onWindow(0, 10);

    send(one);

    assertThat(transfers.waitingBytes()).isZero();
    assertThat(out.readableBytes()).isGreaterThan(MESSAGE_BYTES);
  }

  @Test
  void countsTheBytesThatWaitForTheWindow() {
    send(one);
    long first = transfers.waitingBytes();
    send(one);

    assertThat(first).isBetween((long) MESSAGE_BYTES, 2L * MESSAGE_BYTES);
    assertThat(transfers.waitingBytes()).isEqualTo(2 * first);
    assertThat(out.readableBytes()).isZero();

    transfers.onWindow(0, 10);

    assertThat(transfers.waitingBytes()).isZero();
    assertThat(out.readableBytes()).isGreaterThan(2 * MESSAGE_BYTES);
  }

  @Test
  void whatALinkThatHasEndedHadWaitingIsForgotten() {
    send(one);
    long each = transfers.waitingBytes();
    send(other);
    send(one);

    transfers.drop(
        one,
        (link, delivery) -> {
          throw new AssertionError("all of it is settled");
        });

    assertThat(transfers.waitingBytes()).isEqualTo(each);
  }
}

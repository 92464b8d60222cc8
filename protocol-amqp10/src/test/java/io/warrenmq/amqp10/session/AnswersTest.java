package io.warrenmq.amqp10.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.api.protocol.Transport;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final long ACCEPTED = 0x24;
  private static final long RELEASED = 0x26;

  private final ByteBuf out = Unpooled.buffer();
  private final Answers answers =
      new Answers(new DispositionWriter(new FrameOutput(transport(), () -> {}), 5));

  private Transport transport() {
    return (Transport)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Transport.class},
            (proxy, method, arguments) -> method.getName().equals("out") ? out : true);
  }

  /** What was sent: first, last, settled and outcome of each. */
  private List<String> flushed() {
    answers.flush();
    List<String> sent = new ArrayList<>();
    while (out.isReadable()) {
      int start = out.readerIndex();
      int end = start + (int) Frames.size(out, start);
      assertThat(Frames.channel(out, start)).isEqualTo(5);
      FrameCursor cursor = new FrameCursor();
      cursor.begin(out, Frames.bodyAt(out, start), end);
      assertThat(cursor.bool(false)).isTrue();
      int first = cursor.uint(0);
      int last = cursor.uint(0);
      boolean settled = cursor.bool(false);
      boolean accepted = cursor.isEmptyOutcome((int) ACCEPTED);
      sent.add(first + " to " + last + (settled ? " settled" : "") + (accepted ? " accepted" : ""));
      out.readerIndex(end);
    }
    return sent;
  }

  @Test
  void aRunOfTheSameIsSaidOnce() {
    assertThat(answers.add(3, ACCEPTED, true)).isTrue();
    assertThat(answers.add(4, ACCEPTED, true)).isFalse();
    answers.add(5, ACCEPTED, true);

    assertThat(flushed()).containsExactly("3 to 5 settled accepted");
    assertThat(flushed()).isEmpty();
    assertThat(answers.add(6, ACCEPTED, true)).isTrue();
  }

  @Test
  void aRunEndsWhereAnIdOrWhatIsSaidDiffers() {
    answers.add(0, ACCEPTED, true);
    answers.add(1, RELEASED, true);
    answers.add(2, RELEASED, false);
    answers.add(4, RELEASED, false);
    answers.add(3, RELEASED, false);

    assertThat(flushed())
        .containsExactly("0 to 0 settled accepted", "1 to 1 settled", "2 to 2", "4 to 4", "3 to 3");
  }

  /** Ids are serial numbers: a run goes on where they wrap. */
  @Test
  void aRunGoesOnWhereIdsWrap() {
    answers.add(Integer.MAX_VALUE, ACCEPTED, true);
    answers.add(Integer.MIN_VALUE, ACCEPTED, true);
    answers.add(-1, ACCEPTED, true);
    answers.add(0, ACCEPTED, true);

    assertThat(flushed())
        .containsExactly(
            Integer.MAX_VALUE + " to " + Integer.MIN_VALUE + " settled accepted",
            "-1 to 0 settled accepted");
  }

  @Test
  void manyAreKeptUntilTheyAreSaid() {
    for (int i = 0; i < 10_000; i++) {
      answers.add(2 * i, ACCEPTED, true);
    }

    assertThat(flushed()).hasSize(10_000).endsWith("19998 to 19998 settled accepted");
  }
}

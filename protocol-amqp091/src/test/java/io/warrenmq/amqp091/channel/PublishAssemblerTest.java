package io.warrenmq.amqp091.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.api.broker.UnfinishedBytes;
import org.junit.jupiter.api.Test;

class PublishAssemblerTest {
  private static final int MAX = 200 << 20;

  private long held;
  private final PublishAssembler assembler =
      new PublishAssembler(MAX, new UnfinishedBytes(MAX, more -> held += more));

  private boolean header(int classId, int weight, long bodySize) {
    return header(assembler, classId, weight, bodySize);
  }

  private static boolean header(
      PublishAssembler assembler, int classId, int weight, long bodySize) {
    ByteBuf in =
        Unpooled.buffer()
            .writeShort(classId)
            .writeShort(weight)
            .writeLong(bodySize)
            .writeShort(0x1000)
            .writeByte(2);
    return assembler.onHeader(in, in.readableBytes());
  }

  private boolean body(int length) {
    return assembler.onBody(Unpooled.wrappedBuffer(new byte[length]), length);
  }

  private void refuses(Runnable step, String text) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            AmqpFault.class, fault -> assertThat(fault.replyText()).isEqualTo(text));
  }

  @Test
  void putsHeaderAndBodyIntoOneArray() {
    assembler.begin("x", "k", true);
    assertThat(header(60, 0, 5)).isFalse();
    assertThat(body(3)).isFalse();
    assertThat(body(2)).isTrue();

    assertThat(assembler.isKept()).isTrue();
    assertThat(assembler.headerLength()).isEqualTo(3);
    assertThat(assembler.takeBytes()).containsExactly(0x10, 0, 2, 0, 0, 0, 0, 0);
  }

  @Test
  void aMessageWithoutBodyIsCompleteWithItsHeader() {
    assembler.begin("x", "k", true);

    assertThat(header(60, 0, 0)).isTrue();
    assertThat(assembler.takeBytes()).hasSize(3);
  }

  @Test
  void takesMemoryForALargeBodyAsItArrives() {
    assembler.begin("", "k", false);
    header(60, 0, MAX);
    assertThat(assembler.capacity()).isLessThan(100_000);

    body(100_000);
    assertThat(assembler.capacity()).isLessThan(300_000);
  }

  @Test
  void accountsForWhatHasComeInPart() {
    assembler.begin("", "k", false);
    header(60, 0, 300_000);
    body(100_000);
    assertThat(held).isEqualTo(assembler.capacity()).isBetween(100_000L, 300_003L);

    body(200_000);
    assertThat(assembler.takeBytes()).hasSize(300_003);
    assertThat(held).isZero();
  }

  @Test
  void givesBackWhatIsNotWantedAnyMore() {
    assembler.begin("", "k", false);
    header(60, 0, 300_000);
    body(100_000);
    assembler.discard();
    assertThat(held).isZero();

    assertThat(body(200_000)).isTrue();
    assertThat(assembler.isDiscarded()).isTrue();
    assertThat(held).isZero();
  }

  @Test
  void refusesMoreThanAConnectionMayHold() {
    UnfinishedBytes unfinished = new UnfinishedBytes(1000, more -> {});
    unfinished.take(134_217_728 - 2);
    PublishAssembler full = new PublishAssembler(MAX, unfinished);
    full.begin("", "k", false);

    refuses(
        () -> header(full, 60, 0, 1_000),
        "RESOURCE_ERROR - unfinished messages and transactions of this connection take more than"
            + " 134217728 bytes");
  }

  @Test
  void keepsNothingOfABodyThatIsTooLarge() {
    assembler.begin("", "k", false);
    header(60, 0, MAX + 1L);

    assertThat(assembler.isKept()).isFalse();
    assertThat(assembler.capacity()).isZero();
    refuses(
        assembler::expectMethod,
        "UNEXPECTED_FRAME - expected content body, got non content body frame instead");
  }

  @Test
  void refusesSizesBeyondAnyLimit() {
    assembler.begin("", "k", false);
    refuses(
        () -> header(60, 0, -1),
        "FRAME_ERROR - content body size 18446744073709551615 exceeds maximum allowed size"
            + " 536870912");
  }

  @Test
  void refusesFramesOutOfOrder() {
    refuses(
        () -> body(1), "UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    refuses(
        () -> header(60, 0, 1),
        "UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    assembler.begin("", "k", false);
    refuses(
        () -> body(1),
        "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame"
            + " instead");
    refuses(
        () -> header(50, 0, 1),
        "UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead");
    header(60, 0, 2);
    refuses(() -> body(3), "FRAME_ERROR - content body frame exceeds remaining content size");
  }

  @Test
  void followsAContentThatIsNotWanted() {
    assembler.beginDiscarding();
    assertThat(header(60, 0, 2)).isFalse();
    assertThat(body(2)).isTrue();

    assertThat(assembler.isDiscarded()).isTrue();
    assertThat(assembler.isKept()).isFalse();
    assembler.expectMethod();
  }
}

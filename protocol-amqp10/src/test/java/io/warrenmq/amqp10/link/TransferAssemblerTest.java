package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.api.broker.UnfinishedBytes;
import org.junit.jupiter.api.Test;

class TransferAssemblerTest {
  private static final int MAX = 1_000;

  private long held;
  private final TransferAssembler assembler =
      new TransferAssembler(MAX, new UnfinishedBytes(MAX, more -> held += more));

  @Test
  void copiesAMessageThatComesInOneTransfer() {
    assertThat(complete("hello")).isEqualTo("hello");
    assertThat(held).isZero();
  }

  @Test
  void putsPartsBehindEachOtherAndGivesTheirMemoryBack() {
    add("one ");
    add("two ");
    assertThat(held).isPositive();

    assertThat(complete("three")).isEqualTo("one two three");
    assertThat(held).isZero();
    assertThat(complete("next")).isEqualTo("next");
  }

  @Test
  void takesAMessageOfTheLargestSizeAndRefusesOneByteMore() {
    add("x".repeat(600));
    assertThat(complete("x".repeat(400))).hasSize(MAX);

    add("x".repeat(600));
    tooLarge(() -> complete("x".repeat(401)));
    assembler.discard();
    tooLarge(() -> add("x".repeat(1_001)));
  }

  @Test
  void forgetsWhatWasAborted() {
    add("gone");
    assembler.discard();

    assertThat(held).isZero();
    assertThat(complete("there")).isEqualTo("there");
  }

  private static void tooLarge(Runnable step) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.condition()).isEqualTo(AmqpCondition.MESSAGE_SIZE_EXCEEDED);
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.LINK);
            });
  }

  private void add(String text) {
    ByteBuf in = frame(text);
    assembler.add(in, 2, in.writerIndex());
  }

  private String complete(String text) {
    ByteBuf in = frame(text);
    return new String(
        assembler.complete(in, 2, in.writerIndex()), java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static ByteBuf frame(String text) {
    return Unpooled.copiedBuffer("??" + text, java.nio.charset.StandardCharsets.US_ASCII);
  }
}

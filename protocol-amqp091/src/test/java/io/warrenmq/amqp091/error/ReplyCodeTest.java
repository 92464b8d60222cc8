package io.warrenmq.amqp091.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyCodeTest {
  @Test
  void putsNameBeforeDetail() {
    assertThat(ReplyCode.NOT_FOUND.text("no queue 'q' in vhost '/'"))
        .isEqualTo("NOT_FOUND - no queue 'q' in vhost '/'");
  }

  @Test
  void keepsTextOf255Bytes() {
    String detail = "x".repeat(255 - "NOT_FOUND - ".length());

    assertThat(ReplyCode.NOT_FOUND.text(detail)).isEqualTo("NOT_FOUND - " + detail);
  }

  @Test
  void cutsLongerTextAfter252BytesAndAddsDots() {
    String text = ReplyCode.NOT_FOUND.text("x".repeat(300));

    assertThat(text).isEqualTo("NOT_FOUND - " + "x".repeat(252 - "NOT_FOUND - ".length()) + "...");
  }

  @Test
  void neverCutsCharacterInTwo() {
    for (int shift = 0; shift < 4; shift++) {
      String detail = "x".repeat(shift) + "\uD83D\uDC30".repeat(70);

      String text = ReplyCode.FRAME_ERROR.text(detail);

      String kept = text.substring(0, text.length() - 3);
      assertThat("FRAME_ERROR - " + detail).startsWith(kept);
      assertThat(text).endsWith("\uD83D\uDC30...");
      assertThat(text.getBytes(UTF_8).length).isBetween(252, 255);
    }
  }

  @Test
  void softErrorsCloseTheirChannelAndHardOnesTheConnection() {
    assertThat(ReplyCode.of(406)).isEqualTo(ReplyCode.PRECONDITION_FAILED);
    assertThat(ReplyCode.PRECONDITION_FAILED.closesConnection()).isFalse();
    assertThat(ReplyCode.INVALID_PATH.closesConnection()).isTrue();
    assertThat(ReplyCode.of(407)).isNull();
  }

  @Test
  void everyCodeFromFiveHundredOnClosesConnection() {
    for (ReplyCode code : ReplyCode.values()) {
      assertThat(ReplyCode.of(code.code())).isEqualTo(code);
      assertThat(code.closesConnection() || code.code() < 500).isTrue();
    }
  }
}

package io.warrenmq.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreReportTest {
  @Test
  void namesDoNotSteerTheTerminal() {
    assertThat(StoreReport.printable("a\u001b[31mb\nc\u0007\u202e\u009b ü€\uD83D\uDC07"))
        .isEqualTo("a?[31mb?c??? ü€\uD83D\uDC07");
  }
}

package io.warrenmq.amqp10.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import org.junit.jupiter.api.Test;

class IncomingWindowTest {
  @Test
  void isToBeOpenedAnewOnceHalfOfItIsUsed() {
    IncomingWindow window = new IncomingWindow(-2, false);
    assertThat(window.size()).isEqualTo(400);

    transfers(window, 199);
    assertThat(window.isDue()).isFalse();
    transfers(window, 1);
    assertThat(window.isDue()).isTrue();

    assertThat(window.tell()).isEqualTo(400);
    assertThat(window.isDue()).isFalse();
    assertThat(window.nextId()).isEqualTo(198); // a serial number, which has wrapped
  }

  @Test
  void refusesATransferBeyondIt() {
    IncomingWindow window = new IncomingWindow(0, false);
    transfers(window, 400);

    assertThatThrownBy(window::onTransfer)
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.condition()).isEqualTo(AmqpCondition.WINDOW_VIOLATION);
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.SESSION);
            });
  }

  @Test
  void whatWasAllowedBeforeResourcesBecameShortMayStillCome() {
    IncomingWindow window = new IncomingWindow(0, false);
    transfers(window, 100);
    window.setBlocked(true);

    assertThat(window.tell()).isZero();
    transfers(window, 300);
    assertThat(window.isDue()).isFalse();
    assertThatThrownBy(window::onTransfer).isInstanceOf(AmqpFault.class);

    window.setBlocked(false);
    assertThat(window.isDue()).isTrue();
    assertThat(window.tell()).isEqualTo(400);
    transfers(window, 400);
  }

  @Test
  void isShutFromTheBeginningWhileResourcesAreShort() {
    IncomingWindow window = new IncomingWindow(0, true);

    assertThat(window.size()).isZero();
    assertThatThrownBy(window::onTransfer).isInstanceOf(AmqpFault.class);
  }

  private static void transfers(IncomingWindow window, int count) {
    for (int i = 0; i < count; i++) {
      window.onTransfer();
    }
  }
}

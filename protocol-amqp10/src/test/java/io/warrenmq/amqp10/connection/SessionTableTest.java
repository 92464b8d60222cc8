package io.warrenmq.amqp10.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import org.junit.jupiter.api.Test;

class SessionTableTest {
  private final SessionTable sessions = new SessionTable(4);

  @Test
  void refusesChannelsBeyondTheHighest() {
    sessions.reserve(3);

    refuses(() -> sessions.reserve(4), AmqpCondition.FRAMING_ERROR);
  }

  @Test
  void refusesAChannelThatIsTaken() {
    sessions.reserve(0);

    refuses(() -> sessions.reserve(0), AmqpCondition.ILLEGAL_STATE);
  }

  @Test
  void refusesAFrameOfAChannelOnWhichNothingHasBegun() {
    refuses(() -> sessions.get(1), AmqpCondition.NOT_ALLOWED);
    refuses(() -> sessions.get(60_000), AmqpCondition.FRAMING_ERROR);
  }

  @Test
  void whatComesForASessionThatTheBrokerHasEndedIsPassedOverUntilTheClientEndsItToo() {
    sessions.reserve(0);
    sessions.expectEnd(0);

    assertThat(sessions.get(0)).isNull();
    refuses(() -> sessions.reserve(0), AmqpCondition.ILLEGAL_STATE);

    assertThat(sessions.remove(0)).isNull();
    refuses(() -> sessions.get(0), AmqpCondition.NOT_ALLOWED);
    sessions.reserve(0);
  }

  private static void refuses(Runnable step, AmqpCondition condition) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            AmqpFault.class,
            fault -> {
              assertThat(fault.condition()).isEqualTo(condition);
              assertThat(fault.scope()).isEqualTo(AmqpFault.Scope.CONNECTION);
            });
  }
}

package io.warrenmq.api.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTimesTest {
  @Test
  void areASixtyFourthOfTheUsualLengthApart() {
    assertThat(RoundTimes.grainMs(6400)).isEqualTo(100);
    assertThat(RoundTimes.grainMs(63)).isEqualTo(1);
    assertThat(RoundTimes.grainMs(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 1099", "99, 1001", "100, 1000", "-1, 1001"})
  void noneIsBeforeTheDelay(long nowMs, long delayMs) {
    assertThat(RoundTimes.notBefore(at(nowMs), 1000, 100)).isEqualTo(delayMs);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 999", "50, 950", "51, 1049", "99, 1001", "100, 1000", "-1, 1001"})
  void theNearestKeepsTheTime(long nowMs, long delayMs) {
    assertThat(RoundTimes.near(at(nowMs), 1000, 100)).isEqualTo(delayMs);
  }

  /** A loop that knows what time it is, and nothing else. */
  private static Loop at(long nowMs) {
    return new Loop() {
      @Override
      public BrokerClock clock() {
        return new BrokerClock() {
          @Override
          public long nanos() {
            return nowMs * 1_000_000;
          }

          @Override
          public long wallMs() {
            return nowMs;
          }
        };
      }

      @Override
      public int index() {
        return 0;
      }

      @Override
      public boolean inThread() {
        return true;
      }

      @Override
      public void execute(Runnable task) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void atTurnEnd(TurnEnd task) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void atFlush(TurnEnd task) {
        throw new UnsupportedOperationException();
      }

      @Override
      public TimerHandle schedule(long delayMs, Runnable task) {
        throw new UnsupportedOperationException();
      }
    };
  }
}

package io.warrenmq.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.TimerHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final long START_NS = -12_345_678_901L; // System.nanoTime may well be negative

  private final List<String> fired = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final TimerWheel wheel = new TimerWheel(START_NS, errors::add);
  private long nowNs = START_NS;

  @Test
  void saysNeverWhileItIsEmpty() {
    assertThat(wheel.nextNs()).isEqualTo(TimerWheel.NEVER);

    TimerHandle handle = set(5, "a");
    handle.cancel();

    assertThat(wheel.nextNs()).isEqualTo(TimerWheel.NEVER);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void firesInOrderOfSettingWithinOneTick() {
    set(700, "a"); // begins on a higher level and moves down
    goTo(650);
    set(50, "b");

    goTo(699);
    assertThat(fired).isEmpty();

    goTo(710);
    assertThat(fired).containsExactly("a", "b");
  }

  @Test
  void runsNothingInsideSchedule() {
    set(0, "now");

    assertThat(fired).isEmpty();
    goTo(10);
    assertThat(fired).containsExactly("now");
  }

  @Test
  void mayBeSetAndCancelledFromWithinATimer() {
    TimerHandle[] second = new TimerHandle[1];
    wheel.schedule(
        nowNs,
        20,
        () -> {
          fired.add("first");
          second[0].cancel();
          set(0, "third");
        });
    second[0] = set(20, "second");

    goTo(20);
    assertThat(fired).containsExactly("first");

    goTo(40);
    assertThat(fired).containsExactly("first", "third");
    assertThat(wheel.size()).isZero();
  }

  @Test
  void goesOnAfterATaskThatThrows() {
    wheel.schedule(
        nowNs,
        10,
        () -> {
          throw new IllegalStateException("broken");
        });
    set(10, "next");

    goTo(10);

    assertThat(fired).containsExactly("next");
    assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesAnyDelay() {
    set(Long.MAX_VALUE, "in a hundred years");
    set(-5, "at once");

    goTo(100L * 365 * 24 * 3600 * 1000);
    assertThat(fired).containsExactly("at once");

    goTo(100L * 366 * 24 * 3600 * 1000 + 10);
    assertThat(fired).containsExactly("at once", "in a hundred years");
  }

  @Test
  void cancellingTwiceOrLateDoesNothing() {
    TimerHandle handle = set(10, "a");
    set(500, "b");

    goTo(10);
    handle.cancel();
    handle.cancel();

    assertThat(wheel.size()).isEqualTo(1);
  }

  private TimerHandle set(long delayMs, String name) {
    return wheel.schedule(nowNs, delayMs, () -> fired.add(name));
  }

  private void goTo(long ms) {
    nowNs = START_NS + ms * 1_000_000;
    wheel.advance(nowNs);
  }
}

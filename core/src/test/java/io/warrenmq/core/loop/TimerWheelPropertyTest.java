package io.warrenmq.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.TimerHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The wheel against a plain list sorted by deadline. */
class TimerWheelPropertyTest {
  private static final long MS = 1_000_000;

  /** A timer as the model knows it. */
  private record Expected(long dueNs, int id, TimerHandle handle) {}

  @Property(tries = 300)
  void firesLikeASortedList(@ForAll Random random) {
    long startNs = random.nextLong() >> 8;
    long nowNs = startNs;
    TimerWheel wheel = new TimerWheel(startNs, AssertionError::new);
    List<Expected> model = new ArrayList<>();
    List<Integer> fired = new ArrayList<>();
    int[] spreads = {1, 30, 700, 50_000, 5_000_000, 500_000_000};

    for (int step = 0; step < 200; step++) {
      int spreadMs = spreads[random.nextInt(spreads.length)];
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          long delayMs = random.nextInt(spreadMs + 1);
          int id = step;
          TimerHandle handle = wheel.schedule(nowNs, delayMs, () -> fired.add(id));
          model.add(new Expected(nowNs + delayMs * MS, id, handle));
        }
        case 2 -> {
          if (!model.isEmpty()) {
            model.remove(random.nextInt(model.size())).handle().cancel();
          }
        }
        default -> {
          // As a loop does it: either when the wheel asked for it, or at any time of its own.
          boolean asAsked = random.nextBoolean() && wheel.nextNs() != TimerWheel.NEVER;
          nowNs =
              asAsked
                  ? Math.max(nowNs, wheel.nextNs())
                  : nowNs + (long) (random.nextDouble() * spreadMs * MS);
          fired.clear();
          wheel.advance(nowNs);
          removeFired(model, fired, nowNs);
        }
      }
      assertThat(wheel.size()).isEqualTo(model.size());
      for (Expected expected : model) {
        assertThat(wheel.nextNs()).isLessThanOrEqualTo(expected.dueNs() + TimerWheel.TICK_NS);
      }
    }
  }

  private static void removeFired(List<Expected> model, List<Integer> fired, long nowNs) {
    model.sort(Comparator.comparingLong(Expected::dueNs));
    long lastNs = Long.MIN_VALUE + TimerWheel.TICK_NS;
    for (int id : fired) {
      Expected match = model.stream().filter(e -> e.id() == id).findFirst().orElseThrow();
      assertThat(match.dueNs()).as("never early").isLessThanOrEqualTo(nowNs);
      assertThat(match.dueNs())
          .as("in order of ticks")
          .isGreaterThanOrEqualTo(lastNs - TimerWheel.TICK_NS);
      lastNs = Math.max(lastNs, match.dueNs());
      model.remove(match);
    }
    for (Expected left : model) {
      assertThat(left.dueNs()).as("a tick late at most").isGreaterThan(nowNs - TimerWheel.TICK_NS);
    }
  }
}

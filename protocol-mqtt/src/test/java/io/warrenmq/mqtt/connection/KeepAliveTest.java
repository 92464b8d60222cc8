package io.warrenmq.mqtt.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final long LIMIT_MS = 90_000; // one and a half times a keep alive of 60 s
  private static final long LATE_MS = LIMIT_MS / 64 + 20; // a grain, and the timers' own ticks

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final Loop loop = loops.loop(0);
  private final List<Long> silences = new ArrayList<>();
  private boolean isHeard = true;

  @Test
  void silenceIsNoticedAfterOneAndAHalfTimesTheKeepAlive_neverEarlier() {
    start(60);

    loops.advanceMs(LIMIT_MS - 1);
    assertThat(silences).isEmpty();

    loops.advanceMs(LATE_MS);
    assertThat(silences).hasSize(1);
  }

  @Test
  void theShortestKeepAliveIsNoticedInTime() {
    start(1);

    loops.advanceMs(1_499);
    assertThat(silences).isEmpty();

    loops.advanceMs(60);
    assertThat(silences).hasSize(1);
  }

  @Test
  void whateverTheClientSendsBeginsTheTimeAnew() {
    KeepAlive watched = start(60);

    loops.advanceMs(50_000);
    loops.run(loop, watched::onReceived);
    loops.advanceMs(LIMIT_MS - 1);
    assertThat(silences).isEmpty();

    loops.advanceMs(LATE_MS);
    assertThat(silences).hasSize(1);
  }

  @Test
  void aClientThatTheBrokerDoesNotReadIsNotSilent() {
    start(60);
    isHeard = false;

    loops.advanceMs(10 * LIMIT_MS);
    assertThat(silences).isEmpty();

    isHeard = true;
    loops.advanceMs(2 * LIMIT_MS + LATE_MS);
    assertThat(silences).hasSize(1);
  }

  @Test
  void aKeepAliveOfZeroAndOneThatWasStoppedWatchNothing() {
    start(0);
    KeepAlive stopped = start(60);
    loops.run(loop, stopped::stop);

    loops.advanceMs(100 * LIMIT_MS);

    assertThat(silences).isEmpty();
  }

  @Test
  void connectionsThatAnnouncedTheSameShareTheirWakeUps() {
    for (int i = 0; i < 1_000; i++) {
      start(60);
      loops.advanceMs(13);
    }

    loops.advanceMs(2 * LIMIT_MS);

    assertThat(silences).hasSize(1_000);
    // 13 s of openings, in grains of 1.4 s; two ticks of the timers to a grain at most.
    assertThat(silences.stream().distinct().count()).isLessThanOrEqualTo(2 * 11);
  }

  private KeepAlive start(int seconds) {
    KeepAlive watched =
        new KeepAlive(loop, () -> isHeard, () -> silences.add(loops.clock().nanos()));
    loops.run(loop, () -> watched.start(seconds));
    return watched;
  }
}

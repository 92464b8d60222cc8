package io.warrenmq.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.loop.TestLoops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskMonitorTest {
  private static final long LIMIT = 50_000_000;

  private final TestLoops loops = new TestLoops(1, 1);
  private final List<String> changes = new ArrayList<>();
  private final ResourceAlarms alarms =
      new ResourceAlarms(loops.metadata(), (resource, raised) -> noteReason());
  private long free = 20_000_000_000L;
  private int asked;
  private boolean failing;
  private final DiskMonitor monitor =
      new DiskMonitor(loops.metadata(), Runnable::run, this::ask, LIMIT, alarms);

  private void noteReason() {
    changes.add(String.valueOf(alarms.reason()));
  }

  private long ask() throws IOException {
    asked++;
    if (failing) {
      throw new IOException("no such disk");
    }
    return free;
  }

  @BeforeEach
  void start() {
    loops.run(loops.metadata(), monitor::start);
  }

  @Test
  void raisesTheAlarmBelowTheLimitAndClearsItAbove() {
    free = LIMIT - 1;
    loops.advance(11_000);
    assertThat(alarms.reason()).isEqualTo("low on disk");

    free = LIMIT;
    loops.advance(200);
    assertThat(changes).containsExactly("low on disk", "null");
    assertThat(monitor.freeBytes()).isEqualTo(LIMIT);
  }

  @Test
  void looksMoreOftenTheNearerTheLimitIs() {
    int farAway = asked;
    loops.advance(10_000);
    assertThat(asked - farAway).isLessThanOrEqualTo(2);

    free = LIMIT + 1;
    loops.advance(10_000);
    int near = asked;
    loops.advance(1000);
    assertThat(asked - near).isBetween(8, 11);
  }

  @Test
  void goesOnWhenTheDiskCannotBeAsked() {
    failing = true;
    loops.advance(30_000);
    failing = false;
    free = 0;
    loops.advance(11_000);

    assertThat(alarms.reason()).isEqualTo("low on disk");
  }
}

package io.warrenmq.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.loop.TestLoops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourceAlarmsTest {
  private final TestLoops loops = new TestLoops(2, 1);
  private final LoopMemory first = new LoopMemory();
  private final LoopMemory second = new LoopMemory();
  private final List<String> changes = new ArrayList<>();
  private final ResourceAlarms alarms =
      new ResourceAlarms(loops.metadata(), (resource, raised) -> noteReason());
  private final MemoryMonitor monitor =
      new MemoryMonitor(loops.metadata(), List.of(first, second), 1000, alarms);

  private void noteReason() {
    changes.add(String.valueOf(alarms.reason()));
  }

  @BeforeEach
  void start() {
    loops.run(loops.metadata(), monitor::start);
  }

  @Test
  void staysSilentBelowTheWatermark() {
    first.add(600);
    second.add(400);
    loops.advance(1000);

    assertThat(changes).isEmpty();
    assertThat(alarms.reason()).isNull();
    assertThat(monitor.heldBytes()).isEqualTo(1000);
  }

  @Test
  void raisesTheAlarmOnceForTheSumOfAllLoops() {
    first.add(600);
    second.add(401);
    loops.advance(1000);

    assertThat(changes).containsExactly("low on memory");
    assertThat(alarms.reason()).isEqualTo("low on memory");
  }

  @Test
  void clearsTheAlarmOnlyWellBelowTheWatermark() {
    first.add(1001);
    loops.advance(1000);

    first.add(-100);
    loops.advance(1000);
    assertThat(alarms.reason()).isNotNull();

    first.add(-100);
    loops.advance(1000);
    assertThat(changes).containsExactly("low on memory", "null");
  }

  @Test
  void looksTheMoreOftenTheNearerTheWatermarkIs() {
    long bytesMax = 4_000_000_000L;
    MemoryMonitor large =
        new MemoryMonitor(loops.metadata(), List.of(first, second), bytesMax, alarms);
    loops.run(loops.metadata(), monitor::stop);
    loops.run(loops.metadata(), large::start);
    first.add(bytesMax - 300_000_000); // 150 ms at two gigabytes a second
    loops.advance(1_100); // far from it, it looks once a second

    second.add(300_000_001);
    loops.advance(150);

    assertThat(changes).containsExactly("low on memory");
  }

  @Test
  void watchesNoMoreOnceStopped() {
    loops.run(loops.metadata(), monitor::stop);
    first.add(5000);
    loops.advance(1000);

    assertThat(changes).isEmpty();
    assertThat(loops.pendingTimers()).isZero();
  }

  @Test
  void namesAllThatIsShort() {
    first.add(5000);
    loops.advance(1000);
    loops.run(loops.metadata(), () -> alarms.set(ResourceAlarms.Resource.DISK, true));
    first.add(-5000);
    loops.advance(1000);
    loops.run(loops.metadata(), () -> alarms.set(ResourceAlarms.Resource.DISK, false));

    assertThat(changes)
        .containsExactly("low on memory", "low on memory & disk", "low on disk", "null");
  }
}

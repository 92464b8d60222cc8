package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of lives and deaths of a broker, each from a seed. */
@Timeout(value = 60, unit = TimeUnit.MINUTES) // As many seeds as one asks for.
class DurabilitySimTest {
  private static final int SEEDS = Integer.getInteger("warren.crash.seeds", 2000);
  private static final long FIRST = Long.getLong("warren.crash.firstSeed", 1);

  @Test
  void keepsWhatItHasPromised() throws Exception {
    long segmentsFound = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        DurabilitySimulation simulation = new DurabilitySimulation(seed);
        simulation.run();
        segmentsFound += simulation.segmentsFound();
      } catch (Throwable e) { // the seed is what makes it happen again
        throw new AssertionError(
            "seed " + seed + " fails: -Dwarren.crash.firstSeed=" + seed + " -Dwarren.crash.seeds=1",
            e);
      }
    }
    assertThat(SEEDS == 1 || segmentsFound > SEEDS / 10).as("queues went to disk").isTrue();
  }
}

package io.warrenmq.core.queue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random traffic over one queue, on one loop to three, checked against what a client may rely on.
 * To repeat a failure, run its seed alone.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // Ten seconds of one core, on a machine that has it.
class QueueSimTest {
  private static final int SEEDS = 4000;

  @Test
  void keepsItsPromisesWhateverHappensInWhateverOrder() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new QueueSimulation(seed).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}

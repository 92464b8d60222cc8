package io.warrenmq.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under load, again and again, on one data folder. */
@Timeout(value = 1, unit = TimeUnit.DAYS) // Each life has its own.
class KillIT {
  private static final int KILLS = Integer.getInteger("warren.crash.kills", 20);
  private static final long SEED = Long.getLong("warren.crash.killSeed", 1);

  private static final Duration LIFE_MAX = Duration.ofMinutes(5);

  @TempDir Path dataDir;

  @Test
  void whatWasConfirmedIsThereAfterEveryKill() throws Exception {
    Random random = new Random(SEED);
    CrashLoad load = new CrashLoad(SEED);
    for (int i = 0; i < KILLS; i++) {
      long untilKill = TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(700));
      assertTimeoutPreemptively(LIFE_MAX, () -> live(load, untilKill), "life " + (i + 1));
    }

    assertTimeoutPreemptively(LIFE_MAX, () -> settleAccounts(load), "the last life");
    assertThat(load.confirmedCount()).isGreaterThan(KILLS * 10);
    assertThat(load.acknowledgedCount()).isGreaterThan(KILLS * 10);
  }

  private void live(CrashLoad load, long untilKill) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(dataDir)) {
      List<Thread> publishers = load.begin(broker.port());
      LockSupport.parkNanos(untilKill);
      broker.kill();
      for (Thread publisher : publishers) {
        publisher.join();
      }
    }
  }

  private void settleAccounts(CrashLoad load) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(dataDir)) {
      assertThat(load.settleAccounts(broker.port())).isEmpty();
    }
  }
}

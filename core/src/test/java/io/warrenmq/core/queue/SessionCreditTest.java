package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionCreditTest {
  private final SessionCredit credit = new SessionCredit();

  @Test
  void hasNoLimitAtFirst() {
    for (int i = 0; i < 1000; i++) {
      assertThat(credit.tryTake()).isTrue();
    }
    assertThat(credit.takeStarved()).isFalse();
  }

  @Test
  void refusesBeyondItsLimitAndRemembersThatItDid() {
    credit.limit(2);
    assertThat(credit.tryTake()).isTrue();
    assertThat(credit.tryTake()).isTrue();
    assertThat(credit.takeStarved()).isFalse();

    assertThat(credit.tryTake()).isFalse();

    assertThat(credit.takeStarved()).isTrue();
    assertThat(credit.takeStarved()).isFalse();
    credit.giveBack();
    assertThat(credit.tryTake()).isTrue();
  }

  @Test
  void countsWhatWasTakenBeforeTheLimitWasSet() {
    credit.tryTake();
    credit.tryTake();
    credit.limit(1);

    credit.giveBack();
    assertThat(credit.tryTake()).isFalse();

    credit.giveBack();
    assertThat(credit.tryTake()).isTrue();
  }

  @Test
  void neverGoesBeyondItsLimitWithManyTakers() throws Exception {
    int limit = 3;
    credit.limit(limit);
    AtomicInteger held = new AtomicInteger();
    AtomicInteger mostHeld = new AtomicInteger();
    List<Thread> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      takers.add(
          new Thread(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  if (credit.tryTake()) {
                    int now = held.incrementAndGet();
                    mostHeld.accumulateAndGet(now, Math::max);
                    held.decrementAndGet();
                    credit.giveBack();
                  }
                }
              }));
    }
    takers.forEach(Thread::start);
    for (Thread taker : takers) {
      taker.join();
    }

    assertThat(mostHeld.get()).isBetween(1, limit);
    for (int i = 0; i < limit; i++) {
      assertThat(credit.tryTake()).isTrue();
    }
    assertThat(credit.tryTake()).isFalse();
  }
}

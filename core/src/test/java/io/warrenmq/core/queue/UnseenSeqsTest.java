package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnseenSeqsTest {
  private final UnseenSeqs unseen = new UnseenSeqs();

  @Test
  void beginsWithEverything() {
    assertThat(unseen.first()).isZero();
    assertThat(unseen.last()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void looksAtWhatCameBackBeforeItGoesOn() {
    unseen.seen(10);
    unseen.add(4);

    assertThat(unseen.first()).isEqualTo(4);
    assertThat(unseen.last()).isEqualTo(4);
    unseen.seen(4);
    assertThat(unseen.first()).isEqualTo(11);
  }

  @Test
  void takesNeighboursAsOneRun() {
    unseen.seen(10);
    unseen.add(4);
    unseen.add(6);
    unseen.add(5);

    assertThat(unseen.first()).isEqualTo(4);
    assertThat(unseen.last()).isEqualTo(6);
  }

  @Test
  void goesBackToWhatItSawLast() {
    unseen.seen(10);
    unseen.add(9);
    unseen.add(10);

    assertThat(unseen.first()).isEqualTo(9);
    assertThat(unseen.last()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void knowsAFewRunsExactly() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      check(random, UnseenSeqs.RUNS_MAX * 2, true);
    }
  }

  @Test
  void forgetsNoneOfMany() {
    for (long seed = 0; seed < 100; seed++) {
      check(new Random(seed), 1000, false);
    }
  }

  /**
   * Beside a set of all numbers up to some most.
   *
   * @param exactly whether nothing is to be looked at twice
   */
  private static void check(Random random, int most, boolean exactly) {
    UnseenSeqs unseen = new UnseenSeqs();
    TreeSet<Long> model = new TreeSet<>();
    long rest = 0;
    for (int step = 0; step < 500; step++) {
      if (random.nextInt(3) > 0 && rest > 0) {
        long seq = random.nextLong(rest);
        unseen.add(seq);
        model.add(seq);
      } else {
        long last = Math.min(unseen.last(), unseen.first() + random.nextInt(3));
        if (last < most) {
          assertThat(unseen.first()).isLessThanOrEqualTo(model.isEmpty() ? rest : model.first());
          model.headSet(last, true).clear();
          unseen.seen(last);
          rest = Math.max(rest, last + 1);
        }
      }
      long first = model.isEmpty() ? rest : model.first();
      if (exactly) {
        assertThat(unseen.first()).isEqualTo(first);
        assertThat(unseen.last()).isGreaterThanOrEqualTo(first);
      } else {
        assertThat(unseen.first()).isLessThanOrEqualTo(first);
      }
    }
  }
}

package io.warrenmq.exchanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.exchanges.ExchangeBench.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WeightedRingTest {
  /** The same with a bucket for each unit of weight. */
  private static final class Buckets {
    private List<Destination> all = new ArrayList<>();

    void add(Destination destination, int weight) {
      for (int i = 0; i < weight; i++) {
        all.add(destination);
      }
    }

    void remove(Destination gone, int weight) {
      int kept = all.size() - weight;
      int holes = weight;
      ArrayDeque<Destination> moving = new ArrayDeque<>();
      for (int i = all.size() - 1; i >= kept; i--) {
        if (holes > 0 && all.get(i) == gone) {
          holes--;
        } else {
          moving.push(all.get(i));
        }
      }
      all = new ArrayList<>(all.subList(0, kept));
      for (int i = kept - 1; holes > 0; i--) {
        if (all.get(i) == gone) {
          all.set(i, moving.pop());
          holes--;
        }
      }
    }
  }

  @RepeatedTest(20)
  void choosesAsBucketsWould(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    WeightedRing ring = WeightedRing.EMPTY;
    Buckets buckets = new Buckets();
    List<Target> bound = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      if (bound.isEmpty() || random.nextInt(5) < 3) {
        int weight = 1 + random.nextInt(20);
        // Now and then a destination that is bound already, by another weight.
        Target target =
            bound.isEmpty() || random.nextInt(4) > 0
                ? new Target("q" + step, true)
                : bound.get(random.nextInt(bound.size()));
        bound.add(target);
        weights.add(weight);
        ring = ring.with(target, weight);
        buckets.add(target, weight);
      } else {
        int which = random.nextInt(bound.size());
        Target target = bound.remove(which);
        int weight = weights.remove(which);
        ring = ring.without(target, weight);
        buckets.remove(target, weight);
      }
      assertThat(ring.size()).isEqualTo(buckets.all.size());
      for (int i = 0; i < 50 && ring.size() > 0; i++) {
        long hash = random.nextLong();
        assertThat(ring.choose(hash))
            .isSameAs(buckets.all.get((int) Hashing.jump(hash, ring.size())));
      }
    }
  }

  @Test
  void holdsMoreBucketsThanMemoryWould() {
    WeightedRing ring = WeightedRing.EMPTY;
    for (int i = 0; i < 3000; i++) {
      ring = ring.with(new Target("q" + i, true), 1_000_000);
    }

    assertThat(ring.size()).isEqualTo(3_000_000_000L);
    assertThat(ring.choose(1)).isNotNull();
  }
}

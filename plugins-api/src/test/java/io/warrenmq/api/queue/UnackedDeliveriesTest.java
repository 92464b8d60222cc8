package io.warrenmq.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnackedDeliveriesTest {
  private static Delivery delivery() {
    return delivery(0, -1);
  }

  private static Delivery delivery(long deliveredMs, long settleTimeoutMs) {
    return new Delivery() {
      @Override
      public Message message() {
        throw new UnsupportedOperationException();
      }

      @Override
      public String queueName() {
        return "q";
      }

      @Override
      public boolean isRedelivered() {
        return false;
      }

      @Override
      public int deliveryCount() {
        return -1;
      }

      @Override
      public long deliveredMs() {
        return deliveredMs;
      }

      @Override
      public long settleTimeoutMs() {
        return settleTimeoutMs;
      }
    };
  }

  @Test
  void tellsWhenTheOldestIsUnsettledForTooLong() {
    UnackedDeliveries unacked = new UnackedDeliveries();
    assertThat(unacked.overdueMs(1_000_000, 10)).isZero();

    unacked.add(1, delivery(1_000, -1));
    unacked.add(2, delivery(1_000, 50));

    assertThat(unacked.overdueMs(1_100, 100)).isZero();
    assertThat(unacked.overdueMs(1_101, 100)).isEqualTo(100);
    assertThat(unacked.overdueMs(1_000_000, 0)).isZero();
    unacked.remove(1);
    assertThat(unacked.overdueMs(1_051, 0)).isEqualTo(50);
  }

  @Test
  void knowsOnlyWhatIsUnsettled() {
    UnackedDeliveries unacked = new UnackedDeliveries();
    unacked.add(3, delivery());
    unacked.add(7, delivery());

    assertThat(unacked.remove(4)).isNull();
    assertThat(unacked.remove(7)).isNotNull();
    assertThat(unacked.remove(7)).isNull();
    assertThat(unacked.count()).isEqualTo(1);
  }

  /** Against a sorted map: adding with gaps, settling in any order, taking back. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void behavesAsASortedMap(long seed) {
    Random random = new Random(seed);
    UnackedDeliveries unacked = new UnackedDeliveries();
    TreeMap<Long, Delivery> model = new TreeMap<>();
    long tag = 0;
    for (int step = 0; step < 20_000; step++) {
      int action = random.nextInt(10);
      if (action < 5) {
        tag += 1 + random.nextInt(3);
        Delivery delivery = delivery();
        unacked.add(tag, delivery);
        model.put(tag, delivery);
      } else if (action < 8) {
        long some = model.isEmpty() ? tag : model.firstKey() + random.nextInt(20);
        assertThat(unacked.contains(some)).isEqualTo(model.containsKey(some));
        assertThat(unacked.remove(some)).isSameAs(model.remove(some));
      } else {
        long upTo = model.isEmpty() ? tag : model.firstKey() + random.nextInt(10);
        settleUpTo(unacked, model, upTo, action == 9);
      }
      assertThat(unacked.count()).isEqualTo(model.size());
      assertThat(unacked.first()).isSameAs(model.isEmpty() ? null : model.firstEntry().getValue());
    }
  }

  private static void settleUpTo(
      UnackedDeliveries unacked, TreeMap<Long, Delivery> model, long upTo, boolean takeBack) {
    List<Long> tags = new ArrayList<>();
    List<Delivery> taken = new ArrayList<>();
    for (Delivery next = unacked.pollUpTo(upTo); next != null; next = unacked.pollUpTo(upTo)) {
      assertThat(unacked.lastTag()).isEqualTo(model.firstKey());
      assertThat(next).isSameAs(model.firstEntry().getValue());
      tags.add(model.firstKey());
      taken.add(model.pollFirstEntry().getValue());
    }
    assertThat(model.isEmpty() || model.firstKey() > upTo).isTrue();
    if (takeBack) {
      unacked.restore(
          tags.stream().mapToLong(Long::longValue).toArray(),
          taken.toArray(Delivery[]::new),
          taken.size());
      for (int i = 0; i < tags.size(); i++) {
        model.put(tags.get(i), taken.get(i));
      }
    }
  }
}

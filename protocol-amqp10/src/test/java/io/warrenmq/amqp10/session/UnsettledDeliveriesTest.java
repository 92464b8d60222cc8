package io.warrenmq.amqp10.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.link.OutgoingLink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsettledDeliveriesTest {
  private final OutgoingLink one = TestLinks.outgoing("one", 0);
  private final OutgoingLink other = TestLinks.outgoing("other", 1);
  private final UnsettledDeliveries unsettled = new UnsettledDeliveries();
  private final List<Delivery> taken = new ArrayList<>();

  /** A delivery that is known by its number. */
  private record Numbered(long number) implements Delivery {
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
      return 0;
    }

    @Override
    public long deliveredMs() {
      return 0;
    }

    @Override
    public long settleTimeoutMs() {
      return 0;
    }
  }

  private void add(OutgoingLink link, long... ids) {
    for (long id : ids) {
      unsettled.add(id, link, new Numbered(id));
    }
  }

  private long[] take(long first, long last) {
    taken.clear();
    unsettled.take(first, last, (link, delivery) -> taken.add(delivery));
    return numbers();
  }

  private long[] numbers() {
    return taken.stream().mapToLong(each -> ((Numbered) each).number).toArray();
  }

  @Test
  void takesOutARangeInItsOrder() {
    add(one, 0, 1, 2, 3, 4);

    assertThat(take(1, 3)).containsExactly(1, 2, 3);
    assertThat(take(0, 9)).containsExactly(0, 4);
    assertThat(unsettled.count()).isZero();
  }

  @Test
  void passesOverWhatIsNotThere() {
    assertThat(take(0, 9)).isEmpty();
    add(one, 2, 5, 9);

    assertThat(take(0, 1)).isEmpty();
    assertThat(take(3, 4)).isEmpty();
    assertThat(take(10, 20)).isEmpty();
    assertThat(take(6, 2)).isEmpty();
    assertThat(take(3, 8)).containsExactly(5);
    assertThat(unsettled.count()).isEqualTo(2);
  }

  @Test
  void takesOutEachOnce() {
    add(one, 0, 1);

    assertThat(take(0, 0)).containsExactly(0);
    assertThat(take(0, 0)).isEmpty();
    assertThat(take(0, 1)).containsExactly(1);
  }

  @Test
  void takesOutWhatIsOfALink() {
    add(one, 0);
    add(other, 1);
    add(one, 2);

    unsettled.take(one, (link, delivery) -> taken.add(delivery));

    assertThat(numbers()).containsExactly(0, 2);
    assertThat(take(0, 9)).containsExactly(1);
  }

  @Test
  void knowsTheOldest() {
    assertThat(unsettled.first()).isNull();
    add(one, 3, 4, 5);
    assertThat(unsettled.first()).isEqualTo(new Numbered(3));

    take(4, 4);
    assertThat(unsettled.first()).isEqualTo(new Numbered(3));
    take(3, 3);
    assertThat(unsettled.first()).isEqualTo(new Numbered(5));
    take(5, 5);
    assertThat(unsettled.first()).isNull();
  }

  /** Against a map, from a seed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithAMap(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, OutgoingLink> model = new TreeMap<>();
    long next = 0;
    for (int i = 0; i < 5_000; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          long first = next - random.nextInt(200);
          long last = first + random.nextInt(60) - 5;
          Map<Long, OutgoingLink> expected =
              last < first ? new TreeMap<>() : model.subMap(first, true, last, true);
          assertThat(take(first, last)).as("seed %d, step %d", seed, i).isEqualTo(keys(expected));
          expected.clear();
        }
        case 1 -> {
          if (random.nextInt(40) == 0) {
            taken.clear();
            unsettled.take(one, (link, delivery) -> taken.add(delivery));
            model.values().removeIf(link -> link == one);
          }
        }
        default -> {
          next += 1 + random.nextInt(3);
          OutgoingLink link = random.nextBoolean() ? one : other;
          add(link, next);
          model.put(next, link);
        }
      }
      assertThat(unsettled.count()).as("seed %d, step %d", seed, i).isEqualTo(model.size());
      assertThat(unsettled.first())
          .isEqualTo(model.isEmpty() ? null : new Numbered(model.firstKey()));
    }
    assertThat(take(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(keys(model));
  }

  private static long[] keys(Map<Long, OutgoingLink> model) {
    return model.keySet().stream().mapToLong(Long::longValue).toArray();
  }
}

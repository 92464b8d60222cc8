package io.warrenmq.stomp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfirmsTest {
  /** Against a map, in any order. */
  @Test
  void givesBackWhoWaits() {
    Random random = new Random(7);
    Confirms confirms = new Confirms();
    TreeMap<Long, Object> model = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      if (model.isEmpty() || random.nextInt(100) < (i / 2_000 % 2 == 0 ? 70 : 30)) {
        Object waiter = new Object();
        model.put(confirms.add(waiter), waiter);
      } else {
        long id = random.nextBoolean() ? model.firstKey() : model.lastKey();
        assertThat(confirms.take(id)).isSameAs(model.remove(id));
      }
      assertThat(confirms.isEmpty()).isEqualTo(model.isEmpty());
    }
  }

  @Test
  void nobodyWaitsTwice() {
    Confirms confirms = new Confirms();
    long first = confirms.add("a");
    long second = confirms.add("b");

    assertThat(confirms.take(first)).isEqualTo("a");
    assertThat(confirms.take(first)).isNull();
    assertThat(confirms.isEmpty()).isFalse();
    assertThat(confirms.take(second)).isEqualTo("b");
  }
}

package io.warrenmq.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotSetTest {
  private final SlotSet<String> set = new SlotSet<>();

  private List<Object> walk() {
    return Arrays.stream(set.slots()).filter(Objects::nonNull).toList();
  }

  @Test
  void holdsNothingAtFirst() {
    assertThat(set.isEmpty()).isTrue();
    assertThat(set.slots()).isEmpty();
  }

  @Test
  void holdsAnElementOnceHoweverOftenItIsAdded() {
    assertThat(set.add("a")).isTrue();
    assertThat(set.add("a")).isFalse();

    assertThat(walk()).containsExactly("a");
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void keepsAnElementUntilItWasRemovedAsOftenAsAdded() {
    set.add("a");
    set.add("a");

    assertThat(set.remove("a")).isFalse();
    assertThat(walk()).containsExactly("a");
    assertThat(set.remove("a")).isTrue();
    assertThat(walk()).isEmpty();
  }

  @Test
  void forgivesRemovingWhatIsNotThere() {
    set.add("a");

    assertThat(set.remove("b")).isFalse();
    assertThat(walk()).containsExactly("a");
  }

  @Test
  void givesMemoryBackWhenItIsEmptyAgain() {
    for (int i = 0; i < 1000; i++) {
      set.add("element " + i);
    }
    for (int i = 0; i < 1000; i++) {
      set.remove("element " + i);
    }

    assertThat(set.slots()).isEmpty();
  }

  @Test
  void givesMemoryBackWhenFewAreLeft() {
    for (int i = 0; i < 1000; i++) {
      set.add("element " + i);
    }
    for (int i = 10; i < 1000; i++) {
      set.remove("element " + i);
    }

    assertThat(set.slots().length).isLessThan(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 40, 300})
  void holdsWhatACountingMapHolds(int elements) {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      SlotSet<String> tested = new SlotSet<>();
      Map<String, Integer> model = new HashMap<>();
      for (int step = 0; step < 600; step++) {
        String element = "element " + random.nextInt(elements);
        // Phases of growing and of shrinking, so that both resizings are met.
        boolean grows = (step / 150) % 2 == 0;
        if (random.nextInt(10) < (grows ? 7 : 3)) {
          assertThat(tested.add(element)).isEqualTo(!model.containsKey(element));
          model.merge(element, 1, Integer::sum);
        } else {
          boolean gone = Integer.valueOf(1).equals(model.get(element));
          assertThat(tested.remove(element)).as("seed %d", seed).isEqualTo(gone);
          model.computeIfPresent(element, (e, count) -> count == 1 ? null : count - 1);
        }
        assertThat(tested.size()).isEqualTo(model.size());
      }
      assertThat(Arrays.stream(tested.slots()).filter(Objects::nonNull))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(model.keySet());
    }
  }

  @Test
  void meetsWhatIsPresentAllThroughAWalkExactlyOnceWhileAWriterChurns() throws Exception {
    List<String> staying = new ArrayList<>();
    SlotSet<String> shared = new SlotSet<>();
    for (int i = 0; i < 40; i++) {
      staying.add("staying " + i);
      shared.add("staying " + i);
      shared.add("initial " + i);
    }
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Map<Object, Integer>> wrong = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              while (!done.get()) {
                Map<Object, Integer> met = new HashMap<>();
                for (Object slot : shared.slots()) {
                  if (slot != null) {
                    met.merge(slot, 1, Integer::sum);
                  }
                }
                if (!staying.stream().allMatch(s -> Objects.equals(met.get(s), 1))) {
                  wrong.set(met);
                }
              }
            });
    reader.start();

    Random random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      String passing = "passing " + random.nextInt(200);
      // Long runs of either, so that the slots are copied again and again.
      if ((i / 400) % 2 == 0) {
        shared.add(passing);
      } else {
        shared.remove(passing);
      }
    }
    done.set(true);
    reader.join();

    assertThat(wrong.get()).isNull();
  }
}

package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootSequenceTest {
  private final List<String> undone = new ArrayList<>();
  private final BootSequence sequence = new BootSequence();

  @Test
  void undoesInReverseOrderAndOnce() throws Exception {
    sequence.step("a", () -> "a", undone::add);
    sequence.step("no undo", () -> "n");
    sequence.step("b", () -> "b", undone::add);

    sequence.undo();
    sequence.undo();

    assertThat(undone).containsExactly("b", "a");
  }

  @Test
  void undoesWhatWasDoneWhenAStepFails() throws Exception {
    sequence.step("a", () -> "a", undone::add);

    assertThatThrownBy(
            () ->
                sequence.step(
                    "b",
                    () -> {
                      throw new StartException("no");
                    },
                    made -> undone.add("b")))
        .isInstanceOf(StartException.class)
        .hasMessage("no");
    assertThat(undone).containsExactly("a");
  }

  @Test
  void goesOnUndoingAfterAnUndoFails() throws Exception {
    sequence.step("a", () -> "a", undone::add);
    sequence.step(
        "b",
        () -> "b",
        made -> {
          throw new IllegalStateException("on purpose");
        });

    sequence.undo();

    assertThat(undone).containsExactly("a");
  }
}

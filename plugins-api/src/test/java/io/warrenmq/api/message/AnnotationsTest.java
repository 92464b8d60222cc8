package io.warrenmq.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
  @Test
  void theNewerValueTakesThePlaceOfTheOld() {
    Annotations before = Annotations.NONE.with("x-a", 1).with("x-b", 2);

    Annotations after = before.withAll(Map.of("x-b", "new", "x-c", 3));

    assertThat(after.values()).isEqualTo(Map.of("x-a", 1, "x-b", "new", "x-c", 3));
    assertThat(before.values()).isEqualTo(Map.of("x-a", 1, "x-b", 2));
  }

  @Test
  void keepsTheDeathHistory() {
    Death death = new Death("q", DeathReason.REJECTED, 1, 2, 3, "x", List.of(), -1);
    Annotations before = new Annotations(List.of(death), death, true, Map.of());

    assertThat(before.withAll(Map.of("x-a", 1)))
        .isEqualTo(new Annotations(List.of(death), death, true, Map.of("x-a", 1)));
  }

  @Test
  void weighsEachKeyAndValueAndTheirBytes() {
    assertThat(Annotations.NONE.weight()).isZero();
    assertThat(Annotations.weight(Map.of("x-a", 1L))).isEqualTo(3 + 2 * 32);
    assertThat(Annotations.weight(Map.of("x-a", "1234"))).isEqualTo(3 + 4 + 2 * 32);
    assertThat(Annotations.weight(Map.of("x-a", new Symbol("12")))).isEqualTo(3 + 2 + 2 * 32);
    assertThat(Annotations.weight(Map.of("x-a", new Binary(new byte[9]))))
        .isEqualTo(3 + 9 + 2 * 32);
    assertThat(Annotations.weight(Map.of("x-a", Arrays.asList("a", null))))
        .isEqualTo(3 + 1 + 4 * 32);
    assertThat(Annotations.weight(Map.of("x-a", Map.of("k", "v")))).isEqualTo(3 + 2 + 4 * 32);
  }
}

package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryListTest {
  private final QueueWorld world = new QueueWorld(1, 1);
  private final Queue queue = world.queue(QueueOptions.CLASSIC);
  private final EntryList list = new EntryList();

  private Entry add() {
    Entry entry = new Entry(queue, TestMessages.sized(100), null, 0);
    list.append(entry);
    return entry;
  }

  private static List<Entry> all(EntryList list) {
    List<Entry> all = new ArrayList<>();
    list.forEach(all::add);
    return all;
  }

  @Test
  void countsTheMemoryOfWhatItHolds() {
    long one = add().weight();
    add();
    assertThat(list.bytes()).isEqualTo(2 * one);

    list.poll();
    list.poll();

    assertThat(list.bytes()).isZero();
    assertThat(list.isEmpty()).isTrue();
    assertThat(list.poll()).isNull();
  }

  @Test
  void givesAwayWhatDoesNotFit() {
    Entry first = add();
    Entry second = add();
    Entry third = add();
    EntryList rest = new EntryList();

    list.moveTail(2L * first.weight(), rest);

    assertThat(all(list)).containsExactly(first, second);
    assertThat(all(rest)).containsExactly(third);
    assertThat(list.bytes()).isEqualTo(2L * first.weight());
    assertThat(rest.bytes()).isEqualTo(third.weight());
    Entry fourth = add();
    assertThat(all(list)).containsExactly(first, second, fourth);
  }

  @Test
  void keepsOneHoweverSmallTheRoom() {
    Entry first = add();
    Entry second = add();
    EntryList rest = new EntryList();

    list.moveTail(0, rest);

    assertThat(all(list)).containsExactly(first);
    assertThat(all(rest)).containsExactly(second);
  }
}

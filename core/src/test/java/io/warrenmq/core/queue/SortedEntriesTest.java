package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedEntriesTest {
  private final QueueWorld world = new QueueWorld(1, 1);
  private final Queue queue = world.queue(QueueOptions.CLASSIC);
  private final SortedEntries list = new SortedEntries();

  private Entry entry(long seq) {
    Entry entry = new Entry(queue, TestMessages.sized(100), null, 0);
    entry.seq = seq;
    return entry;
  }

  private Entry add(long seq) {
    Entry entry = entry(seq);
    list.append(entry);
    return entry;
  }

  private static List<Entry> all(SortedEntries list) {
    List<Entry> all = new ArrayList<>();
    list.forEach(all::add);
    return all;
  }

  @Test
  void countsTheMemoryOfWhatItHolds() {
    long one = add(1).weight();
    add(2);
    assertThat(list.bytes()).isEqualTo(2 * one);

    list.poll();
    list.poll();

    assertThat(list.bytes()).isZero();
    assertThat(list.isEmpty()).isTrue();
    assertThat(list.poll()).isNull();
  }

  @Test
  void givesAwayWhatDoesNotFit() {
    Entry first = add(1);
    Entry second = add(2);
    Entry third = add(3);
    SortedEntries rest = new SortedEntries();

    list.moveTail(2L * first.weight(), rest);

    assertThat(all(list)).containsExactly(first, second);
    assertThat(all(rest)).containsExactly(third);
    assertThat(list.bytes()).isEqualTo(2L * first.weight());
    assertThat(rest.bytes()).isEqualTo(third.weight());
    Entry fourth = add(4);
    assertThat(all(list)).containsExactly(first, second, fourth);
  }

  @Test
  void keepsOneHoweverSmallTheRoom() {
    Entry first = add(1);
    Entry second = add(2);
    SortedEntries rest = new SortedEntries();

    list.moveTail(0, rest);

    assertThat(all(list)).containsExactly(first);
    assertThat(all(rest)).containsExactly(second);
  }

  @Test
  void takesBackWhatItGaveAway() {
    Entry first = add(1);
    Entry second = add(2);
    SortedEntries rest = new SortedEntries();
    list.moveTail(0, rest);

    list.appendAll(rest);

    assertThat(all(list)).containsExactly(first, second);
    assertThat(rest.isEmpty()).isTrue();
    assertThat(rest.bytes()).isZero();
  }

  @Test
  void takesOutOnlyWhatItHas() {
    add(1);
    Entry second = add(2);

    assertThat(list.remove(entry(2))).isFalse();
    assertThat(list.remove(entry(3))).isFalse();
    assertThat(list.remove(second)).isTrue();
    assertThat(list.remove(second)).isFalse();
  }

  @Test
  void isWhatASortedMapIs() {
    for (long seed = 0; seed < 200; seed++) {
      check(new Random(seed));
    }
  }

  private void check(Random random) {
    SortedEntries entries = new SortedEntries();
    TreeMap<Long, Entry> model = new TreeMap<>();
    long next = 1;
    int most = 1 + random.nextInt(400);
    for (int step = 0; step < 2000; step++) {
      switch (model.size() > most ? 3 + random.nextInt(2) : random.nextInt(5)) {
        case 0, 1 -> {
          Entry entry = entry(next);
          next += 1 + random.nextInt(3);
          entries.append(entry);
          model.put(entry.seq, entry);
        }
        case 2 -> {
          Entry entry = entry(random.nextInt((int) next));
          if (!model.containsKey(entry.seq)) {
            entries.insert(entry);
            model.put(entry.seq, entry);
          }
          next = Math.max(next, entry.seq + 1);
        }
        case 3 -> {
          Map.Entry<Long, Entry> first = model.pollFirstEntry();
          assertThat(entries.poll()).isSameAs(first == null ? null : first.getValue());
        }
        default -> {
          Map.Entry<Long, Entry> some = model.ceilingEntry((long) random.nextInt((int) next));
          if (some != null) {
            assertThat(entries.remove(some.getValue())).isTrue();
            model.remove(some.getKey());
          }
        }
      }
      long from = random.nextInt((int) next + 2);
      Map.Entry<Long, Entry> found = model.ceilingEntry(from);
      assertThat(entries.firstFrom(from)).isSameAs(found == null ? null : found.getValue());
      assertThat(entries.size()).isEqualTo(model.size());
    }
    assertThat(all(entries)).containsExactlyElementsOf(model.values());
    assertThat(entries.bytes()).isEqualTo(model.values().stream().mapToLong(Entry::weight).sum());
  }
}

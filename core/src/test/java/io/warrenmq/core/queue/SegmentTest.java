package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is still to be read of a segment, and where. */
class SegmentTest {
  private static final int COUNT = 300;
  private static final int BODY_BYTES = 100;

  private final Segment segment = segment();

  /** Of the numbers 10, 12, 14, and so on. */
  private static Segment segment() {
    SeqRuns.Builder seqs = new SeqRuns.Builder();
    for (int place = 0; place < COUNT; place++) {
      seqs.add(10 + 2L * place);
    }
    return new Segment(
        1, 0, seqs.build(), new ReturnCounts(COUNT), 64, (long) COUNT * BODY_BYTES, false);
  }

  private static long bytes(int messages) {
    return messages * (BODY_BYTES + 100L);
  }

  @Test
  void findsWhatIsUnreadFromANumberOn() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Segment some = segment();
      TreeSet<Integer> unread = new TreeSet<>();
      TreeSet<Integer> out = new TreeSet<>();
      for (int place = 0; place < COUNT; place++) {
        unread.add(place);
      }
      for (int step = 0; step < 600; step++) {
        int place = random.nextInt(COUNT);
        if (unread.contains(place) && random.nextBoolean()) {
          unread.remove(place);
          out.add(place);
          some.takeOut(place, BODY_BYTES);
        } else if (out.remove(place)) {
          if (random.nextInt(4) == 0) {
            unread.add(place);
            some.putBack(place, 64 + place * 200L, BODY_BYTES);
          } else {
            some.crossOff(place);
          }
        }
        long seq = random.nextInt(2 * COUNT + 30);
        Integer next = unread.ceiling((int) Math.max(0, (seq - 9) / 2));
        assertThat(some.placeFrom(seq)).isEqualTo(next == null ? COUNT : next);
        assertThat(some.unreadFrom(seq)).isEqualTo(next == null ? Long.MAX_VALUE : 10 + 2L * next);
      }
    }
  }

  @Test
  void isReadInOneGoWhereAFewHaveBeenTakenOut() {
    assertThat(segment.bytesToRead()).isEqualTo(bytes(COUNT));
    for (int place = 1; place < COUNT; place += 3) {
      segment.takeOut(place, BODY_BYTES);
    }

    assertThat(segment.bytesToRead()).isEqualTo(bytes(COUNT));
  }

  @Test
  void isNotReadOverMany() {
    for (int place = 50; place < 100; place++) {
      segment.takeOut(place, BODY_BYTES);
    }

    assertThat(segment.bytesToRead()).isEqualTo(bytes(50));
  }

  @Test
  void knowsWhereTheLastPlaceBeginsThatIsNotBehindAnother() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      PlaceOffsets offsets = new PlaceOffsets(64);
      TreeMap<Integer, Long> model = new TreeMap<>();
      model.put(0, 64L);
      for (int i = 0; i < 60; i++) {
        int place = random.nextInt(COUNT);
        offsets.add(place, 64 + place * 200L);
        model.put(place, 64 + place * 200L);
        int asked = random.nextInt(COUNT);
        int at = offsets.before(asked);
        assertThat(offsets.place(at)).isEqualTo(model.floorKey(asked));
        assertThat(offsets.offset(at)).isEqualTo(model.floorEntry(asked).getValue());
      }
    }
  }
}

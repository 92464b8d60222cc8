package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which of a band's segments comes next, where they overlap. */
class DiskSpotTest {
  private static final int BODY_BYTES = 10;

  private final BandTail tail = new BandTail();
  private final DiskSpot spot = new DiskSpot();
  private final Segment even = segment(20, 40);
  private final Segment odd = segment(1, 41);

  /** Of every second number from one to another. */
  private static Segment segment(int from, int to) {
    SeqRuns.Builder seqs = new SeqRuns.Builder();
    for (int seq = from; seq <= to; seq += 2) {
      seqs.add(seq);
    }
    SeqRuns all = seqs.build();
    return new Segment(
        from, 0, all, new ReturnCounts(all.count()), 0, (long) all.count() * BODY_BYTES, false);
  }

  DiskSpotTest() {
    tail.addSegment(even);
    tail.addSegment(odd);
  }

  private void takeOut(Segment segment, int seq) {
    segment.takeOut(segment.seqs().indexOf(seq), BODY_BYTES);
  }

  @Test
  void goesFromOneToTheOtherAndBack() {
    assertThat(spot.segmentFrom(tail, 0)).isSameAs(odd);
    assertThat(spot.segmentFrom(tail, 19)).isSameAs(odd);
    assertThat(spot.segmentFrom(tail, 20)).isSameAs(even);
    assertThat(spot.segmentFrom(tail, 21)).isSameAs(odd);
    assertThat(spot.segmentFrom(tail, 10)).isSameAs(odd);
    assertThat(spot.segmentFrom(tail, 41)).isSameAs(odd);
    assertThat(spot.segmentFrom(tail, 42)).isNull();
  }

  @Test
  void skipsWhatIsTakenOut() {
    assertThat(spot.segmentFrom(tail, 21)).isSameAs(odd);

    takeOut(odd, 21);

    assertThat(spot.segmentFrom(tail, 21)).isSameAs(even);
  }

  @Test
  void seesWhatCameBackBeforeWhereTheOtherBegan() {
    for (int seq = 21; seq < 41; seq += 2) {
      takeOut(odd, seq);
    }
    assertThat(spot.segmentFrom(tail, 20)).isSameAs(even);
    assertThat(spot.segmentFrom(tail, 31)).isSameAs(even);

    odd.putBack(odd.seqs().indexOf(31), 0, BODY_BYTES);
    tail.putBack();

    assertThat(spot.segmentFrom(tail, 31)).isSameAs(odd);
    assertThat(spot.segmentFrom(tail, 32)).isSameAs(even);
  }

  @Test
  void seesSegmentsThatCome() {
    assertThat(spot.segmentFrom(tail, 42)).isNull();
    Segment later = segment(50, 60);

    tail.addSegment(later);

    assertThat(spot.segmentFrom(tail, 42)).isSameAs(later);
  }
}

package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeqRunsTest {
  private static SeqRuns of(long... seqs) {
    SeqRuns.Builder builder = new SeqRuns.Builder();
    for (long seq : seqs) {
      builder.add(seq);
    }
    return builder.build();
  }

  @Test
  void keepsConsecutiveNumbersAsOneRun() {
    SeqRuns seqs = of(5, 6, 7, 8);

    assertThat(seqs.runCount()).isEqualTo(1);
    assertThat(seqs.runFirst(0)).isEqualTo(5);
    assertThat(seqs.runLength(0)).isEqualTo(4);
    assertThat(seqs.first()).isEqualTo(5);
    assertThat(seqs.last()).isEqualTo(8);
  }

  @Test
  void findsNumbersAndPlaces() {
    long[] all = {1, 3, 4, 5, 9, 20, 21};
    SeqRuns seqs = of(all);

    assertThat(seqs.count()).isEqualTo(all.length);
    for (int i = 0; i < all.length; i++) {
      assertThat(seqs.at(i)).isEqualTo(all[i]);
      assertThat(seqs.indexOf(all[i])).isEqualTo(i);
    }
    for (long missing : new long[] {0, 2, 6, 8, 10, 19, 22, 1000}) {
      assertThat(seqs.indexOf(missing)).as("index of %d", missing).isEqualTo(-1);
    }
    for (long from = 0; from < 30; from++) {
      long least = from;
      int expected = (int) Arrays.stream(all).filter(seq -> seq < least).count();
      assertThat(seqs.indexFrom(from)).as("index from %d", from).isEqualTo(expected);
    }
  }

  @Test
  void takesWholeRuns() {
    SeqRuns seqs = new SeqRuns.Builder().add(10, 3).add(13, 2).add(20, 1).build();

    assertThat(seqs.runCount()).isEqualTo(2);
    assertThat(seqs.runLength(0)).isEqualTo(5);
    assertThat(seqs.at(5)).isEqualTo(20);
  }
}

package io.warrenmq.amqp091.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmTrackerTest {
  /** Understands answers as a client does. */
  private static final class Client implements ConfirmTracker.Sink {
    final Map<Long, Boolean> answers = new HashMap<>();
    final List<String> frames = new ArrayList<>();
    private long lowest = 1;

    @Override
    public void ack(long tag, boolean multiple) {
      take(tag, multiple, true);
    }

    @Override
    public void nack(long tag, boolean multiple) {
      take(tag, multiple, false);
    }

    private void take(long tag, boolean multiple, boolean accepted) {
      frames.add((accepted ? "ack " : "nack ") + tag + (multiple ? " multiple" : ""));
      for (long each = multiple ? lowest : tag; each <= tag; each++) {
        boolean first = answers.putIfAbsent(each, accepted) == null;
        assertThat(first || multiple).as("second answer to %s", each).isTrue();
      }
      while (answers.containsKey(lowest)) {
        lowest++;
      }
    }
  }

  @Test
  void answersARunInOneFrame() {
    ConfirmTracker tracker = new ConfirmTracker();
    for (int i = 0; i < 5; i++) {
      tracker.next();
    }
    for (long sequence : new long[] {2, 1, 3, 5}) {
      tracker.settle(sequence, true);
    }
    Client client = new Client();
    tracker.flush(client);

    assertThat(client.frames).containsExactly("ack 3 multiple", "ack 5");
    assertThat(tracker.unansweredCount()).isEqualTo(2);
  }

  @Test
  void partsRunsOfUnlikeAnswers() {
    ConfirmTracker tracker = new ConfirmTracker();
    for (int i = 1; i <= 6; i++) {
      tracker.settle(tracker.next(), i < 3 || i == 6);
    }
    Client client = new Client();
    tracker.flush(client);

    assertThat(client.frames).containsExactly("ack 2 multiple", "nack 5 multiple", "ack 6");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void answersEveryPublishOnceWhateverTheOrder(long seed) {
    Random random = new Random(seed);
    ConfirmTracker tracker = new ConfirmTracker();
    Client client = new Client();
    Map<Long, Boolean> expected = new HashMap<>();
    List<Long> pending = new ArrayList<>();
    for (int step = 0; step < 30_000; step++) {
      int action = random.nextInt(10);
      if (action < 5) {
        pending.add(tracker.next());
      } else if (action < 9 && !pending.isEmpty()) {
        long sequence = pending.remove(random.nextInt(pending.size()));
        boolean accepted = random.nextInt(4) > 0;
        expected.put(sequence, accepted);
        tracker.settle(sequence, accepted);
      } else {
        tracker.flush(client);
        assertThat(client.answers).hasSameSizeAs(expected);
      }
    }
    tracker.flush(client);

    assertThat(client.answers).isEqualTo(expected);
  }
}

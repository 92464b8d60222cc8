package io.warrenmq.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.core.store.FileDisk;
import io.warrenmq.core.store.FrameScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRewriteTest {
  private static final MessageFormat FORMAT = new AnyFormats().apply("test");
  private static final int BODY_BYTES = 10_000;
  private static final int COUNT = 24;

  @TempDir Path folder;

  private static Message message(int number) {
    return new Message(
        FORMAT,
        new byte[BODY_BYTES],
        0,
        true,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        number,
        "",
        "key",
        List.of());
  }

  @Test
  void aLogOfManyFilesDoesNotGrowByMessagesOfManyQueues() throws IOException {
    Map<Long, RecoveredQueue> queues = new TreeMap<>();
    for (long id = 1; id <= 5; id++) {
      queues.put(id, new RecoveredQueue());
    }
    for (int i = 0; i < COUNT; i++) {
      Message message = message(i);
      for (Map.Entry<Long, RecoveredQueue> queue : queues.entrySet()) {
        queue.getValue().enqueue(kept(queue.getKey(), i, message));
      }
    }
    queues.get(3L).enqueue(new RecoveredQueue.Kept(77, message(77), 0, 2, true));

    FileDisk disk = new FileDisk(folder);
    try (LogRewrite rewrite = new LogRewrite(disk, 20_000, 60_000)) {
      rewrite.messages(queues);
      rewrite.finish();
    }

    FrameScan frames = FrameScan.of(disk, LocalLog.FILES);
    LogSalvage salvage = new LogSalvage(LocalLog.FILES, MessageCodec.ofAnyFormat());
    frames.read(salvage);
    assertThat(frames.damages()).isEmpty();
    assertThat(frames.fileCount()).isGreaterThan(3);
    assertThat(frames.bytes()).isLessThan(2L * COUNT * BODY_BYTES);
    assertThat(salvage.queues()).hasSize(5);
    salvage.queues().forEach(LogRewriteTest::assertHasAll);
  }

  /** In each queue it has another number, deadline and past. */
  private static RecoveredQueue.Kept kept(long queueId, int number, Message message) {
    return new RecoveredQueue.Kept(
        100 * queueId + (queueId == 2 ? COUNT - number : number),
        message,
        number % 2 == 0 ? LogBatch.NO_DEADLINE : queueId,
        (int) queueId + number,
        queueId == 4);
  }

  private static void assertHasAll(long queueId, RecoveredQueue queue) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      expected.add(text(kept(queueId, i, message(i))));
    }
    if (queueId == 3) {
      expected.add(text(new RecoveredQueue.Kept(77, message(77), 0, 2, true)));
    }
    assertThat(queue.messages())
        .extracting(LogRewriteTest::text)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(queue.messages()).extracting(RecoveredQueue.Kept::seq).isSorted();
  }

  private static String text(RecoveredQueue.Kept kept) {
    return "message %d, number %d, until %d, returned %d, %b"
        .formatted(
            kept.message().receivedMs(),
            kept.seq(),
            kept.expiresAtMs(),
            kept.returnCount(),
            kept.redelivered());
  }
}

package io.warrenmq.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.queue.MessageRun;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FileDisk;
import io.warrenmq.core.store.StoredOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCodecTest {
  @TempDir Path folder;

  @Test
  void namesAFormatThatNoPluginHas() throws IOException {
    Message message =
        new Message(
            new AnyFormats().apply("other"),
            new byte[10],
            0,
            true,
            Message.NO_PRIORITY,
            Message.NO_TTL,
            0,
            "",
            "q",
            List.of());
    MessageRun run = new MessageRun(1);
    run.add(message, 1, LogBatch.NO_DEADLINE, 0, false);
    SegmentCodec without = new SegmentCodec(new MessageCodec(Map.of()));
    try (DiskFile file = new FileDisk(folder).open(SegmentCodec.fileName(7))) {
      without.write(file, new StoredOutput(64), 7, 0, run);

      UnreadFormatException refusal =
          catchThrowableOfType(
              UnreadFormatException.class,
              () -> without.read(file, 7, SegmentCodec.FIRST_OFFSET, 1000));

      assertThat(refusal.format()).isEqualTo("other");
      assertThat(refusal).hasMessageStartingWith("file segment-0000000007.seg, offset 4096: ");
    }
  }
}

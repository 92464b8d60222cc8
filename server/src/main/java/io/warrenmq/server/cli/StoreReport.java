package io.warrenmq.server.cli;

import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.repair.QueueReport;
import io.warrenmq.core.repair.StoreSurvey;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.StoreDamage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Prints what a check has found. Confined to its user. */
final class StoreReport {
  private static final int EMPTY_QUEUES_MAX = 20; // named one by one
  private static final int DAMAGES_MAX = 1000;

  private final PrintWriter out;

  StoreReport(PrintWriter out) {
    this.out = out;
  }

  void print(Path dataDir, StoreSurvey survey) {
    out.printf("Data folder %s%n%n", dataDir);
    log("Definitions", survey.metadata().frames());
    out.printf("               %s%n", definitions(survey.metadata().records()));
    log("Messages", survey.messages().frames());
    out.printf(
        "%-14s needed: %,d, bytes: %,d%n",
        "Segments", survey.messages().neededSegments(), survey.messages().segmentBytes());
    torn(survey);
    out.println();
    queues(survey.queues());
    unnamed(survey);
    damages(survey.damages());
    if (survey.isSound()) {
      out.println("Sound.");
    } else {
      out.println();
      out.println(
          "A broker does not start with this, or ends once it reads it. Bring the folder back from a"
              + " backup, or salvage what can be read:");
      out.printf("    warrenctl store repair --data-dir %s%n", dataDir);
    }
  }

  private void log(String what, FrameScan frames) {
    out.printf(
        "%-14s files: %,d, frames: %,d, bytes: %,d%n",
        what, frames.fileCount(), frames.frameCount(), frames.bytes());
  }

  private static String definitions(List<MetadataRecord.Put> records) {
    return "vhosts: %,d, users: %,d, exchanges: %,d, queues: %,d, bindings: %,d"
        .formatted(
            count(records, MetadataRecord.VhostPut.class),
            count(records, MetadataRecord.UserPut.class),
            count(records, MetadataRecord.ExchangePut.class),
            count(records, MetadataRecord.QueuePut.class),
            count(records, MetadataRecord.BindingPut.class));
  }

  private static long count(List<MetadataRecord.Put> records, Class<?> type) {
    return records.stream().filter(type::isInstance).count();
  }

  private void torn(StoreSurvey survey) {
    long bytes = survey.metadata().frames().tornBytes() + survey.messages().frames().tornBytes();
    if (bytes > 0) {
      out.printf(
          "Torn           %,d bytes at the end, which were never confirmed: harmless, the next start"
              + " cuts them off%n",
          bytes);
    }
  }

  /** Queues with their messages; of those that have none only the first few. */
  void queues(List<QueueReport> queues) {
    int empty = 0;
    long messages = 0;
    for (QueueReport queue : queues) {
      messages += queue.messages();
      if (queue.messages() > 0 || queue.unreadable() > 0 || empty++ < EMPTY_QUEUES_MAX) {
        out.printf(
            "%,15d messages  %s%s%n",
            queue.messages(),
            printable(queue.toString()),
            queue.unreadable() == 0
                ? ""
                : ": %,d more cannot be read".formatted(queue.unreadable()));
      }
    }
    if (empty > EMPTY_QUEUES_MAX) {
      out.printf(
          "%15s           and %,d more queues without messages%n", "", empty - EMPTY_QUEUES_MAX);
    }
    out.printf("%,15d messages  in all %,d queues%n%n", messages, queues.size());
  }

  private void unnamed(StoreSurvey survey) {
    int queues = survey.unnamedQueues().size();
    if (queues > 0 && !survey.metadataDamages().isEmpty()) {
      out.printf("Queues with messages that no definition names: %,d%n%n", queues);
    }
    int segments = survey.messages().unknownSegments().size();
    if (segments > 0 && !survey.messageDamages().isEmpty()) {
      out.printf("Segments of which the log does not speak, or not any more: %,d%n%n", segments);
    }
  }

  /** What is wrong, a line each. */
  void damages(List<StoreDamage> damages) {
    if (damages.isEmpty()) {
      return;
    }
    out.printf("Damages: %,d%n", damages.size());
    damages.stream()
        .limit(DAMAGES_MAX)
        .forEach(damage -> out.printf("    %s%n", printable(damage.toString())));
    if (damages.size() > DAMAGES_MAX) {
      out.printf("    and %,d more%n", damages.size() - DAMAGES_MAX);
    }
  }

  /** A text with names that clients have chosen, without what would steer a terminal. */
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

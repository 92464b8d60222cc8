package io.warrenmq.core.log;

import io.warrenmq.core.queue.MessageRun;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FrameScan;
import io.warrenmq.core.store.StoreDamage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the message log and its segments hold, damaged or not, and what is wrong with them. Changes
 * nothing. What the log holds itself is kept in memory, of segments one at a time. One thread.
 */
public final class LogSurvey {
  private final Disk disk;
  private final MessageCodec codec = MessageCodec.ofAnyFormat();
  private final LogSalvage salvage = new LogSalvage(LocalLog.FILES, codec);
  private final FrameScan frames;
  private final List<StoreDamage> damages = new ArrayList<>();
  private final Map<Long, StoredQueue> queues = new TreeMap<>();
  private final Set<Long> present = new TreeSet<>(); // segments that there are
  private final Set<Long> needed = new HashSet<>();
  private final Set<Long> sound = new HashSet<>();
  private boolean beginningLost;
  private long segmentBytes;
  private long unsoundSegmentBytes;

  private LogSurvey(Disk disk) throws IOException {
    this.disk = disk;
    this.frames = FrameScan.of(disk, LocalLog.FILES);
  }

  /** Reads the log in a folder to its end, and all of each segment that it needs. Blocks. */
  public static LogSurvey of(Disk disk) throws IOException {
    LogSurvey survey = new LogSurvey(disk);
    survey.frames.read(survey.salvage);
    survey.checkBeginning();
    survey.damages.addAll(survey.frames.damages());
    for (String name : disk.list()) {
      long number = SegmentCodec.fileNumber(name);
      if (number >= 0) {
        survey.present.add(number);
      }
    }
    for (Map.Entry<Long, RecoveredQueue> queue : survey.salvage.queues().entrySet()) {
      survey.queue(queue.getKey(), queue.getValue());
    }
    return survey;
  }

  private void checkBeginning() {
    long present = LocalLog.FILES.fileNumber(frames.firstFile());
    if (salvage.firstFile() > 0 && present > salvage.firstFile()) {
      beginningLost = true;
      damages.add(
          new StoreDamage(
              LocalLog.FILES.fileName(salvage.firstFile()),
              0,
              LogRecovery.missing(LocalLog.FILES, present)));
    }
  }

  private void queue(long id, RecoveredQueue queue) throws IOException {
    Count count = new Count();
    for (RecoveredQueue.Kept kept : queue.messages()) {
      count.messages++;
      count.keepsTransients |= !kept.message().isDurable();
    }
    count.unreadable = salvage.lostCount(id);
    for (SegmentRecord segment : queue.segments()) {
      needed.add(segment.number());
      segment(segment, count);
    }
    queues.put(
        id,
        new StoredQueue(
            id,
            count.messages,
            count.transients,
            count.unreadable,
            count.priorityMax,
            count.keepsTransients));
  }

  private static final class Count {
    long messages;
    long transients;
    long unreadable;
    int priorityMax;
    boolean keepsTransients;
  }

  private void segment(SegmentRecord segment, Count count) throws IOException {
    long number = segment.number();
    int live = segment.seqs().count() - segment.crossedOff().cardinality();
    count.priorityMax = Math.max(count.priorityMax, segment.priority());
    if (!present.contains(number)) {
      damages.add(
          new StoreDamage(
              SegmentCodec.fileName(number),
              0,
              "the file is missing, and the log says it is needed"));
      count.unreadable += live;
      return;
    }
    SegmentScan scan = scan(segment);
    segmentBytes += scan.fileBytes();
    damages.addAll(scan.damages());
    if (scan.damages().isEmpty()) {
      sound.add(number);
    } else {
      unsoundSegmentBytes += scan.fileBytes();
    }
    MessageRun messages = scan.messages();
    for (int i = 0; i < messages.count(); i++) {
      if (!segment.crossedOff().get(segment.seqs().indexOf(messages.seq(i)))) {
        live--;
        if (messages.message(i).isDurable()) {
          count.messages++;
        } else {
          count.transients++;
        }
      }
    }
    count.unreadable += live;
  }

  private SegmentScan scan(SegmentRecord segment) throws IOException {
    try (DiskFile file = disk.open(SegmentCodec.fileName(segment.number()))) {
      return SegmentScan.of(file, segment, new SegmentCodec(codec));
    }
  }

  // ---- what was found ----

  /** What is wrong, in the log and then in segments. */
  public List<StoreDamage> damages() {
    return damages;
  }

  /** The log's frames and files. */
  public FrameScan frames() {
    return frames;
  }

  /** Whether frames that were safe, or records in them, cannot be read. */
  public boolean hasLost() {
    return beginningLost || frames.hasLost();
  }

  /** What there is of each queue that the log speaks of, also of those that are no more. */
  public List<StoredQueue> queues() {
    return List.copyOf(queues.values());
  }

  /** Whether files are of another version's format: they are not for this one to repair. */
  public boolean isForeign() {
    return frames.isForeign()
        || damages.stream()
            .anyMatch(
                damage ->
                    SegmentCodec.fileNumber(damage.file()) >= 0
                        && damage.what().startsWith("format version"));
  }

  /** The highest id of a queue that the log speaks of; 0 for none. */
  public long highestQueueId() {
    return queues.keySet().stream().mapToLong(id -> id).max().orElse(0);
  }

  /** How many segments are needed, those that are missing included. */
  public int neededSegments() {
    return needed.size();
  }

  /** Bytes of the segments that are needed. */
  public long segmentBytes() {
    return segmentBytes;
  }

  /** Bytes of those that are needed and damaged. */
  public long unsoundSegmentBytes() {
    return unsoundSegmentBytes;
  }

  /**
   * The files of segments of which the log says nothing. A start deletes them; where the log has
   * lost frames, one of those may have spoken of them.
   */
  public List<String> unknownSegments() {
    return present.stream()
        .filter(number -> !needed.contains(number))
        .map(SegmentCodec::fileName)
        .toList();
  }

  // ---- salvaging ----

  /** Takes over the file of a segment that is sound. */
  public interface SegmentKeeper {
    /** Has the file, as it is, in the new folder. */
    void keep(String fileName) throws IOException;
  }

  /**
   * Writes a sound log of what can be read. It says that what is in it may have been handed out.
   *
   * @param empty a folder without a log
   * @param queueIds the queues whose messages are wanted
   * @param keeper brings segments that are sound
   */
  public void writeTo(Disk empty, Set<Long> queueIds, SegmentKeeper keeper) throws IOException {
    Map<Long, RecoveredQueue> wanted = new TreeMap<>(salvage.queues());
    wanted.keySet().retainAll(queueIds);
    try (LogRewrite rewrite = new LogRewrite(empty)) {
      for (Map.Entry<Long, RecoveredQueue> queue : wanted.entrySet()) {
        for (SegmentRecord segment : queue.getValue().segments()) {
          if (sound.contains(segment.number())) {
            keeper.keep(SegmentCodec.fileName(segment.number()));
            rewrite.segment(queue.getKey(), segment);
          } else if (present.contains(segment.number())) {
            rewrite.salvaged(queue.getKey(), segment, scan(segment).messages());
          }
        }
      }
      rewrite.messages(wanted);
      rewrite.finish();
    }
  }
}

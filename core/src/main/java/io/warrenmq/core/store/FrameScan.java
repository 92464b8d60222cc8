package io.warrenmq.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All frames of a {@link FrameLog} that can be read, also of a damaged one, and all its damages.
 * Changes nothing. Where a {@link FrameLogReader} refuses, this goes on with the next frame: looked
 * for at every block, with a number above those so far, and not more frames missing before it than
 * fit between. Whether the log is damaged at all, the reader says, so that the two agree.
 *
 * <p>Calls block; one thread.
 */
public final class FrameScan {
  private final Disk disk;
  private final FrameLog log;
  private final List<Long> numbers = new ArrayList<>();
  private final List<StoreDamage> damages = new ArrayList<>();
  private List<FramePlace> frames = new ArrayList<>();
  private final List<Hole> holes = new ArrayList<>();
  private long expected = -1; // the next frame's number; −1 before the first is known
  private long forced; // the highest frame of which anything says that it was safe
  private String holeFile = ""; // where the next frame should be
  private long holeOffset;
  private long nextFile; // the last one that a file says is there
  private long bytes;
  private long tornBytes;
  private boolean foreign;
  private boolean lost;

  /**
   * Where a frame is.
   *
   * @param file the number of its file
   * @param offset where its payload begins
   * @param length of the payload
   * @param number its own
   */
  private record FramePlace(long file, long offset, int length, long number) {}

  /**
   * Frames that are not where they should be.
   *
   * @param file the name of the file in which they should begin
   * @param offset where in it
   * @param first the first one's number
   * @param last the last one's; {@code Long.MAX_VALUE} when none was found after them
   */
  private record Hole(String file, long offset, long first, long last) {}

  /** Takes the frames that could be read. */
  public interface Sink extends FrameLogReader.Sink {
    /** Frames are missing before the next one. */
    void gap();
  }

  private FrameScan(Disk disk, FrameLog log) {
    this.disk = disk;
    this.log = log;
  }

  /** Finds the frames of a log, and what is wrong with it. */
  public static FrameScan of(Disk disk, FrameLog log) throws IOException {
    FrameScan scan = new FrameScan(disk, log);
    for (String name : disk.list()) {
      long number = log.fileNumber(name);
      if (number >= 0) {
        scan.numbers.add(number);
      }
    }
    Collections.sort(scan.numbers);
    for (long number : scan.numbers) {
      try (DiskFile file = disk.open(log.fileName(number))) {
        scan.bytes += file.size();
        scan.file(new ScannedFile(file), number);
      }
    }
    scan.conclude();
    return scan;
  }

  // ---- finding ----

  private void file(ScannedFile file, long number) throws IOException {
    String name = log.fileName(number);
    ByteBuffer block = file.block();
    long first = firstFrame(block, number);
    file.setSalt(first >= 0 ? FrameLog.saltOf(block) : LostSalt.of(file));
    if (first >= 0) {
      forced = Math.max(forced, first - 1); // All before a file is forced before it is begun.
      if (expected < 0) {
        expected = first;
      } else if (first > expected) {
        holes.add(new Hole(holeFile, holeOffset, expected, first - 1));
        expected = first;
      }
    }
    boolean found = frames(file, number, first < 0);
    if (first < 0 && found) {
      damages.add(new StoreDamage(name, 0, "the file's header cannot be read"));
    }
  }

  /** The number of a file's first frame; −1 when its header cannot be read. */
  private long firstFrame(ByteBuffer block, long number) {
    int version = FrameLog.versionOf(block);
    if (version == FrameLog.VERSION || version == 0) {
      return log.readFileHeader(block, number);
    }
    // Either another broker has written it, or these bytes have changed.
    ByteBuffer asOurs = ByteBuffer.allocate(block.limit()).put(block.duplicate().position(0));
    asOurs.flip().putInt(8, FrameLog.VERSION);
    long first = log.readFileHeader(asOurs, number);
    String what = "format version " + version + ", and this broker knows " + FrameLog.VERSION;
    damages.add(new StoreDamage(log.fileName(number), 8, what));
    foreign |= first < 0;
    return first;
  }

  /**
   * Finds the frames of a file.
   *
   * @param headerless whether nothing says with which frame the file begins
   * @return whether there were any
   */
  private boolean frames(ScannedFile file, long number, boolean headerless) throws IOException {
    String name = log.fileName(number);
    boolean unbounded = headerless;
    boolean found = false;
    if (!headerless) {
      holeFile = name;
      holeOffset = FrameLog.BLOCK_BYTES;
    }
    long at = FrameLog.BLOCK_BYTES;
    long end = at; // of the last frame
    while (at + FrameLog.FRAME_HEADER_BYTES <= file.size()) {
      FrameLog.FrameHeader header = file.headerAt(at);
      if (header != null && header.isEndMark()) {
        nextFile = header.nextFile();
      }
      long skipped = (at - end) / FrameLog.BLOCK_BYTES;
      if (header == null
          || header.number() < expected
          || (!unbounded && header.number() - expected > skipped)) {
        at += FrameLog.BLOCK_BYTES;
        continue;
      }
      forced = Math.max(forced, header.forced());
      long next = at + FrameLog.paddedFrame(header.length());
      if (!file.holds(header, at)) {
        // Its length holds, by its checksum: what is in its payload is not looked at, as a message
        // may be the copy of a log. Unless that length goes beyond what there is.
        at =
            at + FrameLog.FRAME_HEADER_BYTES + header.length() <= file.size()
                ? next
                : at + FrameLog.BLOCK_BYTES;
        continue;
      }
      if (expected >= 0 && header.number() > expected) {
        holes.add(new Hole(holeFile, holeOffset, expected, header.number() - 1));
      }
      frames.add(
          new FramePlace(
              number, at + FrameLog.FRAME_HEADER_BYTES, header.length(), header.number()));
      expected = header.number() + 1;
      found = true;
      unbounded = false;
      at = next;
      end = next;
      holeFile = name;
      holeOffset = next;
    }
    return found;
  }

  private void conclude() throws IOException {
    if (expected >= 0) {
      holes.add(new Hole(holeFile, holeOffset, expected, Long.MAX_VALUE));
    }
    for (Hole hole : holes) {
      if (hole.first > forced) {
        // A crash has torn the end; what comes after it was never safe.
        frames = frames.stream().filter(frame -> frame.number < hole.first).toList();
        break;
      }
      lost = true;
      damages.add(new StoreDamage(hole.file, hole.offset, text(hole)));
    }
    if (!numbers.isEmpty() && nextFile > numbers.get(numbers.size() - 1)) {
      lost = true;
      damages.add(
          new StoreDamage(
              log.fileName(nextFile),
              0,
              "the file is missing, and the one before says it is there"));
    }
    try {
      tornBytes = new FrameLogReader(disk, log).read((file, offset, payload) -> {}).tornBytes();
    } catch (CorruptStoreException e) {
      if (damages.isEmpty()) {
        lost = true;
        damages.add(StoreDamage.of(e));
      }
    }
  }

  private String text(Hole hole) {
    long last = Math.min(hole.last, forced);
    return (hole.first == last
            ? "frame " + hole.first + " was safe, and cannot be read"
            : "frames " + hole.first + " to " + last + " were safe, and cannot be read")
        + missingFiles(hole);
  }

  /** Names a file that is not there, where frames are missing at the end of the one before. */
  private String missingFiles(Hole hole) {
    long number = log.fileNumber(hole.file);
    long next = number + 1;
    boolean isThere = numbers.contains(next) || numbers.get(numbers.size() - 1) == number;
    return isThere ? "" : "; there is no file " + log.fileName(next);
  }

  // ---- what was found ----

  /** What is wrong with the log, by frames. Grows with {@link #read}, by what is in them. */
  public List<StoreDamage> damages() {
    return Collections.unmodifiableList(damages);
  }

  /** How many files there are. */
  public int fileCount() {
    return numbers.size();
  }

  /** How many frames can be read. */
  public int frameCount() {
    return frames.size();
  }

  /** The number of the first frame that can be read; 0 when there is none. */
  public long firstFrame() {
    return frames.isEmpty() ? 0 : frames.get(0).number;
  }

  /** The name of the first file; empty when there is none. */
  public String firstFile() {
    return numbers.isEmpty() ? "" : log.fileName(numbers.get(0));
  }

  /** The file in which the next frame would be; the first one's name when there is none. */
  public String endFile() {
    return holeFile.isEmpty() ? log.fileName(1) : holeFile;
  }

  /** Where in it. */
  public long endOffset() {
    return holeOffset;
  }

  /** Bytes of all files, what was preallocated included. */
  public long bytes() {
    return bytes;
  }

  /** Whether frames that were safe, or records in them, cannot be read. */
  public boolean hasLost() {
    return lost;
  }

  /** Bytes at the end that a crash has torn; a start cuts them off. 0 for a damaged log. */
  public long tornBytes() {
    return tornBytes;
  }

  /** Whether files are of another version's format: they are not for this one to repair. */
  public boolean isForeign() {
    return foreign;
  }

  /**
   * Reads the frames. A frame that the sink refuses with a {@link CorruptStoreException} is one
   * damage more, and the next one comes.
   */
  public void read(Sink sink) throws IOException {
    long previous = -1;
    for (int i = 0; i < frames.size(); ) {
      long number = frames.get(i).file;
      try (DiskFile file = disk.open(log.fileName(number))) {
        for (; i < frames.size() && frames.get(i).file == number; i++) {
          FramePlace frame = frames.get(i);
          if (previous >= 0 && frame.number != previous + 1) {
            sink.gap();
          }
          previous = frame.number;
          ByteBuffer payload = ByteBuffer.allocate(frame.length);
          file.read(frame.offset, payload);
          try {
            sink.frame(number, frame.offset, payload.flip());
          } catch (CorruptStoreException e) {
            lost = true;
            damages.add(StoreDamage.of(e));
          }
        }
      }
    }
  }
}

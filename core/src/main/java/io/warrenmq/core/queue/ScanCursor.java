package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.MessageFilter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer stands that looks through its queue: what it has still to look at, and what it
 * looks at now. A place is a number, so that it stays right whatever is handed out, written to disk
 * or read back meanwhile. Confined to the queue's home loop.
 */
final class ScanCursor {
  private static final @Nullable UnseenSeqs[] NONE = new UnseenSeqs[0];

  private final @Nullable MessageFilter filter;
  private final DiskSpot spot = new DiskSpot();
  private @Nullable UnseenSeqs[] byPriority = NONE;

  // What it looks at now: an entry, or a message that was read and stays on disk alone.
  private int priority;
  private long seq;
  private @Nullable Entry entry;
  private @Nullable SegmentPart part;
  private int place;
  private boolean onDisk;

  /**
   * At the head.
   *
   * @param filter what it wants; {@code null} for all
   */
  ScanCursor(@Nullable MessageFilter filter) {
    this.filter = filter;
  }

  /** What it has still to look at of a priority. */
  UnseenSeqs unseen(int ofPriority) {
    if (ofPriority >= byPriority.length) {
      byPriority = Arrays.copyOf(byPriority, ofPriority + 1);
    }
    UnseenSeqs unseen = byPriority[ofPriority];
    if (unseen == null) {
      unseen = new UnseenSeqs();
      byPriority[ofPriority] = unseen;
    }
    return unseen;
  }

  /** Which segment comes next. */
  DiskSpot spot() {
    return spot;
  }

  /** Whether it was on disk where it looked last. */
  boolean isOnDisk() {
    return onDisk;
  }

  // ---- what it looks at ----

  /** It has come to a message that is in memory. */
  void lookAt(int ofPriority, Entry found) {
    priority = ofPriority;
    seq = found.seq;
    entry = found;
    part = null;
    onDisk = false;
  }

  /** It has come to a message that is on disk alone. */
  void lookAt(int ofPriority, SegmentPart read, int atPlace) {
    priority = ofPriority;
    seq = read.segment().seqs().at(atPlace);
    entry = null;
    part = read;
    place = atPlace;
    onDisk = true;
  }

  /** It has come to a message that is to be read first, or to the end. */
  void lookAtNothing(boolean waitsForDisk) {
    letGo();
    onDisk = waitsForDisk;
  }

  /** It cannot take what it has found, and looks again later. */
  void letGo() {
    entry = null;
    part = null;
  }

  /** It goes on: the message was taken, or is not wanted. */
  void pass() {
    unseen(priority).seen(seq);
    letGo();
  }

  /** Its entry; {@code null} when the message is on disk alone. */
  @Nullable Entry entry() {
    return entry;
  }

  /** What was read of its segment, when it is on disk alone. */
  SegmentPart part() {
    SegmentPart read = part;
    assert read != null : "it is in memory";
    return read;
  }

  /** Its place in its segment, when it is on disk alone. */
  int place() {
    return place;
  }

  /** Whether the consumer wants it. */
  boolean isWanted() {
    return filter == null || filter.matches(message());
  }

  /** The message. */
  Message message() {
    Entry inMemory = entry;
    return inMemory != null ? inMemory.message() : part().message(place);
  }

  /** Its deadline in wall time; −1 for none. */
  long expiresAtMs() {
    Entry inMemory = entry;
    return inMemory != null ? inMemory.expiresAtMs : part().expiresAtMs(place);
  }

  /** How often it came back as failed. */
  int returnCount() {
    Entry inMemory = entry;
    return inMemory != null ? inMemory.deliveryCount : part().returnCount(place);
  }

  /** Whether it was handed out before. */
  boolean isRedelivered() {
    Entry inMemory = entry;
    return inMemory != null ? inMemory.redelivered : part().isRedelivered(place);
  }
}

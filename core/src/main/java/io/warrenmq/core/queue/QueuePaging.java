package io.warrenmq.core.queue;

import io.warrenmq.core.flow.LoopMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the ready messages of one queue to disk when they are many, and back when their turn comes
 * near. Confined to the queue's home loop.
 */
final class QueuePaging {
  private static final int PARTS = 4; // of what may stay in memory: one is read or kept in front

  private final Queue queue;
  private final ReadyMessages ready;
  private final QueueSegments segments;
  private final DeadlineTimer lookAgain; // as memory may become tight while nothing happens here
  private final LoopMemory memory;
  private final SegmentStore store;
  private final PagingOptions options;
  private final Runnable onRead;
  private @Nullable Band reading;
  private boolean writing;
  private boolean ended;
  private final List<Runnable> onRelief = new ArrayList<>(0);
  // Written by the home loop, read by any that publishes.
  private volatile boolean congested;

  /**
   * Creates it.
   *
   * @param onRead called when messages that were on disk are there
   */
  QueuePaging(
      Queue queue,
      ReadyMessages ready,
      QueueSegments segments,
      QueueServices services,
      Runnable onRead) {
    this.queue = queue;
    this.ready = ready;
    this.segments = segments;
    this.lookAgain = new DeadlineTimer(services.home(), this::lookAgain);
    this.memory = services.memory();
    this.store = services.segments();
    this.options = services.paging();
    this.onRead = onRead;
  }

  private long bytesMax() {
    return options.bytesMax(memory);
  }

  /** Messages came in: some may have to go to disk. */
  void onEnqueued(Band band, int priority) {
    long bytes = band.bytes();
    if (bytes <= options.tightBytesMax()) {
      return;
    }
    lookAgain.setAfter(PagingOptions.LOOK_AGAIN_MS);
    long most = bytesMax();
    if (bytes <= most) {
      return;
    }
    if (!writing) {
      writeSome(band, priority, most);
    }
    if (bytes > 2 * most && writing) {
      congested = true;
    }
  }

  /** Whether messages come in faster than they can go to disk. Any loop. */
  boolean isCongested() {
    return congested;
  }

  /** Calls once that is so no more. */
  void whenRelieved(Runnable task) {
    onRelief.add(task);
  }

  private void relieve() {
    congested = false;
    List<Runnable> waiting = List.copyOf(onRelief);
    onRelief.clear();
    waiting.forEach(Runnable::run);
  }

  /** Messages have gone from the front: some may have to be read. */
  void onHandedOut() {
    if (!segments.isEmpty() && reading == null) {
      ready.forEachBand((band, priority) -> readSome(band));
    }
  }

  private void writeSome(Band band, int priority, long most) {
    BandTail tail = band.split(most / PARTS);
    if (tail.entries().bytes() < most / PARTS) {
      band.tailChanged();
      return;
    }
    writing = true;
    MessageRun run = tail.beginLeaving(most / 2);
    store.write(
        queue, priority, run, queue.id() != 0, segment -> onWritten(band, tail, run, segment));
  }

  private void onWritten(Band band, BandTail tail, MessageRun run, @Nullable Segment segment) {
    writing = false;
    if (segment == null) {
      tail.stay();
      band.tailChanged();
      if (!ended) {
        lookAgain.setAfter(PagingOptions.LOOK_AGAIN_MS);
      }
      return;
    }
    if (ended) {
      store.delete(segment.number());
      return;
    }
    memory.add(-tail.endLeaving(run, segment));
    band.tailChanged();
    segments.addWritten(segment);
    if (congested) {
      relieve();
    }
    ready.forEachBand(this::onEnqueued);
    onHandedOut();
  }

  private void lookAgain() {
    ready.forEachBand(this::onEnqueued);
    if (congested && !writing) {
      relieve(); // Consumers have made room meanwhile.
    }
  }

  private void readSome(Band band) {
    BandTail tail = band.tail();
    Segment segment = tail == null ? null : tail.firstSegment();
    if (reading != null || segment == null) {
      return;
    }
    // What nobody waits for is read only as far as must be known of it: its head may expire.
    if (!band.isAwaitingRead()
        && (!queue.isServed() || band.nextBytes() > bytesMax() / PARTS / 2)) {
      return;
    }
    reading = band;
    int place = segment.nextPlace();
    store.read(
        queue,
        segment,
        segment.nextOffset(),
        (int) Math.min(options.readBytes(), segment.bytesToRead()),
        (run, nextOffset) -> onReadSome(band, segment, place, run, nextOffset));
  }

  private void onReadSome(Band band, Segment segment, int place, MessageRun run, long nextOffset) {
    reading = null;
    if (ended) {
      return;
    }
    band.removeSegment(segment);
    for (int i = 0; i < run.count(); i++) {
      if (segment.isUnread(place + i)) { // Else it has left, or was out when this was read.
        takeIn(band, segment, place + i, run, i);
      }
    }
    segment.advance(place, run.count(), nextOffset);
    band.addSegment(segment);
    band.tailChanged();
    onHandedOut();
    onRead.run();
  }

  private void takeIn(Band band, Segment segment, int place, MessageRun run, int at) {
    Entry entry = Entry.read(queue, segment, place, run, at);
    segments.takeOut(segment, place, entry, run.offset(at));
    band.addRead(entry);
    memory.add(entry.weight());
  }

  /** All messages that are on disk leave; gives their number. */
  long purge() {
    long[] purged = new long[1];
    ready.forEachBand(
        (band, priority) -> {
          BandTail tail = band.tail();
          if (tail == null) {
            return;
          }
          for (Segment segment : tail.segments()) {
            int unread = segment.unreadCount();
            purged[0] += unread;
            ready.countUnread(-unread, -segment.unreadBodyBytes());
            tail.removeSegment(segment);
            segment.crossOffUnread();
            segments.onPurged(segment);
          }
          band.tailChanged();
        });
    return purged[0];
  }

  /** Takes a segment back that outlived a restart. Before the queue opens. */
  void restore(Segment segment) {
    if (segments.restore(segment)) {
      ready.countUnread(segment.unreadCount(), segment.unreadBodyBytes());
      ready.band(segment.priority()).addSegment(segment);
    }
  }

  /** The queue has ended. */
  void end() {
    ended = true;
    lookAgain.cancel();
    if (congested) {
      relieve();
    }
    ready.forEachBand(
        (band, priority) -> {
          BandTail tail = band.tail();
          if (tail != null) {
            tail.removeSegments(); // What is in memory behind them can be taken now.
          }
        });
  }
}

package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.flow.LoopMemory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of one queue to disk when they are many, and back when their turn comes near.
 * Confined to the queue's home loop.
 */
final class QueuePaging {
  private static final long RETRY_MS = 1000;
  private static final int PARTS = 4; // of what may stay in memory: one is read or kept in front

  private final Queue queue;
  private final ReadyMessages ready;
  private final Loop home;
  private final CommandLog log;
  private final LoopMemory memory;
  private final SegmentStore store;
  private final PagingOptions options;
  private final Runnable onRead;
  private @Nullable Set<Segment> segments; // read or not, until all of it has left
  private @Nullable Band reading;
  private boolean writing;
  private boolean retrying;
  private boolean ended;
  private final List<Runnable> onRelief = new ArrayList<>(0);
  // Written by the home loop, read by any that publishes.
  private volatile boolean congested;

  /**
   * Creates it.
   *
   * @param onRead called when messages that were on disk are there
   */
  QueuePaging(Queue queue, ReadyMessages ready, QueueServices services, Runnable onRead) {
    this.queue = queue;
    this.ready = ready;
    this.home = services.home();
    this.log = services.log();
    this.memory = services.memory();
    this.store = services.segments();
    this.options = services.paging();
    this.onRead = onRead;
  }

  private long bytesMax() {
    return memory.bytes() > options.loopBytesMax()
        ? options.tightBytesMax()
        : options.bandBytesMax();
  }

  /** Messages came in: some may have to go to disk. */
  void onEnqueued(Band band, int priority) {
    long bytes = band.bytes();
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
    if (!isEmpty() && reading == null) {
      ready.forEachBand((band, priority) -> readSome(band));
    }
  }

  private void writeSome(Band band, int priority, long most) {
    BandTail tail = band.split(most / PARTS);
    if (tail.bytes() < most / PARTS) {
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
      retryLater();
      return;
    }
    if (ended) {
      store.delete(segment.number());
      return;
    }
    memory.add(-tail.endLeaving(run, segment));
    band.tailChanged();
    if (segment.isDone()) {
      store.delete(segment.number());
    } else {
      add(segment);
      if (segment.isKept()) {
        log.segment(queue, segment);
      }
    }
    if (congested) {
      relieve();
    }
    ready.forEachBand(this::onEnqueued);
    onHandedOut();
  }

  private void retryLater() {
    if (!retrying && !ended) {
      retrying = true;
      home.schedule(
          RETRY_MS,
          () -> {
            retrying = false;
            if (!ended) {
              ready.forEachBand(this::onEnqueued);
              if (congested && !writing) {
                relieve(); // Consumers have made room meanwhile.
              }
            }
          });
    }
  }

  private void readSome(Band band) {
    BandTail tail = band.tail();
    if (reading != null || tail == null || !tail.hasSegments()) {
      return;
    }
    // What nobody waits for is read only as far as must be known of it: its head may expire.
    long wanted = queue.isServed() ? bytesMax() / PARTS / 2 : 0;
    if (band.frontBytes() > wanted) {
      return;
    }
    Segment segment = tail.segments().getFirst();
    reading = band;
    store.read(
        queue,
        segment,
        segment.nextOffset(),
        options.readBytes(),
        (run, nextOffset) -> onReadSome(band, segment, run, nextOffset));
  }

  private void onReadSome(Band band, Segment segment, MessageRun run, long nextOffset) {
    reading = null;
    if (ended) {
      return;
    }
    BandTail tail = band.tail();
    if (tail != null && tail.segments().peekFirst() == segment) { // Else it was purged meanwhile.
      for (int i = 0; i < run.count(); i++) {
        int index = segment.nextIndex() + i;
        if (!segment.crossedOff().get(index)) {
          takeIn(band, segment, index, run, i);
        }
      }
      segment.advance(run.count(), nextOffset);
      if (segment.isRead()) {
        tail.segments().removeFirst();
        band.tailChanged();
      }
    }
    onHandedOut();
    onRead.run();
  }

  private void takeIn(Band band, Segment segment, int index, MessageRun run, int at) {
    Message message = run.message(at);
    Entry entry = new Entry(queue, message, null, 0);
    entry.seq = run.seq(at);
    entry.expiresAtMs = run.expiresAtMs(at);
    entry.deliveryCount = run.returnCount(at);
    entry.redelivered = run.isRedelivered(at) || segment.isMarked();
    entry.becomeReady();
    entry.becomeRead(segment, index, segment.isKept() && queue.keeps(message));
    segment.readBody(message.bodyLength());
    band.appendRead(entry);
    memory.add(entry.weight());
  }

  /** A message that was read has left, or is logged for itself from now on. */
  void crossOff(Entry entry) {
    Segment segment = entry.segment;
    if (segment == null) {
      return;
    }
    entry.segment = null;
    segment.crossOff(entry.segmentIndex);
    if (segment.isDone()) {
      giveUp(segment);
    }
  }

  private void giveUp(Segment segment) {
    if (segments != null) {
      segments.remove(segment);
    }
    if (segment.isKept()) {
      log.segmentGone(queue, segment);
    } else {
      store.delete(segment.number());
    }
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
          for (Segment segment : List.copyOf(tail.segments())) {
            int unread = segment.unreadCount();
            purged[0] += unread;
            ready.countUnread(-unread, -segment.unreadBodyBytes());
            segment.crossOffUnread();
            tail.segments().remove(segment);
            if (segment.isDone()) {
              giveUp(segment);
            } else if (segment.isKept()) {
              log.segment(queue, segment);
            }
          }
          band.tailChanged();
        });
    return purged[0];
  }

  /** Takes a segment back that outlived a restart. Before the queue opens. */
  void restore(Segment segment) {
    if (segment.isDone()) {
      log.segmentGone(queue, segment);
      return;
    }
    add(segment);
    ready.countUnread(segment.unreadCount(), segment.unreadBodyBytes());
    ready.band(segment.priority()).split(Long.MAX_VALUE).segments().add(segment);
  }

  private void add(Segment segment) {
    if (segments == null) {
      segments = new LinkedHashSet<>();
    }
    segments.add(segment);
  }

  void forEach(Consumer<Segment> action) {
    if (segments != null) {
      segments.forEach(action);
    }
  }

  private boolean isEmpty() {
    return segments == null || segments.isEmpty();
  }

  /** The queue has ended. Segments that a restart would look for stay until {@link #discard}. */
  void end() {
    ended = true;
    if (congested) {
      relieve();
    }
    ready.forEachBand(
        (band, priority) -> {
          BandTail tail = band.tail();
          if (tail != null) {
            tail.segments().clear(); // What is in memory behind them can be taken now.
          }
        });
    if (segments != null) {
      for (Segment segment : List.copyOf(segments)) {
        if (!segment.isKept()) {
          segments.remove(segment);
          store.delete(segment.number());
        }
      }
    }
  }

  /** The queue is known no more: its segments go. */
  void discard() {
    forEach(segment -> log.segmentGone(queue, segment));
    segments = null;
  }
}

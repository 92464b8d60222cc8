package io.warrenmq.core.queue;

import io.warrenmq.core.flow.LoopMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of one queue to disk that are handed out and stay unsettled, when they are
 * many: their entries stay and let go of the message. What comes back of them is unread in its
 * segment again; what goes on as a dead letter is read once more. Confined to the queue's home
 * loop.
 */
final class UnsettledPaging {
  private final Queue queue;
  private final UnsettledMessages unsettled;
  private final ReadyMessages ready;
  private final QueueSegments segments;
  private final DeadlineTimer lookAgain; // as memory may become tight while nothing happens here
  private final LoopMemory memory;
  private final SegmentStore store;
  private final PagingOptions options;
  private final Runnable onRoom;
  private final Consumer<Entry> onLoaded;
  private final EntryList loading = new EntryList(); // settled, and needed once more
  private boolean reading;
  private int writing; // segments
  private boolean full; // when it last tried to write
  private boolean ended;

  /**
   * Creates it.
   *
   * @param onRoom called when {@link #isBehind} may be over
   * @param onLoaded called with what {@link #load} was given, once it has its message again
   */
  UnsettledPaging(
      Queue queue,
      QueueEngine engine,
      QueueSegments segments,
      QueueServices services,
      Runnable onRoom,
      Consumer<Entry> onLoaded) {
    this.queue = queue;
    this.unsettled = engine.unsettled();
    this.ready = engine.ready();
    this.segments = segments;
    this.lookAgain = new DeadlineTimer(services.home(), this::lookAgain);
    this.memory = services.memory();
    this.store = services.segments();
    this.options = services.paging();
    this.onRoom = onRoom;
    this.onLoaded = onLoaded;
  }

  /** Whether messages are handed out faster than they can go to disk. */
  boolean isBehind() {
    return writing > 0 && unsettled.bytes() > 2 * bytesMax();
  }

  private long bytesMax() {
    return options.bytesMax(memory);
  }

  /** Messages were handed out: some may have to go to disk. */
  void onHandedOut() {
    if (unsettled.bytes() <= options.tightBytesMax()) {
      return;
    }
    lookAgain.setAfter(PagingOptions.LOOK_AGAIN_MS);
    if (unsettled.bytes() > bytesMax()) {
      letGo();
    }
    if (writing == 0 && !full && unsettled.bytes() > bytesMax()) {
      writeSome(bytesMax() / 2);
    }
  }

  /** The first of those in memory let go of their messages, as far as these are in segments. */
  private void letGo() {
    for (Entry entry; (entry = unsettled.firstInMemory()) != null; ) {
      if (entry.segment == null || !entry.isShown()) {
        return;
      }
      memory.add(-unsettled.letGo(entry));
    }
  }

  // ---- to disk ----

  private void writeSome(long bytesMax) {
    TreeMap<Integer, List<Entry>> byPriority = new TreeMap<>();
    long bytes = 0;
    for (Entry entry = unsettled.firstInMemory();
        entry != null && bytes < bytesMax;
        entry = entry.next) {
      if (entry.segment == null) {
        byPriority.computeIfAbsent(ready.bandPriority(entry), none -> new ArrayList<>()).add(entry);
        bytes += entry.weight();
      }
    }
    byPriority.forEach(this::write);
  }

  private void write(int priority, List<Entry> entries) {
    // Those that came back and went out again are behind others with higher numbers.
    entries.sort(Comparator.comparingLong(Entry::seq));
    MessageRun run = new MessageRun(entries.size());
    for (Entry entry : entries) {
      entry.isLeaving = true;
      entry.addTo(run);
    }
    writing++;
    store.write(queue, priority, run, queue.id() != 0, segment -> onWritten(entries, run, segment));
  }

  private void onWritten(List<Entry> entries, MessageRun run, @Nullable Segment segment) {
    writing--;
    if (ended) {
      if (segment != null) {
        store.delete(segment.number());
      }
      return;
    }
    if (segment == null) {
      entries.forEach(entry -> entry.isLeaving = false);
      full = true;
      lookAgain.setAfter(PagingOptions.LOOK_AGAIN_MS);
    } else {
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        if (entry.isLeaving) {
          entry.isLeaving = false;
          segments.takeOut(segment, i, entry, run.offset(i));
        } else {
          segment.crossOffUnread(i, run.message(i).bodyLength()); // Settled meanwhile.
        }
      }
      segments.addWritten(segment);
      onHandedOut();
    }
    // Whether it was before does not tell: what may stay in memory has changed meanwhile.
    if (!isBehind()) {
      onRoom.run();
    }
  }

  private void lookAgain() {
    full = false;
    onHandedOut();
  }

  // ---- back ----

  /** A message that is on disk alone came back: it is there to be read. */
  void giveBack(Entry entry) {
    Segment segment = entry.segment;
    assert segment != null;
    int place = segment.seqs().indexOf(entry.seq);
    Band band = ready.band(segment.priority());
    boolean comesFirst = entry.seq < segment.nextSeq();
    if (comesFirst) {
      band.removeSegment(segment);
    }
    segment.putBack(place, entry.segmentOffset, entry.bodyLength());
    if (comesFirst) {
      band.addSegment(segment);
    } else {
      band.putBack();
    }
    ready.countUnread(1, entry.bodyLength());
    memory.add(-entry.weight());
  }

  /** Reads the message of a settled entry once more. */
  void load(Entry entry) {
    loading.append(entry);
    loadSome();
  }

  private void loadSome() {
    Entry first = loading.first();
    if (reading || first == null) {
      return;
    }
    Segment segment = first.segment;
    assert segment != null;
    boolean more = first.next != null && first.next.segment == segment;
    reading = true;
    store.read(
        queue,
        segment,
        first.segmentOffset,
        more ? options.readBytes() : 1,
        (run, nextOffset) -> onLoadedSome(run));
  }

  private void onLoadedSome(MessageRun run) {
    reading = false;
    if (ended) {
      return;
    }
    for (int i = 0; i < run.count(); i++) {
      Entry first = loading.first();
      if (first != null && first.seq == run.seq(i)) {
        loading.poll();
        memory.add(first.become(run.message(i)));
        onLoaded.accept(first);
      }
    }
    loadSome();
  }

  /** The queue has ended. */
  void end() {
    ended = true;
    lookAgain.cancel();
    memory.add(-loading.bytes());
    while (!loading.isEmpty()) {
      loading.poll();
    }
  }
}

package io.warrenmq.mqtt.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that are kept over restarts. A thread of its own writes what has changed: everything that
 * has come while it wrote, in one commit with one sync. Of a record that changes faster than that,
 * the last state is written, so that what waits is never more than there are records. Thread-safe.
 *
 * <p>Records are changed one by one: after a crash, of two changes either may be there without the
 * other, unless the second was made when the first was {@link #stored}.
 */
final class RecordStore {
  private static final Logger LOG = LoggerFactory.getLogger(RecordStore.class);
  private static final long GATHER_MS = 50; // for changes that nobody waits for
  private static final long RETRY_MS = 1_000;
  private static final long CLOSE_MS = 10_000;

  private final RecordFile file;
  private final Map<RecordKey, Change> changes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final Semaphore wakeUps = new Semaphore(0);
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final Thread thread = new Thread(this::run, "warrenmq-mqtt-store");
  private volatile boolean closed;
  private boolean failing; // the thread's

  /** What a record is to be; each is another one, whatever it says. */
  private static final class Change {
    final @Nullable Supplier<byte[]> record;

    Change(@Nullable Supplier<byte[]> record) {
      this.record = record;
    }
  }

  private record Waiter(Loop loop, Promise<Void> stored) {}

  RecordStore(RecordFile file) {
    this.file = file;
    thread.setDaemon(true);
  }

  /** Reads all records of a table. Before {@link #start}. */
  void forEach(RecordKey.Table table, BiConsumer<String, byte[]> reader) {
    file.forEach(table, reader);
  }

  /** From now on it writes. */
  void start() {
    thread.start();
  }

  /**
   * Says what a record is from now on.
   *
   * @param record called once or more, on the thread of the store: what it gives does not change
   */
  void put(RecordKey key, Supplier<byte[]> record) {
    change(key, new Change(record));
  }

  /** Says that a record is no more. */
  void remove(RecordKey key) {
    change(key, new Change(null));
  }

  private void change(RecordKey key, Change change) {
    changes.put(key, change);
    if (asleep.getAndSet(false)) {
      wakeUps.release();
    }
  }

  /**
   * Waits for the disk.
   *
   * @param loop the caller's
   * @return completes there when all that was changed before is on disk; fails when the disk does
   *     not take it: then it is tried again, for nobody
   */
  Future<Void> stored(Loop loop) {
    if (closed) {
      return Future.failedFuture("the store is closed");
    }
    Promise<Void> stored = Promise.promise();
    waiters.add(new Waiter(loop, stored));
    wakeUps.release();
    return stored.future();
  }

  /** Writes what is left, and ends. Waits for it. */
  void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      file.close();
    }
    wakeUps.release();
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the thread ----

  private void run() {
    while (!closed || hasWork()) {
      if (!hasWork()) {
        sleep();
      } else {
        if (waiters.isEmpty() && !closed) {
          pause(GATHER_MS);
        }
        if (!write() && closed) {
          break; // There is nobody left to try again for.
        }
      }
    }
    file.close();
    fail(waiting(), new IllegalStateException("the store is closed"));
  }

  private boolean hasWork() {
    return !changes.isEmpty() || !waiters.isEmpty();
  }

  private void sleep() {
    asleep.set(true);
    if (!hasWork() && !closed) {
      wakeUps.acquireUninterruptibly();
    }
    wakeUps.drainPermits();
    asleep.set(false);
  }

  /** Until somebody waits for the disk, or for this time. */
  private void pause(long mostMs) {
    try {
      wakeUps.drainPermits();
      if (waiters.isEmpty() && !closed) {
        wakeUps.tryAcquire(mostMs, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      closed = true; // Nobody else interrupts it.
    }
  }

  private boolean write() {
    List<Waiter> due = waiting();
    // What they wait for is seen now: it was there before them.
    Map<RecordKey, Change> taken = new HashMap<>(changes);
    try {
      Map<RecordKey, Optional<byte[]>> records = new HashMap<>(taken.size() * 2);
      taken.forEach(
          (key, change) -> records.put(key, Optional.ofNullable(change.record).map(Supplier::get)));
      if (!records.isEmpty()) {
        file.write(records);
      }
    } catch (RuntimeException e) {
      onFailed(due, e);
      return false;
    }
    changes.entrySet().removeIf(each -> each.getValue() == taken.get(each.getKey()));
    if (failing) {
      failing = false;
      LOG.info("sessions and retained messages of MQTT are written again");
    }
    byLoop(due, Promise::tryComplete);
    return true;
  }

  private List<Waiter> waiting() {
    List<Waiter> due = new ArrayList<>();
    for (Waiter next = waiters.poll(); next != null; next = waiters.poll()) {
      due.add(next);
    }
    return due;
  }

  private void onFailed(List<Waiter> due, RuntimeException failure) {
    if (!failing) {
      failing = true;
      LOG.error("sessions and retained messages of MQTT cannot be written; trying again", failure);
    }
    fail(due, failure);
    pause(RETRY_MS);
  }

  private static void fail(List<Waiter> due, RuntimeException failure) {
    byLoop(due, promise -> promise.tryFail(failure));
  }

  private static void byLoop(List<Waiter> due, Consumer<Promise<Void>> answer) {
    Map<Loop, List<Promise<Void>>> loops = new HashMap<>();
    for (Waiter each : due) {
      loops.computeIfAbsent(each.loop, loop -> new ArrayList<>()).add(each.stored);
    }
    loops.forEach((loop, promises) -> loop.execute(() -> promises.forEach(answer)));
  }
}

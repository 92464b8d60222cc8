package io.warrenmq.mqtt.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.store.RecordKey.Table;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
  private static final RecordKey A = new RecordKey(Table.RETAINED, "a");
  private static final RecordKey B = new RecordKey(Table.SESSIONS, "b");

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final Loop loop = loops.loop(0);
  private final FakeFile file = new FakeFile();
  private final RecordStore store = new RecordStore(file);

  /** A disk that writes when the test lets it, or fails. */
  private static final class FakeFile implements RecordFile {
    final Map<RecordKey, Byte> records = new ConcurrentHashMap<>();
    final List<Integer> writes = new CopyOnWriteArrayList<>(); // how many changes each had
    final Semaphore permits = new Semaphore(0);
    final CountDownLatch closed = new CountDownLatch(1);
    volatile boolean fails;

    @Override
    public void forEach(Table table, BiConsumer<String, byte[]> reader) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(Map<RecordKey, Optional<byte[]>> changes) {
      permits.acquireUninterruptibly();
      if (fails) {
        throw new IllegalStateException("disk full");
      }
      writes.add(changes.size());
      changes.forEach(
          (key, value) -> {
            if (value.isPresent()) {
              records.put(key, value.get()[0]);
            } else {
              records.remove(key);
            }
          });
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @AfterEach
  void close() {
    file.permits.release(1_000);
    store.close();
  }

  private void put(RecordKey key, int value) {
    store.put(key, () -> new byte[] {(byte) value});
  }

  /** Whether the disk has what was changed, as the loop is told. */
  private boolean ends(Future<Void> stored) {
    Awaitility.await()
        .until(
            () -> {
              loops.runUntilIdle();
              return stored.isComplete();
            });
    return stored.succeeded();
  }

  @Test
  void whoWaitsIsToldOnItsLoopWhenItsChangesAreOnDisk() {
    store.start();
    put(A, 1);
    Future<Void> stored = store.stored(loop);

    assertThat(stored.isComplete()).isFalse();
    file.permits.release();
    assertThat(ends(stored)).isTrue();
    assertThat(file.records).containsOnly(Map.entry(A, (byte) 1));
  }

  @Test
  void ofARecordThatChangesFasterThanTheDiskTheLastStateIsWritten() {
    for (int i = 0; i < 100; i++) {
      put(A, i);
    }
    put(B, 1);
    store.remove(B);
    store.start();
    Future<Void> stored = store.stored(loop);
    file.permits.release(1_000);

    assertThat(ends(stored)).isTrue();
    assertThat(file.records).containsOnly(Map.entry(A, (byte) 99));
    assertThat(file.writes).containsExactly(2);
  }

  @Test
  void whatNobodyWaitsForIsWrittenToo() {
    file.permits.release(1_000);
    store.start();
    put(A, 7);

    Awaitility.await().until(() -> file.records.containsKey(A));
  }

  @Test
  void whoWaitsIsToldWhenTheDiskFailsAndItIsTriedAgain() {
    file.fails = true;
    file.permits.release();
    store.start();
    put(A, 1);

    assertThat(ends(store.stored(loop))).isFalse();
    file.fails = false;
    file.permits.release(1_000);
    Awaitility.await().until(() -> file.records.containsKey(A));
  }

  @Test
  void whatIsLeftIsWrittenAtTheEnd() throws Exception {
    file.permits.release(1_000);
    store.start();
    List<Future<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      put(new RecordKey(Table.INBOUND, "n" + i), i);
      waiting.add(store.stored(loop));
    }
    store.close();

    file.closed.await();
    assertThat(file.records).hasSize(20);
    waiting.forEach(each -> assertThat(ends(each)).isTrue());
    assertThat(ends(store.stored(loop))).isFalse();
  }

  @Test
  void aStoreThatNeverStartedLetsGoOfItsFile() {
    store.close();

    assertThat(file.closed.getCount()).isZero();
  }
}

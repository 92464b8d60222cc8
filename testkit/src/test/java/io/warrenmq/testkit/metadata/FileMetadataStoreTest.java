package io.warrenmq.testkit.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.metadata.MetadataLogOptions;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept, in which order, and what it costs. */
class FileMetadataStoreTest {
  private final StoreWorld world = new StoreWorld(MetadataLogOptions.DEFAULT);

  @Test
  void beginsEmpty() throws IOException {
    assertThat(world.start()).isEmpty();
    assertThat(world.start()).isEmpty();
  }

  @Test
  void keepsEveryKindOfRecordWithEveryNameAndArgument() throws IOException {
    world.start();
    List<MetadataRecord.Put> all = Records.everything();

    assertThat(world.append(all.toArray(MetadataRecord[]::new)).succeeded()).isTrue();
    world.disk.crash();

    assertThat(world.start()).isEqualTo(all);
  }

  @Test
  void keepsEveryKindInSnapshotsToo() throws IOException {
    StoreWorld small = new StoreWorld(StoreWorld.SMALL);
    List<MetadataRecord.Put> all = Records.everything();
    small.start();
    small.append(all.toArray(MetadataRecord[]::new));

    for (int i = 0; i < StoreWorld.SMALL.filesMax(); i++) {
      small.disk.crash();
      assertThat(small.start()).isEqualTo(all);
    }

    assertThat(small.disk.list()).hasSize(1);
    assertThat(small.start()).isEqualTo(all);
  }

  @Test
  void removesEveryKind() throws IOException {
    world.start();
    List<MetadataRecord.Put> all = Records.everything();
    world.append(all.toArray(MetadataRecord[]::new));

    world.append(all.stream().map(MetadataRecord::removed).toArray(MetadataRecord[]::new));

    assertThat(world.start()).isEmpty();
  }

  @Test
  void theLastRecordOfAKeyCounts() throws IOException {
    world.start();
    Arguments arguments = Arguments.of(Map.of("a", 1));

    world.append(Records.queue("q", 1), Records.queue("r", 2), Records.queue("q", 3, arguments));
    world.append(Records.queue("r", 2).removed());
    world.append(Records.queue("s", 4), Records.queue("s", 4).removed());

    assertThat(world.start()).containsExactly(Records.queue("q", 3, arguments));
  }

  @Test
  void loadsInAnOrderInWhichThingsCanBeCreated() throws IOException {
    world.start();

    world.append(
        Records.binding("x", "q", "k"),
        Records.queue("q", 1),
        Records.exchange("x", Arguments.NONE),
        Records.vhost("/"));

    assertThat(world.start())
        .containsExactly(
            Records.vhost("/"),
            Records.exchange("x", Arguments.NONE),
            Records.queue("q", 1),
            Records.binding("x", "q", "k"));
  }

  @Test
  void remembersTheHighestQueueIdThoughTheQueueIsGone() throws IOException {
    StoreWorld small = new StoreWorld(StoreWorld.SMALL);
    small.start();
    small.append(Records.queue("q", 41), Records.queue("r", 7));
    small.append(Records.queue("q", 41).removed());

    for (int i = 0; i < 2 * StoreWorld.SMALL.filesMax(); i++) { // at least one snapshot
      assertThat(small.start()).containsExactly(Records.queue("r", 7));
      List<Long> highest = new ArrayList<>();
      small.loops.group().metadata().execute(() -> highest.add(small.store.highestQueueId()));
      small.loops.runUntilIdle();
      assertThat(highest).containsExactly(41L);
    }
  }

  @Test
  void whatIsAddedInOneTurnSharesAWriteAndASync() throws IOException {
    world.start();
    long before = world.disk.operations();
    List<Future<Void>> answers = new ArrayList<>();

    world
        .loops
        .group()
        .metadata()
        .execute(
            () -> {
              for (int i = 1; i <= 100; i++) {
                answers.add(world.store.append(List.of(Records.queue("q" + i, i))));
              }
            });
    world.loops.runUntilIdle();

    assertThat(answers).hasSize(100).allMatch(Future::succeeded);
    assertThat(world.disk.operations() - before).isEqualTo(2);
  }

  @Test
  void whatIsAddedDuringAWriteSharesTheNext() throws IOException {
    world.start();
    long before = world.disk.operations();
    List<String> order = new ArrayList<>();
    List<Future<Void>> answers = new ArrayList<>();

    world.append(List.of(Records.queue("first", 1)), answers);
    while (answers.isEmpty()) {
      world.loops.step(); // On its way, and not written yet.
    }
    for (int i = 2; i <= 100; i++) {
      world.append(List.of(Records.queue("q" + i, i)), answers);
    }
    while (answers.size() < 100) {
      world.loops.step();
    }
    for (int i = 0; i < answers.size(); i++) {
      String name = "q" + i;
      answers.get(i).onSuccess(done -> order.add(name));
    }
    world.loops.runUntilIdle();

    assertThat(world.disk.operations() - before).isLessThanOrEqualTo(4);
    assertThat(order).hasSize(100).startsWith("q0", "q1").endsWith("q99");
    assertThat(world.start()).hasSize(100);
  }

  @Test
  void writesTheLogAnewWhenMostOfItIsNoMore() throws IOException {
    StoreWorld small = new StoreWorld(new MetadataLogOptions(2_000, 2_000, 16 << 10, 64 << 10, 4));
    small.start();
    List<MetadataRecord.Put> kept = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      MetadataRecord.Put queue = Records.queue("kept " + i + " " + "x".repeat(100), i);
      kept.add(queue);
      small.append(queue);
    }

    for (int i = 0; i < 500; i++) {
      small.append(Records.queue("comes and goes", 1000 + i));
      small.append(Records.queue("comes and goes", 1000 + i).removed());
    }

    assertThat(small.disk.list()).hasSize(1);
    assertThat(sizeOf(small.disk)).isLessThan(300_000); // 500 × 2 frames took four million.
    small.disk.crash();
    assertThat(small.start()).isEqualTo(kept);
  }

  @Test
  void answersWhileTheLogIsWrittenAnewWhichEndsHoweverMuchIsAdded() throws IOException {
    StoreWorld small = new StoreWorld(StoreWorld.SMALL);
    small.start();
    List<Future<Void>> answers = new ArrayList<>();
    int answered = 0;
    int whole = 0; // times the log was written anew
    boolean before = false;
    for (int i = 1; i <= 600; i++) {
      int name = i <= 100 ? i : 1;
      List<MetadataRecord> records = new ArrayList<>(List.of(Records.queue("queue " + name, i)));
      for (int n = 0; n < 30; n++) { // more bytes than a part has
        records.add(Records.queue("queue that comes and goes " + n, i).removed());
      }
      small.append(records, answers);
      while (answers.size() < i) {
        small.loops.step();
      }
      while (!answers.get(i - 1).isComplete()) {
        small.loops.step();
      }
      boolean during = small.disk.list().size() > 1;
      answered += during ? 1 : 0;
      whole += before && !during ? 1 : 0;
      before = during;
    }

    assertThat(answers).allMatch(Future::succeeded);
    assertThat(answered).isGreaterThan(20);
    assertThat(whole).isGreaterThan(3);
    small.disk.crash();
    assertThat(small.start()).hasSize(100).contains(Records.queue("queue 1", 600));
  }

  @Test
  void doesNotWriteALogAnewThatIsAlive() throws IOException {
    StoreWorld small = new StoreWorld(new MetadataLogOptions(1 << 20, 4096, 0, 8192, 4));
    small.start();
    for (int n = 0; n < 20; n++) {
      List<MetadataRecord> many = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        many.add(Records.queue("queue " + n + " " + i, 100 * n + i));
      }
      small.append(many.toArray(MetadataRecord[]::new));
    }

    assertThat(small.disk.list()).containsExactly(StoreWorld.LOG.fileName(1));
  }

  @Test
  void goesOnWhenTheDiskIsTooFullToWriteTheLogAnew() throws IOException {
    StoreWorld small = new StoreWorld(StoreWorld.SMALL);
    small.start();
    List<MetadataRecord.Put> expected = new ArrayList<>();
    for (int i = 1; i <= 14; i++) {
      small.append(Records.queue("q", i));
    }
    // The next one makes the log large enough: a write, a force, and the new file's first steps.
    for (int i = 15; i <= 40; i++) {
      small.disk.failAt(small.disk.operations() + 4, DiskFault.ENOSPC);
      assertThat(small.append(Records.queue("q", i)).succeeded()).isTrue();
      expected = List.of(Records.queue("q", i));
    }

    small.disk.failAt(-1, DiskFault.ENOSPC);
    small.disk.crash();
    assertThat(small.start()).isEqualTo(expected);
  }

  @Test
  void aSnapshotWithoutItsEndSaysNothingWhateverComesAfterIt() throws IOException {
    List<MetadataRecord.Put> all = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      all.add(Records.queue("queue " + i, i));
    }
    int unfinished = 0;
    for (int fault = 1; fault < 60; fault++) {
      StoreWorld small = new StoreWorld(StoreWorld.SMALL);
      for (int i = 0; i < StoreWorld.SMALL.filesMax(); i++) {
        small.start();
      }
      small.append(all.toArray(MetadataRecord[]::new));
      small.disk.failAt(small.disk.operations() + fault, DiskFault.EIO);
      small.begin(1);
      small.loops.runUntilIdle();
      unfinished += small.disk.list().size() > StoreWorld.SMALL.filesMax() ? 1 : 0;

      // With these options it is not written anew at once.
      StoreWorld next = new StoreWorld(small.disk, MetadataLogOptions.DEFAULT);
      small.disk.failAt(-1, DiskFault.EIO);
      assertThat(next.start()).as("fault %d", fault).isEqualTo(all);
      next.append(Records.queue("after", 301));
      small.disk.crash();
      assertThat(next.start()).as("fault %d", fault).hasSize(301);
    }
    assertThat(unfinished).isGreaterThan(3);
  }

  @Test
  void aCallsRecordsStayInOneFrameHoweverMany() throws IOException {
    StoreWorld small = new StoreWorld(StoreWorld.SMALL);
    small.start();
    List<MetadataRecord> many = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      many.add(Records.queue("queue " + i, i));
    }
    small.append(many.toArray(MetadataRecord[]::new));
    byte[] file = StoreWorld.read(small.disk, StoreWorld.LOG.fileName(1));

    int length = ByteBuffer.wrap(file).getInt(FrameLog.BLOCK_BYTES + 4);
    int end = FrameLog.BLOCK_BYTES + FrameLog.FRAME_HEADER_BYTES + length;

    assertThat(length).isGreaterThan(3 * StoreWorld.SMALL.frameBytes());
    for (int cut = FrameLog.BLOCK_BYTES; cut < end; cut += 500) { // None of them is there.
      StoreWorld torn =
          new StoreWorld(
              StoreWorld.diskWith(StoreWorld.LOG.fileName(1), file, cut), StoreWorld.SMALL);
      assertThat(torn.start()).isEmpty();
    }
  }

  @Test
  void takesNothingAfterAFailure() throws IOException {
    world.start();
    world.append(Records.queue("safe", 1));
    world.disk.failAt(world.disk.operations() + 2, DiskFault.EIO); // the force
    List<Future<Void>> answers = new ArrayList<>();
    world.append(List.of(Records.queue("a", 2)), answers);
    world.append(List.of(Records.queue("b", 3)), answers);
    world.loops.runUntilIdle();
    answers.add(world.append(Records.queue("c", 4)));

    assertThat(answers)
        .hasSize(3)
        .allSatisfy(
            answer ->
                assertThat(answer.cause())
                    .hasMessageContaining("force metadata-00000001.log")
                    .hasMessageContaining("Input/output error"));
  }

  @Test
  void closesAfterWhatWasAddedBefore() throws IOException {
    world.start();
    List<Future<Void>> answers = new ArrayList<>();
    world
        .loops
        .group()
        .metadata()
        .execute(
            () -> {
              answers.add(world.store.append(List.of(Records.queue("q", 1))));
              answers.add(world.store.close());
              answers.add(world.store.append(List.of(Records.queue("r", 2))));
            });
    world.loops.runUntilIdle();

    assertThat(answers.get(0).succeeded()).isTrue();
    assertThat(answers.get(1).succeeded()).isTrue();
    assertThat(answers.get(2).cause()).hasMessageContaining("closed");
    assertThat(world.start()).containsExactly(Records.queue("q", 1));
  }

  @Test
  void doesNotTakeTheRestOfALogForTheLog() throws IOException {
    world.start();
    world.append(Records.queue("q", 1));
    world.start();
    world.append(Records.queue("r", 2));
    world.disk.delete(StoreWorld.LOG.fileName(1));

    assertThatThrownBy(world::start)
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("metadata-00000002.log")
        .hasMessageContaining("begins with frame 2");
  }

  private static long sizeOf(SimulatedDisk disk) throws IOException {
    long bytes = 0;
    for (String name : disk.list()) {
      bytes += StoreWorld.read(disk, name).length;
    }
    return bytes;
  }
}

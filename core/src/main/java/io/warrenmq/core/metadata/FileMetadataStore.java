package io.warrenmq.core.metadata;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.store.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records on disk. What is added in one turn of the loop, or while a write is under way, is
 * written together and shares a sync. While the log is written anew, write follows on write whether
 * something is added or not. Confined to the metadata loop; what blocks runs elsewhere.
 */
public final class FileMetadataStore implements MetadataStore, TurnEnd {
  private static final Logger log = LoggerFactory.getLogger(FileMetadataStore.class);

  private final Executor diskThread;
  private final Loop loop;
  private final MetadataFiles files; // the disk thread's

  private List<Call> gathered = new ArrayList<>();
  private boolean writing;
  private boolean asked; // for the turn's end
  private long highestQueueId;
  private @Nullable Throwable failure;
  private @Nullable Promise<Void> closed;

  /**
   * Creates a store; {@link #load} reads it.
   *
   * @param disk the folder, which is nobody else's
   * @param options the sizes of what is kept there
   * @param diskThread runs what blocks, one after the other
   * @param loop the metadata loop
   */
  public FileMetadataStore(Disk disk, MetadataLogOptions options, Executor diskThread, Loop loop) {
    this.files = new MetadataFiles(disk, options);
    this.diskThread = diskThread;
    this.loop = loop;
  }

  private record Call(List<? extends MetadataRecord> records, Promise<Void> done) {}

  /**
   * See {@link MetadataStore#load}. Fails with a {@link
   * io.warrenmq.core.store.CorruptStoreException} when what was safe cannot be read. Nothing on
   * disk is changed.
   */
  @Override
  public Future<List<MetadataRecord.Put>> load() {
    assert loop.inThread();
    Promise<List<MetadataRecord.Put>> loaded = Promise.promise();
    runOnDisk(
        () -> {
          LiveRecords live = files.read();
          List<MetadataRecord.Put> records = live.inOrder();
          long highest = live.highestQueueId();
          loop.execute(
              () -> {
                highestQueueId = highest;
                loaded.complete(records);
              });
        },
        loaded::fail);
    return loaded.future();
  }

  @Override
  public Future<Void> begin() {
    assert loop.inThread();
    Promise<Void> begun = Promise.promise();
    runOnDisk(
        () -> {
          files.goOn();
          loop.execute(begun::complete);
        },
        begun::fail);
    return begun.future();
  }

  @Override
  public long highestQueueId() {
    assert loop.inThread();
    return highestQueueId;
  }

  @Override
  public Future<Void> append(List<? extends MetadataRecord> records) {
    assert loop.inThread();
    if (failure != null || closed != null) {
      return Future.failedFuture(failure != null ? failure : new IOException("it is closed"));
    }
    Promise<Void> done = Promise.promise();
    gathered.add(new Call(records, done));
    if (!writing && !asked) {
      asked = true;
      loop.atTurnEnd(this);
    }
    return done.future();
  }

  @Override
  public void onTurnEnd() {
    asked = false;
    if (!writing && !gathered.isEmpty()) {
      write();
    }
  }

  private void write() {
    List<Call> calls = gathered;
    gathered = new ArrayList<>();
    writing = true;
    runOnDisk(
        () -> {
          files.append(calls.stream().map(Call::records).toList());
          boolean more = files.isUntidy();
          loop.execute(() -> written(calls, more));
          if (more) {
            files.tidy();
          }
        },
        // When only the tidying has failed, the calls are answered already; what comes after them
        // is not.
        cause -> failed(calls, cause));
  }

  /**
   * Answers calls, and goes on.
   *
   * @param more whether the files need a turn though nothing is added
   */
  private void written(List<Call> calls, boolean more) {
    for (Call call : calls) {
      call.done.complete();
    }
    writing = false;
    if (!gathered.isEmpty() || (more && closed == null && failure == null)) {
      write();
    } else if (closed != null) {
      closeFiles(closed);
    }
  }

  private void failed(List<Call> calls, Throwable cause) {
    if (failure == null) {
      failure = cause;
      log.error("The metadata store has failed. Nothing can be declared until a restart", cause);
    }
    calls.forEach(call -> call.done.tryFail(cause));
    List<Call> rest = gathered;
    gathered = new ArrayList<>();
    rest.forEach(call -> call.done.fail(cause));
    writing = false;
    if (closed != null) {
      closeFiles(closed);
    }
  }

  /**
   * Closes the files once all that was added is answered. Nothing can be added any more.
   *
   * @return completes when they are closed
   */
  public Future<Void> close() {
    assert loop.inThread();
    if (closed == null) {
      closed = Promise.promise();
      if (!writing && gathered.isEmpty()) {
        closeFiles(closed);
      }
    }
    return closed.future();
  }

  private void closeFiles(Promise<Void> done) {
    runOnDisk(
        () -> {
          files.close();
          loop.execute(done::tryComplete);
        },
        done::tryFail);
  }

  private interface DiskTask {
    void run() throws IOException;
  }

  private void runOnDisk(DiskTask task, Consumer<Throwable> onFailure) {
    diskThread.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable e) { // the thread's outermost frame: whoever waits must be told
            loop.execute(() -> onFailure.accept(e));
          }
        });
  }
}

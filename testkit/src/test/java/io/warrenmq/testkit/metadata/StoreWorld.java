package io.warrenmq.testkit.metadata;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.metadata.FileMetadataStore;
import io.warrenmq.core.metadata.MetadataLogOptions;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.testkit.fault.SimulatedDisk;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A store on a simulated disk, its loop and its disk thread. */
final class StoreWorld {
  static final FrameLog LOG = new FrameLog("metadata-", 2);

  /** Small, so that little is enough to have several frames, files and snapshots. */
  static final MetadataLogOptions SMALL = new MetadataLogOptions(2_000, 250, 16 << 10, 64 << 10, 4);

  final SimulatedDisk disk;
  private final MetadataLogOptions options;
  SimulatedLoops loops;
  FileMetadataStore store;

  StoreWorld(SimulatedDisk disk, MetadataLogOptions options) {
    this.disk = disk;
    this.options = options;
  }

  StoreWorld(MetadataLogOptions options) {
    this(new SimulatedDisk(1), options);
  }

  /** Begins a process, and gives what it loads; throws why it cannot. */
  List<MetadataRecord.Put> start() throws IOException {
    Future<List<MetadataRecord.Put>> loaded = begin(1);
    loops.runUntilIdle();
    if (loaded.cause() instanceof IOException e) {
      throw e;
    }
    if (loaded.failed()) {
      throw new AssertionError(loaded.cause());
    }
    return loaded.result();
  }

  /** Begins a process with a load under way; the process before, if any, is forgotten. */
  Future<List<MetadataRecord.Put>> begin(long seed) {
    loops = new SimulatedLoops(1, seed);
    Loop diskThread = loops.loop(0);
    Loop metadata = loops.group().metadata();
    store = new FileMetadataStore(disk, options, diskThread::execute, metadata);
    List<Future<List<MetadataRecord.Put>>> loading = new ArrayList<>();
    metadata.execute(() -> loading.add(store.load().compose(all -> store.begin().map(all))));
    while (loading.isEmpty()) {
      loops.step();
    }
    return loading.get(0);
  }

  /** Has records added soon; the list gets the future. */
  void append(List<? extends MetadataRecord> records, List<Future<Void>> answers) {
    loops.group().metadata().execute(() -> answers.add(store.append(records)));
  }

  /** Adds records, waits, and gives the answer. */
  Future<Void> append(MetadataRecord... records) {
    List<Future<Void>> answers = new ArrayList<>();
    append(List.of(records), answers);
    loops.runUntilIdle();
    return answers.get(0);
  }

  void close() {
    loops.group().metadata().execute(() -> store.close());
    loops.runUntilIdle();
  }

  /** A file's bytes. */
  static byte[] read(SimulatedDisk disk, String name) throws IOException {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(0, bytes);
      return bytes.array();
    }
  }

  /** A disk that has these bytes as its only file. */
  static SimulatedDisk diskWith(String name, byte[] bytes, int count) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (DiskFile file = disk.open(name)) {
      file.write(0, new ByteBuffer[] {ByteBuffer.wrap(bytes, 0, count)}, 1);
      file.force();
    }
    disk.forceNames();
    return disk;
  }
}

package io.warrenmq.core.metadata;

import io.vertx.core.Future;
import java.util.List;

/**
 * Where the control plane's records are kept. Called on the metadata loop, where its futures
 * complete.
 */
public interface MetadataStore {
  /**
   * Everything that is, without what was removed, in an order in which it can be created: vhosts,
   * users, permissions, exchanges, queues, bindings. Called once, before anything is appended.
   */
  Future<List<MetadataRecord.Put>> load();

  /**
   * The highest id of a queue that the store has seen, also of one that was removed; 0 for none.
   * After {@link #load}.
   */
  long highestQueueId();

  /**
   * Adds records, all or none of them. Completes when they survive a crash, in the order of the
   * calls; several calls may share one sync. After a failure the store takes nothing more.
   */
  Future<Void> append(List<? extends MetadataRecord> records);
}

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
   * users, permissions, policies and parameters, exchanges, queues, bindings. Called once, and
   * changes nothing of what is kept.
   */
  Future<List<MetadataRecord.Put>> load();

  /**
   * Goes on with what was loaded: what a crash has torn is cut off. Called once, after {@link
   * #load}, when all else that is kept was found sound; before anything is appended.
   */
  Future<Void> begin();

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

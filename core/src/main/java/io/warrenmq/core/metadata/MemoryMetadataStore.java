package io.warrenmq.core.metadata;

import io.vertx.core.Future;
import java.util.List;

/** Keeps records for as long as the process lives. Confined to the metadata loop. */
public final class MemoryMetadataStore implements MetadataStore {
  private final LiveRecords live = new LiveRecords(0);

  @Override
  public Future<List<MetadataRecord.Put>> load() {
    return Future.succeededFuture(live.inOrder());
  }

  @Override
  public Future<Void> begin() {
    return Future.succeededFuture();
  }

  @Override
  public long highestQueueId() {
    return live.highestQueueId();
  }

  @Override
  public Future<Void> append(List<? extends MetadataRecord> records) {
    records.forEach(live::apply);
    return Future.succeededFuture();
  }
}

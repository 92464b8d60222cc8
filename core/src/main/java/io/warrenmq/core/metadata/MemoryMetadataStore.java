package io.warrenmq.core.metadata;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps records for as long as the process lives. Confined to the metadata loop. */
public final class MemoryMetadataStore implements MetadataStore {
  private final Map<Object, MetadataRecord.Put> puts = new LinkedHashMap<>();

  @Override
  public Future<List<MetadataRecord.Put>> load() {
    List<MetadataRecord.Put> all = new ArrayList<>(puts.values());
    all.sort(
        Comparator.comparingInt(
            MemoryMetadataStore::rank)); // Stable: order of creation within a kind.
    return Future.succeededFuture(all);
  }

  @Override
  public Future<Void> append(List<? extends MetadataRecord> records) {
    for (MetadataRecord record : records) {
      if (record instanceof MetadataRecord.Put put) {
        puts.put(put.key(), put);
      } else {
        puts.remove(record.key());
      }
    }
    return Future.succeededFuture();
  }

  /** The order in which kinds can be created. */
  static int rank(MetadataRecord.Put put) {
    if (put instanceof MetadataRecord.VhostPut) {
      return 0;
    } else if (put instanceof MetadataRecord.UserPut) {
      return 1;
    } else if (put instanceof MetadataRecord.PermissionPut) {
      return 2;
    } else if (put instanceof MetadataRecord.TopicPermissionPut) {
      return 3;
    } else if (put instanceof MetadataRecord.ExchangePut) {
      return 4;
    } else if (put instanceof MetadataRecord.QueuePut) {
      return 5;
    }
    return 6;
  }
}

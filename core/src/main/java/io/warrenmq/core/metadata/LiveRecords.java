package io.warrenmq.core.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is, after all records so far. Confined to its user. */
final class LiveRecords {
  private static final int LAST_RANK = 7;

  private final Map<Object, MetadataRecord.Put> puts = new LinkedHashMap<>();
  private long highestQueueId;

  /** Nothing, of queues whose ids went up to this one, 0 or more. */
  LiveRecords(long highestQueueId) {
    this.highestQueueId = highestQueueId;
  }

  /** Adds a record to those before. */
  void apply(MetadataRecord record) {
    if (record instanceof MetadataRecord.Put put) {
      puts.put(put.key(), put);
      if (put instanceof MetadataRecord.QueuePut queue) {
        highestQueueId = Math.max(highestQueueId, queue.id());
      }
    } else {
      puts.remove(record.key());
    }
  }

  /** How many things there are. */
  int count() {
    return puts.size();
  }

  /** The highest id of a queue that is or was; 0 when there was none. */
  long highestQueueId() {
    return highestQueueId;
  }

  /** All that is, in an order in which it can be created; in a kind as it was created. */
  List<MetadataRecord.Put> inOrder() {
    // Not sorted: changes wait for this when a snapshot begins.
    List<List<MetadataRecord.Put>> kinds = new ArrayList<>();
    for (int rank = 0; rank <= LAST_RANK; rank++) {
      kinds.add(new ArrayList<>());
    }
    puts.values().forEach(put -> kinds.get(rank(put)).add(put));
    List<MetadataRecord.Put> all = new ArrayList<>(puts.size());
    kinds.forEach(all::addAll);
    return all;
  }

  private static int rank(MetadataRecord.Put put) {
    if (put instanceof MetadataRecord.VhostPut) {
      return 0;
    } else if (put instanceof MetadataRecord.UserPut || put instanceof MetadataRecord.SecretPut) {
      return 1;
    } else if (put instanceof MetadataRecord.PermissionPut) {
      return 2;
    } else if (put instanceof MetadataRecord.TopicPermissionPut) {
      return 3;
    } else if (put instanceof MetadataRecord.PolicyPut
        || put instanceof MetadataRecord.ParameterPut
        || put instanceof MetadataRecord.GlobalParameterPut) {
      return 4; // Before what policies apply to: queues are made with them.
    } else if (put instanceof MetadataRecord.ExchangePut) {
      return 5;
    } else if (put instanceof MetadataRecord.QueuePut) {
      return 6;
    }
    return LAST_RANK;
  }
}

package io.warrenmq.core.vhost;

import java.util.Map;

/** Counts what exists on the whole node. Read on any loop; exact on the metadata loop. */
public final class ResourceTotals {
  private final Map<String, Vhost> vhosts;

  ResourceTotals(Map<String, Vhost> vhosts) {
    this.vhosts = vhosts;
  }

  /** All vhosts. */
  int vhosts() {
    return vhosts.size();
  }

  /** All queues. Metadata loop. */
  int queues() {
    int count = 0;
    for (Vhost vhost : vhosts.values()) {
      count += vhost.plan().queues.size();
    }
    return count;
  }

  /** All exchanges, the default ones not counted. Metadata loop. */
  int exchanges() {
    int count = 0;
    for (Vhost vhost : vhosts.values()) {
      count += vhost.plan().exchanges.size();
    }
    return count;
  }
}

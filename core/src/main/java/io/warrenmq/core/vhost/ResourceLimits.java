package io.warrenmq.core.vhost;

/**
 * How much of what may exist on the node. Immutable.
 *
 * @param queuesMax {@code cluster_queue_limit}: most queues; −1 for no limit
 * @param exchangesMax {@code cluster_exchange_limit}: most exchanges; −1 for no limit
 * @param vhostsMax {@code vhost_max}: most vhosts; −1 for no limit
 */
public record ResourceLimits(int queuesMax, int exchangesMax, int vhostsMax) {
  /** No limits. */
  public static final ResourceLimits NONE = new ResourceLimits(-1, -1, -1);

  /** Refuses a queue too many. Metadata loop. */
  void checkQueue(Vhost vhost, String queue, ResourceTotals totals) {
    int vhostMax = vhost.settings().maxQueues();
    if (vhostMax >= 0 && vhost.plan().queues.size() >= vhostMax) {
      throw Refusals.limitReached(
          "cannot declare queue '"
              + queue
              + "': queue limit in vhost '"
              + vhost.name()
              + "' ("
              + vhostMax
              + ") is reached");
    }
    if (queuesMax >= 0 && totals.queues() >= queuesMax) {
      throw Refusals.limitReached(
          "cannot declare queue '"
              + queue
              + "': queue limit in cluster ("
              + queuesMax
              + ") is reached");
    }
  }

  /** Refuses an exchange too many. Metadata loop. */
  void checkExchange(String exchange, ResourceTotals totals) {
    if (exchangesMax >= 0 && totals.exchanges() >= exchangesMax) {
      throw Refusals.limitReached(
          "cannot declare exchange '"
              + exchange
              + "': exchange limit of "
              + exchangesMax
              + " is reached");
    }
  }

  /** Refuses a vhost too many. Metadata loop. */
  void checkVhost(String vhost, int count) {
    if (vhostsMax >= 0 && count >= vhostsMax) {
      throw Refusals.limitReached(
          "cannot create vhost '" + vhost + "': vhost limit of " + vhostsMax + " is reached");
    }
  }
}

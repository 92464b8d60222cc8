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
    VhostPlan plan = vhost.plan();
    checkQueue(
        vhost.name(),
        plan.settings.maxQueues(),
        plan.queues.size(),
        queue,
        queuesMax < 0 ? 0 : totals.queues());
  }

  /** Refuses a queue too many, where there are so many in the vhost and on the node. */
  void checkQueue(String vhost, int vhostMax, int vhostCount, String queue, int count) {
    if (vhostMax >= 0 && vhostCount >= vhostMax) {
      throw Refusals.limitReached(
          "cannot declare queue '"
              + queue
              + "': queue limit in vhost '"
              + vhost
              + "' ("
              + vhostMax
              + ") is reached");
    }
    if (queuesMax >= 0 && count >= queuesMax) {
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
    checkExchange(exchange, exchangesMax < 0 ? 0 : totals.exchanges());
  }

  /** Refuses an exchange too many, where there are so many on the node. */
  void checkExchange(String exchange, int count) {
    if (exchangesMax >= 0 && count >= exchangesMax) {
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

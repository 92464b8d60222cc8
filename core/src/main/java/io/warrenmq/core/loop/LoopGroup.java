package io.warrenmq.core.loop;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import java.util.List;

/**
 * The loops a broker runs on, given from outside: event loops for connections and queues, and one
 * loop of its own for metadata. Immutable.
 *
 * @param eventLoops event loops; {@link Loop#index} is the place in this list
 * @param metadata the single writer of vhosts, exchanges, queues and bindings; its index is the
 *     number of event loops
 * @param clock the time for all of them
 */
public record LoopGroup(List<Loop> eventLoops, Loop metadata, BrokerClock clock) {
  /** The home loop of what is called {@code name}: always the same one. */
  public Loop homeOf(String vhost, String name) {
    return eventLoops.get(
        Math.floorMod(31 * vhost.hashCode() + name.hashCode(), eventLoops.size()));
  }
}

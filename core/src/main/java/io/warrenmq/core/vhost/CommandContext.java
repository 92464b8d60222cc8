package io.warrenmq.core.vhost;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.metadata.MetadataLoop;

/**
 * What all commands share. Immutable.
 *
 * @param metadata the writer
 * @param access who may do what
 * @param types the exchange types
 * @param limits limits of the whole node
 * @param totals counts of the whole node
 */
record CommandContext(
    MetadataLoop metadata,
    AccessCheck access,
    ExchangeTypes types,
    ResourceLimits limits,
    ResourceTotals totals) {
  /** Fails when the vhost was deleted meanwhile. Metadata loop. */
  static void checkAlive(Vhost vhost) {
    if (vhost.plan().deleted) {
      throw new BrokerException(
          ErrorKind.NOT_FOUND, "no vhost '" + vhost.name() + "': it was deleted");
    }
  }
}

package io.warrenmq.core.vhost;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.queue.Queue;
import java.util.List;

/**
 * Creates what the store has kept: no permission is asked, no limit counted, nothing stored again.
 * Confined to the metadata loop.
 */
final class VhostRestore {
  private final VhostRegistry vhosts;
  private final ExchangeTypes types;
  private final QueueFactory queueFactory;
  private final Loop metadata;

  VhostRestore(
      VhostRegistry vhosts, ExchangeTypes types, QueueFactory queueFactory, Loop metadata) {
    this.vhosts = vhosts;
    this.types = types;
    this.queueFactory = queueFactory;
    this.metadata = metadata;
  }

  /** Creates all of them, in their order; records of users are passed over. */
  void restore(List<MetadataRecord.Put> records) {
    for (MetadataRecord.Put record : records) {
      if (record instanceof MetadataRecord.VhostPut vhost) {
        vhosts.restore(vhost);
      } else if (record instanceof MetadataRecord.ExchangePut exchange) {
        exchange(vhost(exchange.vhost()), exchange.declaration());
      } else if (record instanceof MetadataRecord.QueuePut queue) {
        queue(vhost(queue.vhost()), queue);
      } else if (record instanceof MetadataRecord.BindingPut binding) {
        binding(vhost(binding.vhost()), binding.declaration());
      }
    }
  }

  private void exchange(Vhost vhost, ExchangeDeclaration declaration) {
    Change change = new Change(vhost);
    change.addExchange(ExchangeCommands.newExchange(declaration, types.get(declaration.type())));
    change.publish();
  }

  private void queue(Vhost vhost, MetadataRecord.QueuePut record) {
    Queue queue =
        queueFactory.create(
            vhost,
            record.declaration(),
            QueueOptionsParser.parse(vhost.name(), record.declaration()),
            null);
    Change change = new Change(vhost);
    change.addQueue(queue);
    change.then(() -> queue.open(metadata));
    change.publish();
  }

  private void binding(Vhost vhost, BindingDeclaration declaration) {
    Exchange source = vhost.plan().exchanges.get(declaration.source());
    Destination destination =
        vhost.plan().destination(declaration.destination(), declaration.toExchange());
    if (source == null || destination == null) {
      throw new IllegalStateException("the store has a binding without ends: " + declaration);
    }
    Change change = new Change(vhost);
    change.addBinding(declaration, source, destination);
    change.publish();
  }

  private Vhost vhost(String name) {
    Vhost vhost = vhosts.planned(name);
    if (vhost == null) {
      throw new IllegalStateException(
          "the store has content of a vhost that it does not have: " + name);
    }
    return vhost;
  }
}

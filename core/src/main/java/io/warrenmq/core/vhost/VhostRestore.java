package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.QueueIds;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.policy.PolicyTable;
import io.warrenmq.core.policy.PolicyValidation;
import io.warrenmq.core.queue.Queue;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates what the store has kept: no permission is asked, no limit counted, nothing stored again.
 * What belongs to something that is not there is passed over with a warning, as the rest is of use
 * without it; what this broker cannot make stops the start, as messages would go astray without it.
 * Confined to the metadata loop.
 */
final class VhostRestore {
  private static final Logger log = LoggerFactory.getLogger(VhostRestore.class);

  private final VhostRegistry vhosts;
  private final ExchangeTypes types;
  private final QueueFactory queueFactory;
  private final QueueIds ids;
  private final Loop metadata;

  VhostRestore(
      VhostRegistry vhosts,
      ExchangeTypes types,
      QueueFactory queueFactory,
      QueueIds ids,
      Loop metadata) {
    this.vhosts = vhosts;
    this.types = types;
    this.queueFactory = queueFactory;
    this.ids = ids;
    this.metadata = metadata;
  }

  /**
   * Creates all of them, in their order; records of users are passed over.
   *
   * @throws BrokerException for a type or an argument that this broker does not take
   */
  void restore(List<MetadataRecord.Put> records) {
    for (MetadataRecord.Put record : records) {
      if (record instanceof MetadataRecord.VhostPut vhost) {
        vhosts.restore(vhost);
      } else if (record instanceof MetadataRecord.PolicyPut policy) {
        in(policy.vhost(), policy, vhost -> policy(vhost, policy));
      } else if (record instanceof MetadataRecord.ParameterPut parameter) {
        in(parameter.vhost(), parameter, vhost -> ParameterCommands.restore(vhost, parameter));
      } else if (record instanceof MetadataRecord.ExchangePut exchange) {
        in(exchange.vhost(), exchange.declaration(), vhost -> exchange(vhost, exchange));
      } else if (record instanceof MetadataRecord.QueuePut queue) {
        ids.raiseAbove(queue.id());
        in(queue.vhost(), queue.declaration(), vhost -> queue(vhost, queue));
      } else if (record instanceof MetadataRecord.BindingPut binding) {
        in(binding.vhost(), binding.declaration(), vhost -> binding(vhost, binding.declaration()));
      }
    }
  }

  private void in(String name, Record what, Consumer<Vhost> restore) {
    Vhost vhost = vhosts.planned(name);
    if (vhost == null) {
      log.warn("Passed over, as there is no vhost '{}': {}", name, what);
    } else {
      restore.accept(vhost);
    }
  }

  private static void policy(Vhost vhost, MetadataRecord.PolicyPut record) {
    Policy policy;
    try {
      policy = PolicyValidation.restored(record);
    } catch (IllegalArgumentException e) {
      log.warn("Passed over, as it is no policy here: {}: {}", record, e.getMessage());
      return;
    }
    PolicyTable table = vhost.policies().with(List.of(policy));
    vhost.plan().policies = new PolicyMatcher(table);
    vhost.setPolicies(table);
  }

  private void exchange(Vhost vhost, MetadataRecord.ExchangePut record) {
    ExchangeDeclaration declaration = record.declaration();
    ExchangeType type;
    try {
      type = types.get(declaration.type());
    } catch (BrokerException e) {
      throw new BrokerException(
          e.kind(),
          "the stored "
              + Refusals.describe(ResourceKind.EXCHANGE, vhost.name(), declaration.name())
              + " is of a type that no plugin provides: '"
              + declaration.type()
              + "'");
    }
    Change change = new Change(vhost);
    change.addExchange(ExchangeCommands.newExchange(vhost, declaration, type));
    change.publish();
  }

  private void queue(Vhost vhost, MetadataRecord.QueuePut record) {
    QueueDeclaration declaration = record.declaration();
    Queue queue =
        vhost
            .plan()
            .policies
            .create(
                queueFactory,
                vhost,
                declaration,
                QueueOptionsParser.parse(vhost.name(), declaration),
                null,
                record.id());
    Change change = new Change(vhost);
    change.addQueue(queue);
    if (record.paused()) {
      change.then(() -> queue.setPaused(metadata, true));
    }
    change.then(() -> queue.open(metadata));
    change.publish();
  }

  private void binding(Vhost vhost, BindingDeclaration declaration) {
    Exchange source = vhost.plan().exchanges.get(declaration.source());
    Destination destination =
        vhost.plan().destination(declaration.destination(), declaration.toExchange());
    if (source == null || destination == null) {
      log.warn("Passed over, as one of its ends is missing: {}", declaration);
      return;
    }
    Change change = new Change(vhost);
    change.addBinding(declaration, source, destination);
    change.publish();
  }
}

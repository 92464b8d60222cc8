package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.policy.PolicyTable;
import io.warrenmq.core.queue.Queue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One command's change of a vhost: made to the plan at once, with the records and the steps that
 * later publish it. A removal takes along what hangs on it: bindings, and auto-delete exchanges
 * that lose their last one. Confined to the metadata loop.
 */
final class Change {
  private final Vhost vhost;
  private final VhostPlan plan;
  private final List<MetadataRecord> records = new ArrayList<>(1);
  private final List<Runnable> steps = new ArrayList<>(1);
  private final ResourceEvents events;
  // Auto-delete exchanges that may have lost their last binding; a list, as deep chains must not
  // use up the stack.
  private final ArrayDeque<String> maybeUnused = new ArrayDeque<>();

  Change(Vhost vhost) {
    this.vhost = vhost;
    this.plan = vhost.plan();
    this.events = new ResourceEvents(vhost.name());
  }

  /** Adds an exchange that is not there. */
  void addExchange(Exchange exchange) {
    plan.exchanges.put(exchange.name(), exchange);
    if (isStored(exchange)) {
      records.add(new MetadataRecord.ExchangePut(vhost.name(), exchange.declaration()));
    }
    steps.add(() -> vhost.exchanges().put(exchange.name(), exchange));
    events.exchange("created", exchange.declaration());
  }

  /** Adds a queue that is not there. */
  void addQueue(Queue queue) {
    plan.queues.put(queue.name(), queue);
    if (isStored(queue)) {
      records.add(new MetadataRecord.QueuePut(vhost.name(), queue.declaration(), queue.id()));
    }
    steps.add(() -> vhost.queues().put(queue.name(), queue));
    events.queue("created", queue.declaration());
  }

  /** A queue that is there hands out nothing from now on, or does again. */
  void pauseQueue(Queue queue, boolean pause, Runnable step) {
    if (isStored(queue)) {
      records.add(
          new MetadataRecord.QueuePut(vhost.name(), queue.declaration(), queue.id(), pause));
    }
    steps.add(step);
    events.queue(pause ? "paused" : "resumed", queue.declaration());
  }

  /** Adds a binding that is not there, between ends that are. */
  void addBinding(BindingDeclaration declaration, Exchange source, Destination destination) {
    plan.bindings.add(declaration);
    if (isStored(source) && isStored(destination)) {
      records.add(new MetadataRecord.BindingPut(vhost.name(), declaration));
    }
    Binding binding = new Binding(destination, declaration.routingKey(), declaration.arguments());
    steps.add(() -> source.bind(binding));
    events.binding("created", declaration);
  }

  /** Adds a step after those so far. */
  void then(Runnable step) {
    steps.add(step);
  }

  /** Creates the vhost itself; to be made findable by a last step. */
  void addVhost() {
    records.add(new MetadataRecord.VhostPut(vhost.name(), vhost.settings()));
    events.vhost("created");
  }

  /** Removes all policies and parameters: the vhost goes with them. */
  void removePolicies() {
    PolicyTable table = plan.policies.table();
    table.all(false).forEach(policy -> records.add(policy.source().removed()));
    table.all(true).forEach(policy -> records.add(policy.source().removed()));
    plan.parameters.values().forEach(parameter -> records.add(parameter.removed()));
    plan.policies = new PolicyMatcher(PolicyTable.NONE);
    plan.parameters.clear();
  }

  /** Removes the vhost itself, after all that is in it. */
  void removeVhost(Runnable publish) {
    records.add(new MetadataRecord.VhostPut(vhost.name(), vhost.settings()).removed());
    steps.add(publish);
    events.vhost("deleted");
  }

  /** Removes a binding that is there. */
  void removeBinding(BindingDeclaration binding) {
    unbind(binding, true);
    removeUnused();
  }

  /** Removes a queue that is there. */
  void removeQueue(Queue queue) {
    plan.queues.remove(queue.name());
    // First, so that nobody is routed to the queue by its bindings when its name no longer finds
    // it.
    for (BindingDeclaration binding : List.copyOf(plan.bindings.to(queue.name(), false))) {
      unbind(binding, queue, true);
    }
    if (isStored(queue)) {
      records.add(
          new MetadataRecord.QueuePut(vhost.name(), queue.declaration(), queue.id()).removed());
    }
    steps.add(() -> vhost.queues().remove(queue.name(), queue));
    events.queue("deleted", queue.declaration());
    removeUnused();
  }

  /** Removes an exchange that is there. */
  void removeExchange(Exchange exchange) {
    dropExchange(exchange);
    removeUnused();
  }

  private void dropExchange(Exchange exchange) {
    for (BindingDeclaration binding : List.copyOf(plan.bindings.to(exchange.name(), true))) {
      unbind(binding, exchange, true);
    }
    for (BindingDeclaration binding : List.copyOf(plan.bindings.from(exchange.name()))) {
      unbind(binding, false); // Its routing table goes as a whole.
    }
    plan.exchanges.remove(exchange.name());
    if (isStored(exchange)) {
      records.add(new MetadataRecord.ExchangePut(vhost.name(), exchange.declaration()).removed());
    }
    steps.add(
        () -> {
          vhost.exchanges().remove(exchange.name(), exchange);
          exchange.markDeleted();
        });
    events.exchange("deleted", exchange.declaration());
  }

  private void removeUnused() {
    for (String name; (name = maybeUnused.poll()) != null; ) {
      Exchange exchange = plan.exchanges.get(name);
      if (exchange != null && plan.bindings.from(name).isEmpty()) {
        dropExchange(exchange);
      }
    }
  }

  private void unbind(BindingDeclaration declaration, boolean fromRouter) {
    Destination destination = plan.destination(declaration.destination(), declaration.toExchange());
    assert destination != null : declaration;
    unbind(declaration, destination, fromRouter);
  }

  private void unbind(BindingDeclaration declaration, Destination destination, boolean fromRouter) {
    Exchange source = plan.exchanges.get(declaration.source());
    assert source != null : declaration;
    if (!plan.bindings.remove(declaration)) {
      return; // An exchange bound to itself is met from both ends.
    }
    events.binding("deleted", declaration);
    if (isStored(source) && isStored(destination)) {
      records.add(new MetadataRecord.BindingPut(vhost.name(), declaration).removed());
    }
    if (fromRouter) {
      Binding binding = new Binding(destination, declaration.routingKey(), declaration.arguments());
      steps.add(() -> source.unbind(binding));
      if (source.declaration().autoDelete()) {
        maybeUnused.add(source.name());
      }
    }
  }

  /**
   * Whether a queue declared so survives a restart. An exclusive one ends with its connection, be
   * it durable or not.
   */
  static boolean isStored(QueueDeclaration declaration) {
    return declaration.durable() && !declaration.exclusive();
  }

  private static boolean isStored(Destination end) {
    return end instanceof Exchange exchange
        ? exchange.declaration().durable()
        : end instanceof Queue queue && isStored(queue.declaration());
  }

  /** Makes it safe, then visible, then known to event listeners. */
  Future<Void> commit(MetadataLoop metadata) {
    return metadata.commit(
        records,
        () -> {
          publish();
          events.emit(metadata.events());
        });
  }

  /** Makes it visible without a store: at recovery, where it came from one. */
  void publish() {
    steps.forEach(Runnable::run);
    vhost.routingChanged(); // Only now: a route that is remembered under the new number must have
    // seen all of it.
  }
}

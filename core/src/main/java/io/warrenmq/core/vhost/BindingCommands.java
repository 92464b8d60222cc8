package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.queue.Queue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds and unbinds. Called on the requester's loop, where the futures complete. Thread-safe. */
final class BindingCommands {
  private final CommandContext context;
  private final BindingReplay replay;

  BindingCommands(CommandContext context, BindingReplay replay) {
    this.context = context;
    this.replay = replay;
  }

  Future<Void> bind(Vhost vhost, Requester requester, BindingDeclaration asked) {
    return MetadataLoop.attempt(
        () -> {
          BindingDeclaration binding = check(vhost, requester, asked);
          return context
              .metadata()
              .callAs(requester.user(), requester.loop(), () -> add(vhost, requester, binding));
        });
  }

  Future<Void> unbind(Vhost vhost, Requester requester, BindingDeclaration asked) {
    return MetadataLoop.attempt(
        () -> {
          BindingDeclaration binding = check(vhost, requester, asked);
          return context
              .metadata()
              .callAs(requester.user(), requester.loop(), () -> remove(vhost, requester, binding));
        });
  }

  /** The default exchange's bindings are in no table: each queue is bound to it by its name. */
  Future<List<BindingDeclaration>> between(
      Vhost vhost,
      Requester requester,
      String source,
      String destination,
      boolean toExchange,
      String routingKey) {
    if (source.isEmpty()) {
      boolean there =
          !toExchange && destination.equals(routingKey) && vhost.queue(destination) != null;
      return Future.succeededFuture(
          there
              ? List.of(
                  new BindingDeclaration(source, destination, false, routingKey, Arguments.NONE))
              : List.of());
    }
    return context
        .metadata()
        .call(
            requester.loop(),
            () ->
                Future.succeededFuture(
                    vhost.plan().bindings.between(source, destination, toExchange, routingKey)));
  }

  /** What can be checked on the requester's loop; gives the binding with clean names. */
  private BindingDeclaration check(Vhost vhost, Requester requester, BindingDeclaration asked) {
    BindingDeclaration binding = withCleanNames(asked);
    context
        .access()
        .check(
            requester.principal(),
            vhost.name(),
            kindOf(binding),
            binding.destination(),
            Permission.WRITE);
    if (binding.toExchange()) {
      Refusals.checkNotDefaultExchange(binding.destination());
    }
    Refusals.checkNotDefaultExchange(binding.source());
    context
        .access()
        .check(
            requester.principal(),
            vhost.name(),
            ResourceKind.EXCHANGE,
            binding.source(),
            Permission.READ);
    Exchange source = vhost.exchange(binding.source());
    if (source != null) {
      context
          .access()
          .checkTopic(
              requester.principal(),
              requester.clientId(),
              vhost.name(),
              source,
              binding.routingKey(),
              Permission.READ);
    }
    return binding;
  }

  private static BindingDeclaration withCleanNames(BindingDeclaration asked) {
    BindingDeclaration binding =
        new BindingDeclaration(
            Names.clean(ResourceKind.EXCHANGE, asked.source()),
            Names.clean(kindOf(asked), asked.destination()),
            asked.toExchange(),
            asked.routingKey(),
            asked.arguments());
    Names.checkLength("routing key", binding.routingKey());
    return binding;
  }

  /** A binding with clean names, checked as far as it is nobody's permission. */
  static BindingDeclaration clean(BindingDeclaration asked) {
    BindingDeclaration binding = withCleanNames(asked);
    if (binding.toExchange()) {
      Refusals.checkNotDefaultExchange(binding.destination());
    }
    Refusals.checkNotDefaultExchange(binding.source());
    return binding;
  }

  private Future<Void> add(Vhost vhost, Requester requester, BindingDeclaration declaration) {
    CommandContext.checkAlive(vhost);
    VhostPlan plan = vhost.plan();
    Exchange source = plan.exchanges.get(declaration.source());
    if (source == null) {
      throw Refusals.notFound(ResourceKind.EXCHANGE, vhost.name(), declaration.source());
    }
    Destination destination = plan.destination(declaration.destination(), declaration.toExchange());
    if (destination == null) {
      throw Refusals.notFound(kindOf(declaration), vhost.name(), declaration.destination());
    }
    source
        .type()
        .validateBinding(source.declaration(), declaration.routingKey(), declaration.arguments());
    checkExclusive(destination, requester);
    if (plan.bindings.contains(declaration)) {
      return context.metadata().settled();
    }
    Change change = new Change(vhost);
    change.addBinding(declaration, source, destination);
    Binding binding = new Binding(destination, declaration.routingKey(), declaration.arguments());
    change.then(
        () ->
            source.router().onBound(binding, message -> replay.send(vhost, destination, message)));
    return change.commit(context.metadata());
  }

  private Future<Void> remove(Vhost vhost, Requester requester, BindingDeclaration declaration) {
    VhostPlan plan = vhost.plan();
    if (!plan.bindings.contains(declaration)) {
      return context.metadata().settled();
    }
    checkExclusive(
        plan.destination(declaration.destination(), declaration.toExchange()), requester);
    Change change = new Change(vhost);
    change.removeBinding(declaration);
    return change.commit(context.metadata());
  }

  private static void checkExclusive(@Nullable Destination destination, Requester requester) {
    if (destination instanceof Queue queue) {
      AccessCheck.checkExclusive(queue, requester.connection());
    }
  }

  static ResourceKind kindOf(BindingDeclaration binding) {
    return binding.toExchange() ? ResourceKind.EXCHANGE : ResourceKind.QUEUE;
  }
}

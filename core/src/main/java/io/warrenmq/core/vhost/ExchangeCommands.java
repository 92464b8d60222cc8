package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.MetadataLoop;
import java.util.List;

/**
 * Declares and deletes exchanges. Called on the requester's loop, where the futures complete;
 * permissions and what exists already are looked at there, and only a change goes to the metadata
 * loop. Thread-safe.
 */
final class ExchangeCommands {
  static final String ALTERNATE_EXCHANGE = "alternate-exchange";

  private static final List<String> COMPARED_ARGUMENTS = List.of(ALTERNATE_EXCHANGE);

  private final CommandContext context;

  ExchangeCommands(CommandContext context) {
    this.context = context;
  }

  Future<Void> declare(Vhost vhost, Requester requester, ExchangeDeclaration asked) {
    return MetadataLoop.attempt(
        () -> {
          ExchangeType type = context.types().get(asked.type());
          ExchangeDeclaration declaration =
              withName(asked, Names.clean(ResourceKind.EXCHANGE, asked.name()));
          String name = declaration.name();
          Refusals.checkNotDefaultExchange(name);
          check(requester, vhost, name, Permission.CONFIGURE);
          Exchange existing = vhost.exchange(name);
          if (existing != null) {
            checkEquivalent(vhost, existing, declaration);
            return Future.succeededFuture();
          }
          Refusals.checkNotReserved(ResourceKind.EXCHANGE, name);
          checkAlternate(vhost, requester, declaration);
          type.validate(declaration);
          return context
              .metadata()
              .callAs(requester.user(), requester.loop(), () -> create(vhost, declaration, type));
        });
  }

  static ExchangeDeclaration withName(ExchangeDeclaration asked, String name) {
    return new ExchangeDeclaration(
        name,
        asked.type(),
        asked.durable(),
        asked.autoDelete(),
        asked.internal(),
        asked.arguments());
  }

  private void checkAlternate(Vhost vhost, Requester requester, ExchangeDeclaration declaration) {
    Object alternate = declaration.arguments().get(ALTERNATE_EXCHANGE);
    if (alternate == null) {
      return;
    }
    String alternateName = alternateName(vhost.name(), declaration, alternate);
    check(requester, vhost, declaration.name(), Permission.READ);
    check(requester, vhost, alternateName, Permission.WRITE);
  }

  private static String alternateName(
      String vhost, ExchangeDeclaration declaration, Object alternate) {
    if (alternate instanceof String name) {
      return name;
    }
    throw Refusals.invalidType(
        alternate, ALTERNATE_EXCHANGE, ResourceKind.EXCHANGE, vhost, declaration.name());
  }

  /** What an exchange that is not there is refused for, whoever declares it. */
  static void checkNew(String vhost, ExchangeDeclaration declaration, ExchangeType type) {
    Refusals.checkNotReserved(ResourceKind.EXCHANGE, declaration.name());
    Object alternate = declaration.arguments().get(ALTERNATE_EXCHANGE);
    if (alternate != null) {
      alternateName(vhost, declaration, alternate);
    }
    type.validate(declaration);
  }

  private Future<Void> create(Vhost vhost, ExchangeDeclaration declaration, ExchangeType type) {
    CommandContext.checkAlive(vhost);
    Exchange existing = vhost.plan().exchanges.get(declaration.name());
    if (existing != null) {
      checkEquivalent(vhost, existing, declaration);
      return context.metadata().settled();
    }
    context.limits().checkExchange(declaration.name(), context.totals());
    Change change = new Change(vhost);
    change.addExchange(newExchange(vhost, declaration, type));
    return change.commit(context.metadata());
  }

  /** Makes an exchange that is not there yet, under the policies that apply to it. */
  static Exchange newExchange(Vhost vhost, ExchangeDeclaration declaration, ExchangeType type) {
    Exchange exchange =
        new Exchange(declaration, type, declaration.arguments().text(ALTERNATE_EXCHANGE));
    exchange.applyPolicies(vhost.plan().policies.match(exchange));
    return exchange;
  }

  private static void checkEquivalent(
      Vhost vhost, Exchange existing, ExchangeDeclaration received) {
    ExchangeDeclaration current = existing.declaration();
    Equivalence equivalence = new Equivalence(ResourceKind.EXCHANGE, vhost.name(), received.name());
    equivalence.checkProperty("type", current.type(), received.type());
    equivalence.checkProperty("durable", current.durable(), received.durable());
    equivalence.checkProperty("auto_delete", current.autoDelete(), received.autoDelete());
    equivalence.checkProperty("internal", current.internal(), received.internal());
    equivalence.checkArguments(COMPARED_ARGUMENTS, current.arguments(), received.arguments());
  }

  Future<Void> check(Vhost vhost, String asked) {
    return MetadataLoop.attempt(
        () -> {
          String name = Names.clean(ResourceKind.EXCHANGE, asked);
          Refusals.checkNotDefaultExchange(name);
          if (vhost.exchange(name) == null) {
            throw Refusals.notFound(ResourceKind.EXCHANGE, vhost.name(), name);
          }
          return Future.succeededFuture();
        });
  }

  Future<Void> delete(Vhost vhost, Requester requester, String asked, boolean ifUnused) {
    return MetadataLoop.attempt(
        () -> {
          String name = Names.clean(ResourceKind.EXCHANGE, asked);
          Refusals.checkNotDefaultExchange(name);
          Refusals.checkNotSystemExchange(vhost.name(), name);
          check(requester, vhost, name, Permission.CONFIGURE);
          if (vhost.exchange(name) == null) {
            return Future.succeededFuture();
          }
          return context
              .metadata()
              .callAs(requester.user(), requester.loop(), () -> remove(vhost, name, ifUnused));
        });
  }

  private Future<Void> remove(Vhost vhost, String name, boolean ifUnused) {
    Exchange exchange = vhost.plan().exchanges.get(name);
    if (exchange == null) {
      return context.metadata().settled();
    }
    // Being a destination is no use in this sense.
    if (ifUnused && !vhost.plan().bindings.from(name).isEmpty()) {
      throw Refusals.preconditionFailed(
          Refusals.describe(ResourceKind.EXCHANGE, vhost.name(), name) + " in use");
    }
    Change change = new Change(vhost);
    change.removeExchange(exchange);
    return change.commit(context.metadata());
  }

  private void check(Requester requester, Vhost vhost, String name, Permission permission) {
    context
        .access()
        .check(requester.principal(), vhost.name(), ResourceKind.EXCHANGE, name, permission);
  }

  /** The exchanges every vhost begins with. */
  static List<ExchangeDeclaration> predeclared() {
    return List.of(
        system("amq.direct", "direct", false),
        system("amq.fanout", "fanout", false),
        system("amq.topic", "topic", false),
        system("amq.headers", "headers", false),
        system("amq.match", "headers", false),
        system("amq.rabbitmq.trace", "topic", true));
  }

  /** What the broker publishes events to. */
  static ExchangeDeclaration ofEvents() {
    return system(VhostDefaults.EVENT_EXCHANGE, "topic", true);
  }

  private static ExchangeDeclaration system(String name, String type, boolean internal) {
    return new ExchangeDeclaration(name, type, true, false, internal, Arguments.NONE);
  }
}

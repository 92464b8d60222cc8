package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What would be refused of many declarations, were they made in their order by the broker itself:
 * each is checked against what is planned and those before it, and nothing is changed. What exists
 * already is as it is and refuses nothing. Confined to the metadata loop, and to one turn of it.
 */
public final class DeclarationCheck {
  private final CommandContext context;
  private final VhostRegistry vhosts;
  private final Map<String, CheckedVhost> checked = new HashMap<>();
  // Of the whole node, with what was said so far.
  private int vhostCount;
  private int queueCount;
  private int exchangeCount;

  /** A vhost with what the declarations so far add to it. */
  private static final class CheckedVhost {
    final @Nullable Vhost existing;
    final Map<String, ExchangeDeclaration> exchanges = new HashMap<>();
    final Set<String> queues = new HashSet<>();
    VhostSettings settings;

    CheckedVhost(@Nullable Vhost existing, VhostSettings settings) {
      this.existing = existing;
      this.settings = settings;
    }

    @Nullable ExchangeDeclaration exchange(String name) {
      Exchange exchange = existing == null ? null : existing.plan().exchanges.get(name);
      return exchange == null ? exchanges.get(name) : exchange.declaration();
    }

    boolean hasQueue(String name) {
      return queues.contains(name)
          || (existing != null && existing.plan().queues.containsKey(name));
    }

    int queueCount() {
      return queues.size() + (existing == null ? 0 : existing.plan().queues.size());
    }
  }

  DeclarationCheck(CommandContext context, VhostRegistry vhosts) {
    this.context = context;
    this.vhosts = vhosts;
    this.vhostCount = context.totals().vhosts();
    this.queueCount = context.totals().queues();
    this.exchangeCount = context.totals().exchanges();
  }

  /** A vhost that is to be there with these settings. Refuses one that cannot be created. */
  public void vhost(String name, VhostSettings settings) {
    CheckedVhost vhost = find(name);
    if (vhost != null) {
      vhost.settings = settings;
      return;
    } else if (vhosts.planned(name) != null) {
      throw new BrokerException(
          ErrorKind.NOT_ALLOWED, "vhost '" + name + "' is being deleted: try again");
    }
    vhosts.checkNew(name, vhostCount);
    vhost = new CheckedVhost(null, settings);
    for (ExchangeDeclaration exchange : ExchangeCommands.predeclared()) {
      vhost.exchanges.put(exchange.name(), exchange);
    }
    checked.put(name, vhost);
    vhostCount++;
  }

  /** Whether a vhost is there, or is to be. */
  public boolean hasVhost(String name) {
    return find(name) != null;
  }

  /**
   * Whether a binding's queue is one that files have and that is not made: not named by a client.
   */
  public boolean isLeftOut(String vhost, String queue) {
    return queue.startsWith(Refusals.RESERVED) && !required(vhost).hasQueue(queue);
  }

  /** What is known of a vhost, with what was said so far. Fails with NOT_FOUND. */
  public VhostSettings settings(String vhost) {
    return required(vhost).settings;
  }

  /** An exchange; whether it is not there yet. */
  public boolean exchange(String vhost, ExchangeDeclaration asked) {
    CheckedVhost in = required(vhost);
    String name = Names.clean(ResourceKind.EXCHANGE, asked.name());
    Refusals.checkNotDefaultExchange(name);
    if (in.exchange(name) != null) {
      return false;
    }
    ExchangeType type = context.types().get(asked.type());
    ExchangeDeclaration declaration = ExchangeCommands.withName(asked, name);
    ExchangeCommands.checkNew(vhost, declaration, type);
    context.limits().checkExchange(name, exchangeCount);
    in.exchanges.put(name, declaration);
    exchangeCount++;
    return true;
  }

  /**
   * A queue that is everybody's.
   *
   * @return what it is to be declared as, with its type; {@code null} when it is there already
   */
  public @Nullable QueueDeclaration queue(String vhost, QueueDeclaration asked) {
    CheckedVhost in = required(vhost);
    String name = Names.clean(ResourceKind.QUEUE, asked.name());
    if (name.isEmpty()) {
      throw Refusals.preconditionFailed("a queue needs a name");
    }
    if (in.hasQueue(name)) {
      return null;
    }
    QueueDeclaration declaration =
        QueueDefaults.named(QueueDefaults.complete(in.settings, asked), name);
    QueueCommands.checkNew(vhost, declaration);
    context.limits().checkQueue(vhost, in.settings.maxQueues(), in.queueCount(), name, queueCount);
    in.queues.add(name);
    queueCount++;
    return declaration;
  }

  /** A binding. */
  public void binding(String vhost, BindingDeclaration asked) {
    CheckedVhost in = required(vhost);
    BindingDeclaration binding = BindingCommands.clean(asked);
    ExchangeDeclaration source = in.exchange(binding.source());
    if (source == null) {
      throw Refusals.notFound(ResourceKind.EXCHANGE, vhost, binding.source());
    }
    String destination = binding.destination();
    if (binding.toExchange() ? in.exchange(destination) == null : !in.hasQueue(destination)) {
      throw Refusals.notFound(BindingCommands.kindOf(binding), vhost, destination);
    }
    context
        .types()
        .get(source.type())
        .validateBinding(source, binding.routingKey(), binding.arguments());
  }

  private CheckedVhost required(String name) {
    CheckedVhost vhost = find(name);
    if (vhost == null) {
      throw new BrokerException(ErrorKind.NOT_FOUND, "no vhost '" + name + "'");
    }
    return vhost;
  }

  private @Nullable CheckedVhost find(String name) {
    CheckedVhost known = checked.get(name);
    if (known != null) {
      return known;
    }
    Vhost existing = vhosts.plannedToStay(name);
    if (existing == null) {
      return null;
    }
    CheckedVhost vhost = new CheckedVhost(existing, existing.plan().settings);
    checked.put(name, vhost);
    return vhost;
  }
}

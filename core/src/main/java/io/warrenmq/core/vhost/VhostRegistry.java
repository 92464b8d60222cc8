package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.exchange.DefaultExchange;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.Queue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The vhosts. Any loop finds them; creating, changing and deleting is for operators and happens on
 * the metadata loop, whose callers get their futures completed there.
 */
public final class VhostRegistry {
  private final MetadataLoop metadata;
  private final ExchangeTypes types;
  private final ResourceLimits limits;
  private final VhostDefaults defaults;
  private final Consumer<String> onDeleted;
  private final ConcurrentHashMap<String, Vhost> vhosts = new ConcurrentHashMap<>();
  // Ahead of the other by what the store is making safe. Written by the metadata loop, counted by
  // any.
  private final Map<String, Vhost> planned = new ConcurrentHashMap<>();

  /**
   * Creates a registry without vhosts.
   *
   * @param defaults what they begin with
   * @param onDeleted told on the metadata loop of each vhost that has gone
   */
  public VhostRegistry(
      MetadataLoop metadata,
      ExchangeTypes types,
      ResourceLimits limits,
      VhostDefaults defaults,
      Consumer<String> onDeleted) {
    this.metadata = metadata;
    this.types = types;
    this.limits = limits;
    this.defaults = defaults;
    this.onDeleted = onDeleted;
  }

  /** The vhost of that name; {@code null} when there is none. Any loop. */
  public @Nullable Vhost find(String name) {
    return vhosts.get(name);
  }

  /** All vhosts, a live view. Any loop. */
  public Collection<Vhost> all() {
    return Collections.unmodifiableCollection(vhosts.values());
  }

  /** What exists on the node. */
  ResourceTotals totals() {
    return new ResourceTotals(planned);
  }

  /**
   * The vhost that is planned, visible already or not yet; {@code null} when there is none or it is
   * being deleted. Metadata loop.
   */
  public @Nullable Vhost plannedToStay(String name) {
    Vhost vhost = planned.get(name);
    return vhost == null || vhost.plan().deleted ? null : vhost;
  }

  /** The same for commands on what is in it, which go on until it is gone. */
  @Nullable Vhost planned(String name) {
    return planned.get(name);
  }

  /** What is known of a vhost once all that is planned is visible. Metadata loop. */
  public VhostSettings plannedSettings(Vhost vhost) {
    return vhost.plan().settings;
  }

  /** The planned vhost. Metadata loop. Fails with NOT_FOUND. */
  public Vhost required(String name) {
    Vhost vhost = plannedToStay(name);
    if (vhost == null) {
      throw new BrokerException(ErrorKind.NOT_FOUND, "no vhost '" + name + "'");
    }
    return vhost;
  }

  /**
   * Creates a vhost with the exchanges every vhost has, or changes the settings of the one that
   * exists.
   *
   * @return fails with PRECONDITION_FAILED at the limit of vhosts or for an unusable name
   */
  public Future<Vhost> put(String name, VhostSettings settings) {
    return MetadataLoop.attempt(
        () -> {
          Vhost existing = planned.get(name);
          return existing == null ? create(name, settings) : change(existing, settings);
        });
  }

  private Future<Vhost> change(Vhost vhost, VhostSettings settings) {
    if (vhost.plan().settings.equals(settings)) {
      return metadata.settled().map(vhost);
    }
    vhost.plan().settings = settings;
    return metadata
        .commit(
            List.of(new MetadataRecord.VhostPut(vhost.name(), settings)),
            () -> {
              VhostSettings before = vhost.settings();
              vhost.setSettings(settings);
              // Limits have an event of their own.
              if (!before.withLimits(-1, -1).equals(settings.withLimits(-1, -1))) {
                tellUpdated(vhost);
              }
            })
        .map(vhost);
  }

  /** Tells that a vhost is otherwise than it was. Metadata loop. */
  public void tellUpdated(Vhost vhost) {
    VhostSettings settings = vhost.settings();
    metadata
        .events()
        .emit(
            "vhost.updated",
            () ->
                Map.of(
                    "name", vhost.name(),
                    "description", settings.description(),
                    "tags", settings.tags(),
                    "tracing", vhost.isTraced()));
  }

  private Future<Vhost> create(String name, VhostSettings settings) {
    checkNew(name, planned.size());
    Vhost vhost = empty(name, settings);
    planned.put(name, vhost);
    Change change = new Change(vhost);
    change.addVhost();
    addPredeclared(vhost, change);
    change.then(() -> vhosts.put(name, vhost)); // Last: found with what every vhost has.
    return change.commit(metadata).map(vhost);
  }

  /** Refuses a vhost that cannot be created when there are so many already. */
  void checkNew(String name, int count) {
    if (name.isEmpty()) {
      throw Refusals.preconditionFailed("a vhost needs a name");
    }
    Names.checkLength("vhost name", name);
    limits.checkVhost(name, count);
  }

  /**
   * A vhost with nothing but the default exchange, which is looked up like others and never stored.
   */
  private Vhost empty(String name, VhostSettings settings) {
    Vhost vhost = new Vhost(name);
    vhost.intercept(defaults.interception(), false);
    vhost.plan().settings = settings;
    vhost.setSettings(settings);
    vhost
        .exchanges()
        .put(
            "",
            DefaultExchange.of(
                key -> {
                  Queue queue = vhost.queue(key);
                  return queue != null ? queue : vhost.replyQueue(key);
                }));
    return vhost;
  }

  private void addPredeclared(Vhost vhost, Change change) {
    for (ExchangeDeclaration declaration : ExchangeCommands.predeclared()) {
      add(declaration, vhost, change);
    }
    if (vhost.name().equals(defaults.eventVhost())) {
      add(ExchangeCommands.ofEvents(), vhost, change);
    }
  }

  private void add(ExchangeDeclaration declaration, Vhost vhost, Change change) {
    change.addExchange(
        ExchangeCommands.newExchange(vhost, declaration, types.get(declaration.type())));
  }

  /**
   * Creates the exchange of events where it is to be, if its vhost is there already. Metadata loop,
   * at the start.
   */
  public Future<Void> addEventExchange() {
    Vhost vhost = defaults.eventVhost() == null ? null : plannedToStay(defaults.eventVhost());
    ExchangeDeclaration declaration = ExchangeCommands.ofEvents();
    if (vhost == null || vhost.plan().exchanges.containsKey(declaration.name())) {
      return Future.succeededFuture();
    }
    Change change = new Change(vhost);
    add(declaration, vhost, change);
    return change.commit(metadata);
  }

  /**
   * Deletes a vhost with all that is in it. Connections to it are the caller's to close; its
   * permissions are the user commands' to remove.
   *
   * @return fails with NOT_FOUND, with PRECONDITION_FAILED while it is protected
   */
  Future<Void> delete(String name, QueueRemoval removal) {
    Vhost vhost;
    try {
      vhost = deletable(name);
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
    vhost.plan().deleted = true; // From here on nothing new is planned in it.
    List<Future<Long>> removals = new ArrayList<>();
    for (Queue queue : List.copyOf(vhost.plan().queues.values())) {
      removals.add(removal.remove(vhost, queue, false, false));
    }
    return Future.all(removals).compose(gone -> deleteEmptied(vhost));
  }

  /**
   * The planned vhost, which may be deleted. Metadata loop. Fails with NOT_FOUND, with
   * PRECONDITION_FAILED while it is protected.
   */
  public Vhost deletable(String name) {
    Vhost vhost = required(name);
    if (vhost.plan().settings.isProtected()) {
      throw Refusals.preconditionFailed(
          "refusing to delete virtual host '" + name + "' because it is protected from deletion");
    }
    return vhost;
  }

  private Future<Void> deleteEmptied(Vhost vhost) {
    Change change = new Change(vhost);
    for (Exchange exchange : List.copyOf(vhost.plan().exchanges.values())) {
      if (vhost.plan().exchanges.containsKey(exchange.name())) {
        change.removeExchange(exchange);
      }
    }
    planned.remove(vhost.name(), vhost);
    change.removePolicies();
    change.removeVhost(
        () -> {
          vhosts.remove(vhost.name(), vhost);
          vhost.markDeleted();
        });
    return change.commit(metadata).onSuccess(done -> onDeleted.accept(vhost.name()));
  }

  /** Takes a vhost from the store, as it was. Metadata loop, at start. */
  void restore(MetadataRecord.VhostPut record) {
    Vhost vhost = empty(record.name(), record.settings());
    planned.put(record.name(), vhost);
    vhosts.put(record.name(), vhost);
  }
}

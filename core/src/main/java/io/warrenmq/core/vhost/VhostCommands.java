package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.QueueIds;
import io.warrenmq.core.queue.MessageReader;
import io.warrenmq.core.queue.MoveResult;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueLifecycle;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Everything that changes what is in a vhost. What clients ask for is called on the requester's
 * loop, where its futures complete (at once, when nothing has to change); they fail with a {@link
 * BrokerException} whose text is RabbitMQ's. Thread-safe.
 */
public final class VhostCommands {
  private final MetadataLoop metadata;
  private final VhostRegistry vhosts;
  private final CommandContext context;
  private final QueueRemoval removal;
  private final ExchangeCommands exchanges;
  private final QueueCommands queues;
  private final BindingCommands bindings;
  private final VhostRestore restore;
  private final QueueIds ids = new QueueIds();

  /**
   * Creates the commands.
   *
   * @param random chooses names that must not be guessed; thread-safe
   */
  public VhostCommands(
      MetadataLoop metadata,
      VhostRegistry vhosts,
      ExchangeTypes types,
      AccessCheck access,
      ResourceLimits limits,
      QueueFactory queueFactory,
      BindingReplay replay,
      RandomGenerator random) {
    this.metadata = metadata;
    this.vhosts = vhosts;
    context = new CommandContext(metadata, access, types, limits, vhosts.totals());
    removal = new QueueRemoval(metadata, vhosts::planned);
    exchanges = new ExchangeCommands(context);
    queues = new QueueCommands(context, queueFactory, removal, ids, random);
    bindings = new BindingCommands(context, replay);
    restore = new VhostRestore(vhosts, types, queueFactory, ids, metadata.loop());
  }

  // ---- for clients ----

  /** See {@link io.warrenmq.api.broker.VhostAccess#declareExchange}. */
  public Future<Void> declareExchange(
      Vhost vhost, Requester requester, ExchangeDeclaration declaration) {
    return exchanges.declare(vhost, requester, declaration);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#checkExchange}. */
  public Future<Void> checkExchange(Vhost vhost, String name) {
    return exchanges.check(vhost, name);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#deleteExchange}. */
  public Future<Void> deleteExchange(
      Vhost vhost, Requester requester, String name, boolean ifUnused) {
    return exchanges.delete(vhost, requester, name, ifUnused);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#bind}. */
  public Future<Void> bind(Vhost vhost, Requester requester, BindingDeclaration binding) {
    return bindings.bind(vhost, requester, binding);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#unbind}. */
  public Future<Void> unbind(Vhost vhost, Requester requester, BindingDeclaration binding) {
    return bindings.unbind(vhost, requester, binding);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#bindings}. */
  public Future<List<BindingDeclaration>> bindings(
      Vhost vhost,
      Requester requester,
      String source,
      String destination,
      boolean toExchange,
      String routingKey) {
    return bindings.between(vhost, requester, source, destination, toExchange, routingKey);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#declareQueue}. */
  public Future<QueueStatus> declareQueue(
      Vhost vhost, Requester requester, QueueDeclaration declaration) {
    return queues.declare(vhost, requester, declaration);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#checkQueue}. */
  public Future<QueueStatus> checkQueue(Vhost vhost, Requester requester, String name) {
    return queues.check(vhost, requester, name);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#inspectQueue}. */
  public Future<QueueStatus> inspectQueue(Vhost vhost, Requester requester, String name) {
    return queues.inspect(vhost, requester, name);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#purgeQueue}. */
  public Future<Long> purgeQueue(Vhost vhost, Requester requester, String name) {
    return queues.purge(vhost, requester, name);
  }

  /** See {@link io.warrenmq.api.broker.VhostAccess#deleteQueue}. */
  public Future<Long> deleteQueue(
      Vhost vhost, Requester requester, String name, boolean ifUnused, boolean ifEmpty) {
    return queues.delete(vhost, requester, name, ifUnused, ifEmpty);
  }

  /**
   * Has a queue hand out nothing, or do so again; a durable one keeps to it over a restart. Whoever
   * may configure the queue may; fails with NOT_FOUND, RESOURCE_LOCKED, ACCESS_REFUSED.
   */
  public Future<Void> pauseQueue(Vhost vhost, Requester requester, String name, boolean pause) {
    return queues.pause(vhost, requester, name, pause);
  }

  /**
   * Looks through a queue's ready messages and leaves all as it is; see {@link Queue#browse}.
   * Whoever may read from the queue may; fails with NOT_FOUND, RESOURCE_LOCKED, ACCESS_REFUSED.
   */
  public Future<Void> browseQueue(
      Vhost vhost, Requester requester, String name, long from, MessageReader reader) {
    return queues.browse(vhost, requester, name, from, reader);
  }

  /**
   * Moves messages from the head of a queue to another of the same vhost; see {@link Queue#move}.
   * Whoever may read from the one and write to the default exchange may; fails with NOT_FOUND when
   * either is not there, PRECONDITION_FAILED when they are the same, RESOURCE_LOCKED,
   * ACCESS_REFUSED.
   */
  public Future<MoveResult> moveMessages(
      Vhost vhost, Requester requester, String name, String destination, long countMax) {
    return queues.move(vhost, requester, name, destination, countMax);
  }

  // ---- for the broker ----

  /** Deletes queues that are done; for their home loops. */
  public QueueLifecycle lifecycle() {
    return removal;
  }

  /**
   * Deletes the exclusive queues of a connection that has ended. Any loop.
   *
   * @param asker the loop the caller is on, where the future completes once they are gone
   */
  public Future<Void> connectionClosed(Loop asker, BrokerConnection connection) {
    return metadata.callAs(
        connection.principal().name(), asker, () -> removal.connectionClosed(connection));
  }

  /** Deletes a vhost with all that is in it; see {@link VhostRegistry}. Metadata loop. */
  public Future<Void> deleteVhost(String name) {
    return vhosts.delete(name, removal);
  }

  /** Gives queues their ids. Metadata loop. */
  public QueueIds queueIds() {
    return ids;
  }

  /** Creates what the store has kept, without asking anybody. Metadata loop, at start. */
  public void restore(List<MetadataRecord.Put> records) {
    restore.restore(records);
  }

  // ---- for definitions ----

  /** Looks at what is to be declared together, before any of it is. Metadata loop. */
  public DeclarationCheck newCheck() {
    return new DeclarationCheck(context, vhosts);
  }

  // ---- for the management ----

  /** The bindings from an exchange; the default exchange's are nowhere listed. */
  public Future<List<BindingDeclaration>> bindingsFrom(Loop asker, Vhost vhost, String exchange) {
    return list(asker, () -> List.copyOf(vhost.plan().bindings.from(exchange)));
  }

  /** The bindings to a queue or an exchange. */
  public Future<List<BindingDeclaration>> bindingsTo(
      Loop asker, Vhost vhost, String destination, boolean isExchange) {
    return list(asker, () -> List.copyOf(vhost.plan().bindings.to(destination, isExchange)));
  }

  /** All bindings of a vhost, the default exchange's not among them. */
  public Future<List<BindingDeclaration>> bindings(Loop asker, Vhost vhost) {
    return list(asker, () -> vhost.plan().bindings.all());
  }

  private Future<List<BindingDeclaration>> list(
      Loop asker, Supplier<List<BindingDeclaration>> query) {
    return metadata.call(asker, () -> Future.succeededFuture(query.get()));
  }
}

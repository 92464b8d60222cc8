package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.flow.ResourceAlarms;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataStore;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.NoLog;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.ConnectionRegistry;
import io.warrenmq.core.vhost.AccessCheck;
import io.warrenmq.core.vhost.ResourceLimits;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root object: one broker on the loops it is given. It starts no thread and opens no socket; protocols come to it through {@link
 * #access}. Thread-safe.
 */
public final class Broker {
  private final BrokerOptions options;
  private final LoopGroup loops;
  private final MetadataLoop metadata;
  private final VhostRegistry vhosts;
  private final VhostCommands commands;
  private final LoopAssembly assembly;
  private final ConnectionRegistry connections = new ConnectionRegistry();
  private final ResourceAlarms alarms;
  private final BrokerAccess access;

  /**
   * Puts a broker together; {@link #start} begins its life.
   *
   * @param types all exchange types that can be declared
   * @param store where metadata is kept
   * @param auth who may come in
   */
  public Broker(
      BrokerOptions options,
      LoopGroup loops,
      List<ExchangeType> types,
      MetadataStore store,
      BrokerAuth auth) {
    this.options = options;
    this.loops = loops;
    this.metadata = new MetadataLoop(loops.metadata(), store);
    SecureRandom random = new SecureRandom();
    ExchangeTypes exchangeTypes = new ExchangeTypes(types);
    ResourceLimits limits = new ResourceLimits(options.queuesMax(), options.exchangesMax(), -1);
    AccessCheck accessCheck = new AccessCheck(auth.authorizer());
    this.vhosts = new VhostRegistry(metadata, exchangeTypes, limits);
    // Commands make queues on the loops' services, and these tell the commands when a queue is done.
    LoopAssembly[] made = new LoopAssembly[1];
    this.commands =
        new VhostCommands(
            metadata,
            vhosts,
            exchangeTypes,
            accessCheck,
            limits,
            (vhost, declaration, queueOptions, owner) ->
                new Queue(
                    vhost.name(),
                    declaration,
                    queueOptions,
                    owner,
                    made[0]
                        .on(
                            owner instanceof ClientConnection connection
                                ? connection.request().loop() // Its consumers will be there too.
                                : loops.homeOf(vhost.name(), declaration.name()))
                        .queues()),
            (vhost, destination, message) -> made[0].replay(vhost, destination, message),
            random);
    this.assembly =
        new LoopAssembly(
            loops, new NoLog(), auth.authorizer(), accessCheck, commands.lifecycle(), vhosts::find);
    made[0] = assembly;
    this.alarms =
        new ResourceAlarms(
            loops.metadata(),
            assembly.memories(),
            options.messageMemoryBytes(),
            this::onMemoryAlarm);
    this.access =
        new FrontDoor(options, auth, vhosts, commands, assembly, connections, alarms, random);
  }

  /** The front door, for protocols. */
  public BrokerAccess access() {
    return access;
  }

  /** Who is connected. */
  public ConnectionRegistry connections() {
    return connections;
  }

  /** The vhosts. */
  public VhostRegistry vhosts() {
    return vhosts;
  }

  /** What changes vhosts. */
  public VhostCommands commands() {
    return commands;
  }

  /** Where changes of metadata happen. */
  public MetadataLoop metadata() {
    return metadata;
  }

  /** Loads what the store has kept, and creates the default vhost on an empty one. Completes on the metadata loop. */
  public Future<Void> start() {
    Promise<Void> started = Promise.promise();
    metadata.run(
        () ->
            metadata
                .store()
                .load()
                .compose(
                    records -> {
                      commands.restore(records);
                      alarms.start();
                      return vhosts.all().isEmpty()
                          ? vhosts.put(options.defaultVhost(), VhostSettings.NONE).<Void>mapEmpty()
                          : Future.<Void>succeededFuture();
                    })
                .onComplete(started));
    return started.future();
  }

  /** Ends the watch over resources. Connections are closed before, by who opened them. Completes on the metadata loop. */
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    metadata.run(
        () -> {
          alarms.stop();
          metadata.settled().onComplete(stopped);
        });
    return stopped.future();
  }

  private void onMemoryAlarm(@Nullable String reason) {
    for (ClientConnection connection : connections.all()) {
      ConnectionHandle handle = connection.request().handle();
      connection
          .request()
          .loop()
          .execute(reason == null ? handle::onUnblocked : () -> handle.onBlocked(reason));
    }
  }
}

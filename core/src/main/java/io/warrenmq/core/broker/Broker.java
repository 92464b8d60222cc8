package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerPlugin;
import io.warrenmq.api.event.BrokerEventListener;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.core.auth.AuthAttempts;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.definitions.DefinitionsExport;
import io.warrenmq.core.definitions.DefinitionsImport;
import io.warrenmq.core.definitions.ImportReport;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.exchange.DirectExchange;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.exchange.FanoutExchange;
import io.warrenmq.core.exchange.HeadersExchange;
import io.warrenmq.core.exchange.TopicExchange;
import io.warrenmq.core.flow.DiskMonitor;
import io.warrenmq.core.flow.MemoryMonitor;
import io.warrenmq.core.flow.ResourceAlarms;
import io.warrenmq.core.interceptor.Interception;
import io.warrenmq.core.log.LocalLog;
import io.warrenmq.core.log.LogStatistics;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.log.UnreadFormatException;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.plugin.FoundPlugin;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.selector.MessageFilters;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.ConnectionRegistry;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.trace.EventExchange;
import io.warrenmq.core.trace.Tracing;
import io.warrenmq.core.vhost.AccessCheck;
import io.warrenmq.core.vhost.ConnectionAdmission;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.PolicyCommands;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostDefaults;
import io.warrenmq.core.vhost.VhostRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root object: one broker on the loops it is given. It starts no thread and opens no socket;
 * protocols come to it through {@link #access}. Long because all parts are put together here, in
 * the order in which they need each other, and handed on to those who administer. Thread-safe.
 */
public final class Broker {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  private static final long RETRY_MS = 1000;
  private static final String CLUSTER_NAME = "cluster_name"; // the global parameter, RabbitMQ's

  private final BrokerOptions options;
  private final @Nullable LocalLog messageLog;
  private final MetadataLoop metadata;
  private final SecureRandom random = new SecureRandom();
  private final AccessControl control;
  private final ExchangeTypes exchangeTypes;
  private final VhostRegistry vhosts;
  private final VhostCommands commands;
  private final PolicyCommands policies;
  private final ParameterCommands parameters;
  private final LoopAssembly assembly;
  private final ConnectionRegistry connections;
  private final ResourceAlarms alarms;
  private final MemoryMonitor memory;
  private final @Nullable DiskMonitor disk;
  private final ConnectionAdmission admission;
  private final FrontDoor access;
  private final Map<String, MessageFormat> formats;
  private final VhostLifecycle lifecycle;
  private final Tracing tracing;

  /**
   * Puts a broker together; {@link #start} begins its life.
   *
   * @param plugins exchange types, authenticators, authorizers and mechanisms beside our own, and
   *     event listeners; started
   * @param storage where it keeps what it keeps
   * @param hashing runs password hashing, off the loops
   */
  public Broker(
      BrokerOptions options,
      LoopGroup loops,
      PluginRegistry plugins,
      BrokerStorage storage,
      Executor hashing) {
    this.options = options;
    this.messageLog = storage.messages();
    EventDispatcher events =
        new EventDispatcher(loops.metadata(), plugins.of(BrokerEventListener.class));
    this.metadata = new MetadataLoop(loops.metadata(), storage.metadata(), events);
    this.connections = new ConnectionRegistry(events);
    this.control = new AccessControl(options, metadata, plugins, hashing, random);
    exchangeTypes = new ExchangeTypes(exchangeTypes(plugins));
    AccessCheck accessCheck = new AccessCheck(control.authorizer());
    Interception interception = Interception.of(interceptors(options, plugins));
    this.vhosts =
        new VhostRegistry(
            metadata,
            exchangeTypes,
            options.resources(),
            new VhostDefaults(interception, options.eventVhost()),
            vhost -> tellDeleted(plugins, vhost));
    this.policies = new PolicyCommands(metadata, vhosts);
    this.parameters = new ParameterCommands(metadata, vhosts, policies);
    // Commands make queues on the loops' services, and these tell the commands when a queue is
    // done.
    LoopAssembly[] made = new LoopAssembly[1];
    this.commands =
        new VhostCommands(
            metadata,
            vhosts,
            exchangeTypes,
            accessCheck,
            options.resources(),
            (vhost, declaration, queueOptions, owner, id) ->
                new Queue(
                    vhost.name(),
                    declaration,
                    queueOptions,
                    owner,
                    id,
                    made[0]
                        .on(
                            owner instanceof ClientConnection connection
                                ? connection.request().loop() // Its consumers will be there too.
                                : loops.homeOf(vhost.name(), declaration.name()))
                        .queues()),
            (vhost, destination, message) -> made[0].replay(vhost, destination, message),
            random);
    if (messageLog != null) {
      messageLog.start(
          loops,
          storage.messageThread(),
          storage.segmentWriter(),
          storage.segmentReader(),
          this::heldBytes,
          task -> metadata.run(() -> loops.metadata().schedule(RETRY_MS, task)),
          storage.onFailure());
    }
    this.assembly =
        new LoopAssembly(
            loops,
            messageLog,
            storage.paging(),
            control.authorizer(),
            accessCheck,
            commands.lifecycle(),
            events,
            vhosts::find);
    made[0] = assembly;
    BasicFormat basic = plugins.basicFormat();
    this.tracing =
        new Tracing(
            interception,
            options.info().nodeName(),
            basic,
            loop -> assembly.on(loop).publisher(),
            vhosts::tellUpdated);
    if (basic != null && options.eventVhost() != null) {
      events.add(new EventExchange(options.eventVhost(), vhosts::find, basic, assembly::publish));
    }
    this.alarms = new ResourceAlarms(loops.metadata(), this::onAlarm);
    this.memory =
        new MemoryMonitor(
            loops.metadata(), assembly.memories(), options.messageMemoryBytes(), alarms);
    this.disk =
        messageLog == null
            ? null
            : new DiskMonitor(
                loops.metadata(),
                storage.messageThread(),
                messageLog::freeBytes,
                options.diskFreeBytes(),
                alarms);
    this.admission =
        new ConnectionAdmission(
            vhosts, control.users(), control.authorizer(), options.connectionsMax());
    this.formats = plugins.formats();
    this.access =
        new FrontDoor(
            "internal",
            options,
            this::info,
            loops.eventLoops(),
            control,
            admission,
            commands,
            assembly,
            connections,
            alarms,
            events,
            new MessageFilters(loops.clock()),
            random);
    this.lifecycle =
        new VhostLifecycle(
            vhosts,
            commands,
            control.commands(),
            control.users(),
            connections,
            options.firstStart());
  }

  private static void tellDeleted(PluginRegistry plugins, String vhost) {
    for (FoundPlugin found : plugins.all()) {
      if (found.plugin() instanceof BrokerPlugin plugin) {
        try {
          plugin.onVhostDeleted(vhost);
        } catch (RuntimeException | LinkageError e) { // a stranger's code
          LOG.warn("{} failed when vhost {} was deleted", found, vhost, e);
        }
      }
    }
  }

  private static List<MessageInterceptor> interceptors(
      BrokerOptions options, PluginRegistry plugins) {
    List<MessageInterceptor> all = new ArrayList<>(plugins.of(MessageInterceptor.class));
    all.removeIf(interceptor -> !isActive(interceptor));
    all.addAll(options.interceptors().interceptors(options.info().nodeName()));
    return all;
  }

  private static boolean isActive(MessageInterceptor interceptor) {
    try {
      return interceptor.isActive();
    } catch (RuntimeException | LinkageError e) { // a stranger's code
      LOG.warn("Message interceptor {} is left out", interceptor.name(), e);
      return false;
    }
  }

  private static List<ExchangeType> exchangeTypes(PluginRegistry plugins) {
    List<ExchangeType> types = new ArrayList<>();
    types.add(new DirectExchange());
    types.add(new FanoutExchange());
    types.add(new TopicExchange());
    types.add(new HeadersExchange());
    types.addAll(plugins.of(ExchangeType.class));
    return types;
  }

  /** The front door, for protocols. */
  public BrokerAccess access() {
    return access;
  }

  /**
   * The same for one protocol.
   *
   * @param protocol for what is counted of logins, for example {@code amqp091}
   */
  public BrokerAccess access(String protocol) {
    return access.of(protocol);
  }

  /** How often somebody has tried to log in. */
  public AuthAttempts authAttempts() {
    return control.attempts();
  }

  /**
   * Opens a connection on behalf of a user, for what its operator asks for: with the user's
   * permissions, in no listing, against no limit, counted nowhere. To be closed when that is done.
   *
   * @param loop the caller's loop, one of the event loops
   * @return the connection; fails with NOT_FOUND when the vhost does not exist, with NOT_ALLOWED
   *     when it is not granted
   */
  public Future<BrokerConnection> openFor(Loop loop, String vhost, Principal user) {
    return access.openFor(loop, vhost, user);
  }

  /** The format of that name; {@code null} when no protocol here has it. */
  public @Nullable MessageFormat format(String name) {
    return formats.get(name);
  }

  /** Why publishers are blocked; {@code null} when they are not. Any thread. */
  public @Nullable String publishersBlocked() {
    return alarms.reason();
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

  /** Turns tracing on and off. Metadata loop. */
  public Tracing tracing() {
    return tracing;
  }

  /** What changes policies and operator policies. */
  public PolicyCommands policies() {
    return policies;
  }

  /** What changes runtime parameters. */
  public ParameterCommands parameters() {
    return parameters;
  }

  /** Creates and deletes whole vhosts. Metadata loop. */
  public VhostLifecycle vhostLifecycle() {
    return lifecycle;
  }

  /**
   * Deletes a user with its permissions, and closes its connections. Metadata loop. Fails with
   * NOT_FOUND.
   */
  public Future<Void> deleteUser(String name) {
    return users()
        .deleteUser(name)
        .onSuccess(
            done ->
                connections.close(
                    connection -> connection.principal().name().equals(name),
                    "user '" + name + "' is deleted"));
  }

  /** Who may come in, and how many have. */
  public ConnectionAdmission admission() {
    return admission;
  }

  /** What changes users and permissions. */
  public UserCommands users() {
    return control.commands();
  }

  /** Who exists. */
  public UserStore userStore() {
    return control.users();
  }

  /** Who may what where. */
  public PermissionTable permissions() {
    return control.permissions();
  }

  /** Says who may do what. */
  public Authorizer authorizer() {
    return control.authorizer();
  }

  /** The types of exchanges that there are. */
  public ExchangeTypes exchangeTypes() {
    return exchangeTypes;
  }

  /** What it says of itself, with the name that the cluster was given. Any thread. */
  public BrokerInfo info() {
    BrokerInfo info = options.info();
    GlobalParameterPut given = parameters.findGlobal(CLUSTER_NAME);
    return given != null && given.value() instanceof String name
        ? new BrokerInfo(
            info.product(), info.version(), info.rabbitmqVersion(), name, info.nodeName())
        : info;
  }

  /** Gives the cluster a name, which stays. Metadata loop. */
  public Future<Void> rename(String clusterName) {
    return parameters.putGlobal(CLUSTER_NAME, clusterName).mapEmpty();
  }

  /** Everything that was set about it. */
  public BrokerOptions options() {
    return options;
  }

  /** What has happened on each loop. */
  public List<LoopMetrics> metrics() {
    return assembly.metrics();
  }

  /** Who is told what happens, and counts it. */
  public EventDispatcher events() {
    return metadata.events();
  }

  /** What is short at present. */
  public ResourceAlarms alarms() {
    return alarms;
  }

  /** Bytes that were free on the disk of the messages a while ago; −1: it is not known. */
  public long diskFreeBytes() {
    return disk == null ? -1 : disk.freeBytes();
  }

  /** What was written to the message log; {@code null} without one. For after the start. */
  public @Nullable LogStatistics logStatistics() {
    return messageLog == null ? null : messageLog.statistics();
  }

  /** Bytes of messages that are held in memory. */
  public long messageMemoryBytes() {
    return memory.heldBytes();
  }

  /** What makes of a new password what is kept of it. */
  public NewPasswords passwords() {
    return control.passwords();
  }

  /** Where changes of metadata happen. */
  public MetadataLoop metadata() {
    return metadata;
  }

  /**
   * Loads what the store has kept, or creates what a broker begins with. Completes on the metadata
   * loop.
   */
  public Future<Void> start() {
    Promise<Void> started = Promise.promise();
    metadata.run(
        () ->
            metadata
                .store()
                .load()
                .compose(
                    records -> {
                      long highestQueueId = metadata.store().highestQueueId();
                      if (messageLog != null && messageLog.highestQueueId() > highestQueueId) {
                        return Future.failedFuture(
                            definitionsMissing(messageLog.highestQueueId(), highestQueueId));
                      }
                      if (messageLog != null && messageLog.isNew() && highestQueueId > 0) {
                        LOG.warn(
                            "There were durable queues, and there is no message log: all queues"
                                + " begin empty. Unless that is wanted, stop the broker, and look"
                                + " for the files of the folder 'messages'");
                      }
                      if (messageLog != null) {
                        try {
                          messageLog.checkFormats(queueIds(records));
                        } catch (UnreadFormatException e) {
                          return Future.failedFuture(e);
                        }
                      }
                      commands.queueIds().raiseAbove(highestQueueId);
                      commands.restore(records);
                      parameters.restore(records);
                      control.commands().restore(records);
                      // Nothing is changed on disk before all that is kept was found sound.
                      return beginToWrite().map(records);
                    })
                .compose(
                    records -> {
                      memory.start();
                      startSyncing();
                      if (disk != null) {
                        disk.start();
                      }
                      return records.isEmpty()
                          ? options
                              .firstStart()
                              .create(metadata, vhosts, control.commands(), control.passwords())
                          : Future.<Void>succeededFuture();
                    })
                // Not before the first start, which is one while nothing is kept.
                .compose(done -> control.commands().makeSecrets(random))
                .compose(done -> vhosts.addEventExchange())
                .compose(done -> assembly.whenQueuesAreOpen())
                .onSuccess(
                    done -> {
                      if (messageLog != null) {
                        messageLog.forgetRecovered();
                      }
                    })
                .onComplete(started));
    return started.future();
  }

  private static List<Long> queueIds(List<MetadataRecord.Put> records) {
    return records.stream()
        .filter(MetadataRecord.QueuePut.class::isInstance)
        .map(record -> ((MetadataRecord.QueuePut) record).id())
        .toList();
  }

  private Future<Void> beginToWrite() {
    Promise<Void> begun = Promise.promise();
    if (messageLog == null) {
      begun.complete();
    } else {
      messageLog.begin(
          () -> metadata.run(begun::complete), cause -> metadata.run(() -> begun.fail(cause)));
    }
    return Future.all(metadata.store().begin(), begun.future()).mapEmpty();
  }

  /** A queue is in the metadata before anything is in it, and its id stays there. */
  private static CorruptStoreException definitionsMissing(long spokenOf, long known) {
    return new CorruptStoreException(
        "metadata",
        0,
        "definitions are missing: the message log speaks of queue number "
            + spokenOf
            + ", and the last one here has number "
            + known);
  }

  /**
   * Ends the watch over resources. Connections are closed before, by who opened them. Completes on
   * the metadata loop.
   */
  public Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    metadata.run(
        () -> {
          memory.stop();
          if (disk != null) {
            disk.stop();
          }
          metadata.settled().compose(done -> closeMessageLog()).onComplete(stopped);
        });
    return stopped.future();
  }

  private void startSyncing() {
    LocalLog log = messageLog;
    if (log != null && log.options().sync() == SyncPolicy.INTERVAL) {
      log.force();
      metadata.loop().schedule(log.options().syncIntervalMs(), this::startSyncing);
    }
  }

  private Future<Void> closeMessageLog() {
    if (messageLog == null) {
      return Future.succeededFuture();
    }
    Promise<Void> closed = Promise.promise();
    messageLog.close(() -> metadata.run(closed::complete));
    return closed.future();
  }

  private long heldBytes() {
    return memory.heldBytes();
  }

  /**
   * Takes a definitions file in, unless something in it is refused. Any thread; completes on the
   * metadata loop.
   *
   * @return what became of it; fails only when the store does
   */
  public Future<ImportReport> importDefinitions(JsonObject file) {
    return importDefinitions(file, false);
  }

  /**
   * The same.
   *
   * @param dryRun whether it is only checked, and nothing changed
   */
  public Future<ImportReport> importDefinitions(JsonObject file, boolean dryRun) {
    return importing(definitions -> definitions.apply(file, options.firstStart().vhost(), dryRun));
  }

  /**
   * Takes what a definitions file has for vhosts into one vhost, unless something in it is refused.
   * Any thread; completes on the metadata loop.
   *
   * @param dryRun whether it is only checked, and nothing changed
   * @return what became of it; fails only when the store does
   */
  public Future<ImportReport> importDefinitions(String vhost, JsonObject file, boolean dryRun) {
    return importing(definitions -> definitions.applyTo(vhost, file, dryRun));
  }

  private Future<ImportReport> importing(Function<DefinitionsImport, Future<ImportReport>> apply) {
    Promise<ImportReport> done = Promise.promise();
    metadata.run(
        () ->
            apply
                .apply(
                    new DefinitionsImport(
                        metadata,
                        vhosts,
                        commands,
                        control.commands(),
                        policies,
                        parameters,
                        control.passwords()))
                .onComplete(done));
    return done.future();
  }

  /** Writes definitions files. */
  public DefinitionsExport definitions() {
    return new DefinitionsExport(
        options.info(), vhosts, commands, parameters, control.users(), control.permissions());
  }

  private void onAlarm(ResourceAlarms.Resource resource, boolean raised) {
    for (ClientConnection connection : connections.all()) {
      connection.request().loop().execute(() -> connection.tellAlarm(alarms.reason()));
    }
    metadata
        .events()
        .emit(raised ? "alarm.set" : "alarm.cleared", () -> Map.of("resource", resource.text()));
  }
}

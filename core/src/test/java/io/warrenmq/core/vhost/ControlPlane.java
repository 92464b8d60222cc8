package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.exchange.DirectExchange;
import io.warrenmq.core.exchange.ExchangeTypes;
import io.warrenmq.core.exchange.FanoutExchange;
import io.warrenmq.core.exchange.HeadersExchange;
import io.warrenmq.core.exchange.TopicExchange;
import io.warrenmq.core.flow.LoopMemory;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.metadata.MemoryMetadataStore;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataStore;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.metrics.SessionMetrics;
import io.warrenmq.core.queue.ConfirmOutbox;
import io.warrenmq.core.queue.Consumer;
import io.warrenmq.core.queue.ConsumerSession;
import io.warrenmq.core.queue.NoLog;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueServices;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.queue.SegmentStore;
import io.warrenmq.core.queue.SessionCredit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The commands over real queues, exchange types and fake loops, with one client on the first event
 * loop.
 */
public final class ControlPlane {
  public final LoopDriver loops;
  public final LoopGroup group;
  public final Loop loop;
  public final SlowStore store = new SlowStore();
  public final MetadataLoop metadata;
  final ExchangeTypes types =
      new ExchangeTypes(
          List.of(
              new DirectExchange(),
              new FanoutExchange(),
              new TopicExchange(),
              new HeadersExchange()));
  final DenyList denied = new DenyList();
  final RecordingListener listener = new RecordingListener();
  final BrokerConnection connection = new NamedConnection("a");
  final BrokerConnection otherConnection = new NamedConnection("b");
  public final Requester me;
  final Requester other;
  public final VhostRegistry vhosts;
  public final VhostCommands commands;
  public final Vhost vhost;
  private final Mailboxes mailboxes;

  /** A node with one vhost and no limits. */
  public ControlPlane() {
    this(ResourceLimits.NONE, VhostSettings.NONE);
  }

  final List<String> deletedVhosts = new ArrayList<>();

  ControlPlane(ResourceLimits limits, VhostSettings settings) {
    this(limits, settings, 1);
  }

  ControlPlane(ResourceLimits limits, VhostSettings settings, long seed) {
    loops = new LoopDriver(seed);
    group = loops.group();
    loop = group.eventLoops().get(0);
    metadata =
        new MetadataLoop(
            group.metadata(), store, new EventDispatcher(group.metadata(), List.of(listener)));
    mailboxes = new Mailboxes(group);
    me = requester(connection, loop);
    other = requester(otherConnection, loop);
    vhosts = new VhostRegistry(metadata, types, limits, VhostDefaults.NONE, deletedVhosts::add);
    commands =
        new VhostCommands(
            metadata,
            vhosts,
            types,
            new AccessCheck(denied),
            limits,
            (vhost, declaration, options, owner, id) ->
                new Queue(
                    vhost.name(),
                    declaration,
                    options,
                    owner,
                    id,
                    servicesOf(group.homeOf(vhost.name(), declaration.name()))),
            (vhost, destination, message) -> {},
            new Random(7));
    vhost = loops.await(group.metadata(), () -> vhosts.put("/", settings));
  }

  Requester requester(BrokerConnection connection, Loop loop) {
    return new Requester(new Principal("u", Set.of()), connection, "", loop);
  }

  private QueueServices servicesOf(Loop home) {
    return new QueueServices(
        home,
        mailboxes,
        new NoLog(),
        new ConfirmOutbox(home, mailboxes),
        new LoopMemory(),
        SegmentStore.NONE,
        PagingOptions.NEVER,
        (from, message, reason) -> {},
        commands.lifecycle(),
        new LoopMetrics(QueueType.values().length));
  }

  // ---- short forms; what they are refused is thrown ----

  public QueueStatus declare(String name, Object... arguments) {
    return declare(me, durable(name, arguments));
  }

  public QueueStatus declare(Requester requester, QueueDeclaration declaration) {
    return loops.await(loop, () -> commands.declareQueue(vhost, requester, declaration));
  }

  static QueueDeclaration durable(String name, Object... arguments) {
    return new QueueDeclaration(name, true, false, false, args(arguments));
  }

  public static QueueDeclaration exclusive(String name) {
    return new QueueDeclaration(name, false, true, false, Arguments.NONE);
  }

  long delete(String name) {
    return loops.await(loop, () -> commands.deleteQueue(vhost, me, name, false, false));
  }

  public void exchange(String name, String type) {
    exchange(new ExchangeDeclaration(name, type, true, false, false, Arguments.NONE));
  }

  void exchange(ExchangeDeclaration declaration) {
    loops.await(loop, () -> commands.declareExchange(vhost, me, declaration));
  }

  void autoDeleteExchange(String name) {
    exchange(new ExchangeDeclaration(name, "fanout", true, true, false, Arguments.NONE));
  }

  void deleteExchange(String name, boolean ifUnused) {
    loops.await(loop, () -> commands.deleteExchange(vhost, me, name, ifUnused));
  }

  public void bind(String source, String queue, String key) {
    bind(me, binding(source, queue, key));
  }

  public void bind(Requester requester, BindingDeclaration binding) {
    loops.await(loop, () -> commands.bind(vhost, requester, binding));
  }

  void unbind(String source, String queue, String key) {
    loops.await(loop, () -> commands.unbind(vhost, me, binding(source, queue, key)));
  }

  static BindingDeclaration binding(String source, String queue, String key) {
    return new BindingDeclaration(source, queue, false, key, Arguments.NONE);
  }

  public static BindingDeclaration toExchange(String source, String exchange, String key) {
    return new BindingDeclaration(source, exchange, true, key, Arguments.NONE);
  }

  public List<BindingDeclaration> bindings() {
    return loops.await(loop, () -> commands.bindings(loop, vhost));
  }

  /** Opens a consumer on a queue, on this client's loop. */
  Consumer consume(String queueName) {
    Queue queue = vhost.queue(queueName);
    ConsumerSpec spec =
        new ConsumerSpec(
            queueName, "t", true, false, 0, ConsumerSpec.Flow.PREFETCH, 0, Arguments.NONE);
    Consumer consumer = new Consumer(queue, spec, new OpenSession(), new NoSink(), mailboxes);
    loops.await(loop, () -> queue.addConsumer(consumer, loop));
    return consumer;
  }

  public static Arguments args(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Arguments.of(map);
  }

  /** A store whose answers can be held back. */
  public static final class SlowStore implements MetadataStore {
    final MemoryMetadataStore memory = new MemoryMetadataStore();
    final List<Promise<Void>> held = new ArrayList<>();
    boolean hold;
    int appends;

    /** How often something was added. */
    public int appends() {
      return appends;
    }

    @Override
    public Future<List<MetadataRecord.Put>> load() {
      return memory.load();
    }

    @Override
    public Future<Void> begin() {
      return memory.begin();
    }

    @Override
    public long highestQueueId() {
      return memory.highestQueueId();
    }

    @Override
    public Future<Void> append(List<? extends MetadataRecord> records) {
      appends++;
      Future<Void> stored = memory.append(records);
      if (!hold) {
        return stored;
      }
      Promise<Void> answer = Promise.promise();
      held.add(answer);
      return answer.future();
    }
  }

  /** Permits all but what it is told not to: {@code "write exchange x"}, {@code "read topic k"}. */
  static final class DenyList implements Authorizer {
    final Set<String> refusals = new HashSet<>();

    @Override
    public String name() {
      return "deny-list";
    }

    @Override
    public boolean mayAccessVhost(Principal principal, String vhost) {
      return true;
    }

    @Override
    public boolean mayAccess(
        Principal principal, String vhost, ResourceKind kind, String name, Permission permission) {
      return !refusals.contains(permission.text() + " " + kind.text() + " " + name);
    }

    @Override
    public boolean restrictsTopics(Principal principal, String vhost, String exchange) {
      return true;
    }

    @Override
    public boolean mayAccessTopic(
        Principal principal,
        String vhost,
        String exchange,
        String routingKey,
        String clientId,
        Permission permission) {
      return !refusals.contains(permission.text() + " topic " + routingKey);
    }

    @Override
    public long version() {
      return 0;
    }
  }

  private final class OpenSession implements ConsumerSession {
    private final SessionCredit credit = new SessionCredit();
    private final SessionMetrics metrics =
        new SessionMetrics(new LoopMetrics(QueueType.values().length).protocol("test"));

    @Override
    public SessionMetrics metrics() {
      return metrics;
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public SessionCredit credit() {
      return credit;
    }

    @Override
    public void onConsumerEnded(Consumer consumer) {}
  }

  private static final class NoSink implements DeliverySink {
    @Override
    public void onDelivery(Delivery delivery) {}

    @Override
    public void onCancelled() {}
  }

  record NamedConnection(String name) implements BrokerConnection {
    @Override
    public Principal principal() {
      return new Principal(name, Set.of());
    }

    @Override
    public String vhost() {
      return "/";
    }

    @Override
    public VhostAccess openSession(SessionListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void renew(Principal principal) {}

    @Override
    public void setWritable(boolean writable) {}

    @Override
    public void holdBytes(long more) {}

    @Override
    public boolean mayPublish() {
      return true;
    }

    @Override
    public void whenMayPublish(Runnable task) {
      task.run();
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }
}

package io.warrenmq.amqp10.peer;

import io.vertx.core.Future;
import io.warrenmq.amqp10.connection.Amqp10Protocol;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.interceptor.InterceptorOptions;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real broker on two simulated loops, with AMQP 1.0 before it; memory is its store. */
public final class PeerBroker {
  private static final int FRAME_MAX = 131_072;
  private static final PasswordHashing HASHING = PasswordHashing.values()[0];

  public final SimulatedLoops loops;
  private final Broker broker;
  private final Amqp10Protocol protocol = new Amqp10Protocol();
  private final Audit audit = new Audit();
  private final VhostAccess access; // the test's own
  private final Loop home;
  private int lastPort = 40_000;

  private PeerBroker(Options options) {
    this.loops = new SimulatedLoops(2, options.seed);
    this.home = loops.loop(0);
    BrokerOptions defaults = BrokerOptions.defaults();
    this.broker =
        new Broker(
            new BrokerOptions(
                defaults.info(),
                new BrokerLimits(
                    options.frameMax,
                    8192,
                    2047,
                    options.messageMax,
                    options.heartbeatS,
                    10_000,
                    0,
                    0,
                    0),
                defaults.firstStart(),
                defaults.loopbackUsers(),
                "guest",
                "guest",
                List.of("PLAIN", "ANONYMOUS", "SCRAM-SHA-256"),
                defaults.certificateName(),
                defaults.newPasswords(),
                options.connectionsMax,
                defaults.resources(),
                null,
                InterceptorOptions.NONE,
                options.messageMemoryBytes,
                0),
            loops.group(),
            new PluginRegistry(List.of()),
            BrokerStorage.inMemory(),
            Runnable::run);
    await(broker::start);
    protocol.start(new Context(options.keys));
    protocol.attach(audit.over(broker.access()));
    BrokerConnection own = await(() -> broker.access().openInternal(home, "/"));
    this.access = await(() -> Future.succeededFuture(own.openSession((id, accepted) -> {})));
  }

  /** What may be other than usual. */
  public static final class Options {
    private final Map<String, Object> keys = new HashMap<>();
    private long seed = 1;
    private int frameMax = FRAME_MAX;
    private int messageMax = 16 << 20;
    private int heartbeatS;
    private int connectionsMax = -1;
    private long messageMemoryBytes = Long.MAX_VALUE;

    public Options seed(long value) {
      seed = value;
      return this;
    }

    /** A key of the configuration. */
    public Options key(String key, Object value) {
      keys.put(key, value);
      return this;
    }

    public Options frameMax(int bytes) {
      frameMax = bytes;
      return this;
    }

    public Options messageMax(int bytes) {
      messageMax = bytes;
      return this;
    }

    public Options heartbeat(int seconds) {
      heartbeatS = seconds;
      return this;
    }

    public Options connectionsMax(int count) {
      connectionsMax = count;
      return this;
    }

    /** Bytes of messages above which publishers are blocked. */
    public Options messageMemory(long bytes) {
      messageMemoryBytes = bytes;
      return this;
    }

    public PeerBroker start() {
      return new PeerBroker(this);
    }
  }

  /** With RabbitMQ's limits, but without heartbeats. */
  public static PeerBroker start() {
    return with().start();
  }

  /** Otherwise than usual. */
  public static Options with() {
    return new Options();
  }

  /** A client of which nothing has come yet, on the loop on which the test's queues are not. */
  public Peer connect() {
    return connect(1);
  }

  /** A client on a loop, 0 or 1. */
  public Peer connect(int loop) {
    SimulatedTransport transport = new SimulatedTransport(loops.loop(loop), ++lastPort);
    loops.run(transport.loop(), () -> transport.connect(protocol.open(transport)));
    return new Peer(this, transport);
  }

  /** A client that has logged in and opened its connection. */
  public Peer open() {
    Peer peer = connect();
    peer.login();
    peer.open();
    return peer;
  }

  /** How many connections clients have open. */
  public int connectionCount() {
    return broker.connections().count();
  }

  /** Ends all connections, as when the broker stops. */
  public void shutDown(Peer peer) {
    loops.run(peer.transport.loop(), () -> peer.transport.connection().onShutdown("shutdown"));
  }

  // ---- users ----

  /** Makes a user whose password is its name, with permissions. */
  public void putUser(String name, String configure, String write, String read) {
    String hash = HASHING.hash(name, new Random(1));
    await(
        loops.group().metadata(),
        () ->
            broker
                .users()
                .putUser(new UserPut(name, hash, HASHING.moduleName(), Set.of(), -1, -1)));
    await(
        loops.group().metadata(),
        () -> broker.users().putPermission(new PermissionPut(name, "/", configure, write, read)));
  }

  // ---- queues ----

  /** Declares a durable queue. */
  public void declare(String queue) {
    declare(queue, Arguments.NONE);
  }

  public void declare(String queue, Arguments arguments) {
    await(() -> access.declareQueue(new QueueDeclaration(queue, true, false, false, arguments)));
  }

  /** Declares a queue that may be there otherwise. */
  void declareAgain(String queue) {
    loops.run(
        home,
        () -> access.declareQueue(new QueueDeclaration(queue, true, false, false, Arguments.NONE)));
  }

  public void delete(String queue) {
    await(() -> access.deleteQueue(queue, false, false));
  }

  /** Publishes messages to a queue, with these bodies. */
  public void publish(String queue, String... bodies) {
    for (String body : bodies) {
      Message message = Messages.stored(queue, Messages.data(body));
      loops.run(home, () -> access.publish(message, VhostAccess.NO_CONFIRM));
    }
  }

  /** Publishes a message to a queue when the loops run. */
  public void publishLater(String queue, String body) {
    Message message = Messages.stored(queue, Messages.data(body));
    home.execute(() -> access.publish(message, VhostAccess.NO_CONFIRM));
  }

  /** How many messages of a queue are ready. */
  public long ready(String queue) {
    return await(() -> access.inspectQueue(queue)).readyCount();
  }

  /** How many consumers a queue has. */
  public int consumers(String queue) {
    return await(() -> access.inspectQueue(queue)).consumerCount();
  }

  /** Whether there is such a queue. */
  public boolean hasQueue(String queue) {
    List<Future<QueueStatus>> asked = new ArrayList<>();
    loops.run(home, () -> asked.add(access.inspectQueue(queue)));
    return asked.get(0).succeeded();
  }

  /** Takes the oldest message; its body, and "!" when it was delivered before; null for none. */
  public @Nullable String take(String queue) {
    GetResult got = await(() -> access.get(queue, false));
    if (got == null) {
      return null;
    }
    String body = Messages.body(got.delivery().message().bytes());
    loops.run(home, () -> access.settle(got.delivery(), SettleOutcome.COMPLETE));
    return got.delivery().isRedelivered() ? body + "!" : body;
  }

  /** Deliveries that clients were given, or were to be given, and that are not settled. */
  public int unsettledCount() {
    return audit.unsettledCount();
  }

  /** The names of all queues. */
  public Set<String> queues() {
    return Objects.requireNonNull(broker.vhosts().find("/")).queues().keySet();
  }

  private <T> T await(Supplier<Future<T>> question) {
    return await(home, question);
  }

  private <T> T await(Loop where, Supplier<Future<T>> question) {
    List<Future<T>> asked = new ArrayList<>();
    loops.run(where, () -> asked.add(question.get()));
    Future<T> answer = asked.get(0);
    if (!answer.isComplete()) {
      throw new AssertionError("never answered");
    }
    if (answer.failed()) {
      throw new AssertionError(answer.cause());
    }
    return answer.result();
  }

  private record Context(Map<String, Object> keys) implements PluginContext, PluginConfig {
    @Override
    public PluginConfig config() {
      return this;
    }

    @Override
    public Path dataFolder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long integer(String key, long absent) {
      return ((Number) keys.getOrDefault(key, absent)).longValue();
    }

    @Override
    public double decimal(String key, double absent) {
      return ((Number) keys.getOrDefault(key, absent)).doubleValue();
    }

    @Override
    public String text(String key, String absent) {
      return (String) keys.getOrDefault(key, absent);
    }

    @Override
    public boolean flag(String key, boolean absent) {
      return (Boolean) keys.getOrDefault(key, absent);
    }

    @Override
    public List<String> list(String prefix) {
      return List.of();
    }

    @Override
    public Map<String, String> texts(String prefix) {
      return Map.of();
    }
  }
}

package io.warrenmq.testkit.conformance;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A broker in memory with one protocol before it, on two simulated loops: clients live on one,
 * queues on either. It has RabbitMQ's users and limits ({@code guest} may log in with {@code
 * guest}, and has 10 s to do so) and no heartbeats. Messages of another protocol come from {@link
 * #publish}. Confined to the test's thread.
 */
public final class ProtocolBench implements AutoCloseable {
  /** How long a client has to log in, in milliseconds. */
  public static final int HANDSHAKE_TIMEOUT_MS = 10_000;

  /** How long a delivery may stay unsettled, in milliseconds. */
  public static final long CONSUMER_TIMEOUT_MS = 1_800_000;

  private static final BrokerLimits LIMITS =
      new BrokerLimits(
          131_072, 8192, 2047, 16 << 20, 0, HANDSHAKE_TIMEOUT_MS, 0, 0, CONSUMER_TIMEOUT_MS);

  private final SimulatedLoops loops;
  private final Path folder;
  private final Broker broker;
  private final ProtocolPlugin plugin;
  private final BenchAccess door;
  private final Loop home;
  private final VhostAccess own; // the test's session
  private int lastPort = 40_000;

  /**
   * Starts a broker and the plugin.
   *
   * @param plugin not started
   * @param settings the configuration, by key
   */
  public ProtocolBench(ProtocolPlugin plugin, Map<String, String> settings) {
    this.loops = new SimulatedLoops(2, 1);
    this.home = loops.loop(0);
    this.plugin = plugin;
    this.folder = Path.of(System.getProperty("java.io.tmpdir"), "conformance-" + UUID.randomUUID());
    this.broker =
        new Broker(
            BrokerOptions.defaults().withLimits(LIMITS, Long.MAX_VALUE, 0),
            loops.group(),
            new PluginRegistry(List.of()),
            BrokerStorage.inMemory(),
            loops.thread()); // passwords are checked elsewhere, so that logins are under way
    this.door = new BenchAccess(broker.access());
    plugin.start(new BenchSettings(settings, folder));
    plugin.attach(door.access());
    await(broker::start);
    await(plugin::onStarted);
    BrokerConnection connection = await(() -> broker.access().openInternal(home, "/"));
    this.own = await(() -> Future.succeededFuture(connection.openSession((id, accepted) -> {})));
  }

  /** The plugin, started. */
  public ProtocolPlugin plugin() {
    return plugin;
  }

  /** The loops, to let single turns happen, or time pass. */
  public SimulatedLoops loops() {
    return loops;
  }

  /** Lets time pass, and all happen that does meanwhile. */
  public void advanceMs(long ms) {
    loops.advanceMs(ms);
  }

  /** A client of which nothing has come yet. */
  public BenchPeer connect() {
    BenchTransport transport = new BenchTransport(loops.loop(1), ++lastPort);
    loops.run(transport.loop(), () -> transport.connect(plugin.open(transport)));
    return new BenchPeer(loops, transport);
  }

  /** How many clients have a connection to a vhost. */
  public int connectionCount() {
    return broker.connections().count();
  }

  /**
   * Has the broker speak to the client that was the last to open a connection to a vhost; all
   * happens that follows.
   */
  public void tellClient(Consumer<ConnectionHandle> what) {
    ConnectionHandle handle = door.handles().get(door.handles().size() - 1);
    loops.run(loops.loop(1), () -> what.accept(handle));
  }

  // ---- queues

  /** Declares a durable queue, bound to {@code amq.topic} and {@code amq.direct} by its name. */
  public void declare(String queue) {
    await(() -> own.declareQueue(new QueueDeclaration(queue, true, false, false, Arguments.NONE)));
    for (String exchange : List.of("amq.topic", "amq.direct")) {
      await(() -> own.bind(new BindingDeclaration(exchange, queue, false, queue, Arguments.NONE)));
    }
  }

  /** Deletes a queue. */
  public void delete(String queue) {
    await(() -> own.deleteQueue(queue, false, false));
  }

  /** Publishes a message of another protocol to {@code amq.topic}. */
  public void publish(String routingKey, String text) {
    Message message = PlainFormat.INSTANCE.message("amq.topic", routingKey, text);
    loops.run(home, () -> own.publish(message, VhostAccess.NO_CONFIRM));
  }

  /** How many messages of a queue are ready. */
  public long ready(String queue) {
    return await(() -> own.inspectQueue(queue)).readyCount();
  }

  /** How many consumers a queue has. */
  public int consumers(String queue) {
    return await(() -> own.inspectQueue(queue)).consumerCount();
  }

  /** Takes the oldest message of a queue; {@code null} when there is none. */
  public @Nullable Message take(String queue) {
    List<Message> taken = new ArrayList<>();
    Future<@Nullable GetResult> got =
        ask(() -> own.get(queue, true).onSuccess(result -> keep(result, taken)));
    if (got.failed()) {
      throw new AssertionError(got.cause());
    }
    return taken.isEmpty() ? null : taken.get(0);
  }

  private static void keep(@Nullable GetResult result, List<Message> taken) {
    if (result != null) {
      taken.add(result.delivery().message());
    }
  }

  private <T> T await(Supplier<Future<T>> question) {
    Future<T> answer = ask(question);
    if (answer.failed()) {
      throw new AssertionError(answer.cause());
    }
    return answer.result();
  }

  private <T> Future<T> ask(Supplier<Future<T>> question) {
    List<Future<T>> asked = new ArrayList<>();
    loops.run(home, () -> asked.add(question.get()));
    Future<T> answer = asked.get(0);
    if (!answer.isComplete()) {
      throw new AssertionError("never answered");
    }
    return answer;
  }

  /** Stops the plugin and forgets what it has kept. */
  @Override
  public void close() {
    plugin.stop();
    if (!Files.exists(folder)) { // as it is made only for a plugin that asks for it
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(Objects.requireNonNull(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

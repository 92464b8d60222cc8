package io.warrenmq.server.boot;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerPlugin;
import io.warrenmq.api.plugin.PluginContext;
import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.core.broker.AdministrationPlugin;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.plugin.FoundPlugin;
import io.warrenmq.core.plugin.PluginLifecycle;
import io.warrenmq.core.plugin.PluginLoader;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.repair.StoreRepair;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.listener.BoundListener;
import io.warrenmq.server.listener.ListenerOptions;
import io.warrenmq.server.listener.Listeners;
import io.warrenmq.server.listener.TransportOptions;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.server.tls.TlsProvider;
import io.warrenmq.server.tls.TlsService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: loops, plugins, broker and listeners, started in this order and stopped in the
 * opposite one. Started by one thread and stopped by one thread.
 */
public final class Node {
  private static final int START_TIMEOUT_MIN = 60; // reading a large store back takes its time
  // Together with the loops' own end they leave the ten seconds that a service manager waits before
  // it kills.
  private static final int CONNECTIONS_STOP_MS = 5000;
  private static final int BROKER_STOP_MS = 2500;

  private static final Logger log = LoggerFactory.getLogger(Node.class);

  private final BootSequence sequence = new BootSequence();
  private final Config config;
  private final NodePlaces places;
  private final NodeBroker.Factory factory;
  private @Nullable NodeBroker broker; // once it is put together

  private Node(Config config, NodePlaces places, NodeBroker.Factory factory) {
    this.config = config;
    this.places = places;
    this.factory = factory;
  }

  /**
   * Starts a node; when it returns, every listener accepts connections.
   *
   * @throws Exception when a step failed, after what was done is undone
   */
  static Started start(Config config, NodePlaces places, NodeBroker.Factory factory)
      throws Exception {
    return new Node(config, places, factory).start();
  }

  /**
   * A node that has started.
   *
   * @param node the node
   * @param listeners what is bound, in order
   */
  record Started(Node node, List<BoundListener> listeners) {}

  private Started start() throws Exception {
    places.prepare();
    sequence.step("data folder locked", () -> DataLock.acquire(places.dataDir()), DataLock::close);
    sequence.step("repair completed", this::completeRepair);
    List<String> required = requiredPlugins();
    BrokerLoops loops =
        sequence.step("event loops", () -> BrokerLoops.start(eventLoops()), BrokerLoops::close);
    PluginRegistry found =
        sequence.step("plugins found", () -> loader().load(places.pluginsDir(), required));
    warnOfSettingsForNobody(found);
    PluginLifecycle lifecycle = new PluginLifecycle(required);
    PluginRegistry started =
        sequence.step(
            "plugins started",
            () -> lifecycle.start(found, this::context),
            running -> lifecycle.stop());
    NodeBroker broker =
        sequence.step(
            "broker put together",
            () -> factory.create(config, places.dataDir(), loops.group(), started));
    this.broker = broker;
    PluginRegistry plugins =
        sequence.step("plugins attached", () -> lifecycle.attach(started, broker::attach));
    sequence.step(
        "broker started",
        () -> {
          await(broker.start(), TimeUnit.MINUTES.toMillis(START_TIMEOUT_MIN));
          return broker;
        },
        running -> await(running.stop(), BROKER_STOP_MS));
    sequence.step("plugins ready", () -> awaitReady(plugins));
    Listeners listeners =
        sequence.step(
            "listeners",
            () -> new Listeners(loops, transportOptions(broker.access()), tlsService()),
            made -> await(made.stop(CONNECTIONS_STOP_MS), 2 * CONNECTIONS_STOP_MS));
    List<ProtocolPlugin> carried =
        sequence.step("protocols carried", () -> lifecycle.carry(plugins));
    sequence.step("listeners bound", () -> bind(listeners, plugins, carried));
    sequence.step("listeners told", () -> tell(listeners, plugins));
    return new Started(this, listeners.bound());
  }

  /** Those that are named, and the bundled one that is no use to anybody unless it is wanted. */
  private List<String> requiredPlugins() {
    List<String> required = new ArrayList<>(config.list("warren.plugins.required"));
    if (config.bool("warren.opentelemetry.enabled")) {
      required.add("opentelemetry");
    }
    return required;
  }

  private boolean completeRepair() throws IOException {
    boolean completed = StoreRepair.finish(places.dataDir());
    if (completed) {
      log.warn("A repair of {} was ended before it was done, and is completed", places.dataDir());
    }
    return completed;
  }

  /**
   * Calls once, on any thread, when the broker cannot go on: the node is to be stopped, from
   * another thread.
   */
  void whenFailed(Consumer<Throwable> action) {
    if (broker != null) {
      broker.failure().onSuccess(action::accept);
    }
  }

  /** Stops everything, in at most ten seconds. */
  void stop() {
    sequence.undo();
  }

  private Listeners bind(Listeners listeners, PluginRegistry plugins, List<ProtocolPlugin> carried)
      throws Exception {
    List<ProtocolPlugin> protocols = plugins.of(ProtocolPlugin.class);
    for (ListenerOptions listener : ListenerPlan.of(config, protocols, carried)) {
      listeners.bind(listener);
    }
    return listeners;
  }

  private static Listeners tell(Listeners listeners, PluginRegistry plugins) {
    List<NodeListener> shown = ShownListeners.of(listeners.bound());
    for (FoundPlugin found : plugins.all()) {
      if (found.plugin() instanceof AdministrationPlugin plugin) {
        plugin.onListening(shown);
      }
    }
    return listeners;
  }

  private PluginLoader loader() {
    return new PluginLoader(Node.class.getClassLoader(), List.of());
  }

  private void warnOfSettingsForNobody(PluginRegistry found) {
    List<String> names = found.all().stream().map(FoundPlugin::name).toList();
    for (String name : config.names("plugin")) {
      if (!names.contains(name)) {
        log.warn("plugin.{}.* is set, but there is no plugin {}", name, name);
      }
    }
  }

  private PluginContext context(String plugin) {
    return new StartContext(
        new PluginSettings(config),
        places.dataDir().resolve("plugins").resolve(plugin),
        places.home());
  }

  private static PluginRegistry awaitReady(PluginRegistry plugins) throws Exception {
    for (FoundPlugin found : plugins.all()) { // of whatever extension point
      if (found.plugin() instanceof BrokerPlugin plugin) {
        await(plugin.onStarted(), TimeUnit.MINUTES.toMillis(START_TIMEOUT_MIN));
      }
    }
    return plugins;
  }

  private int eventLoops() {
    return config
        .find("warren.event_loops", Long.class)
        .map(Math::toIntExact)
        .orElse(BrokerLoops.defaultCount());
  }

  private TlsService tlsService() {
    return new TlsService(
        config.integer("warren.tls.reload_interval"),
        TlsProvider.of(config.text("warren.tls.provider")));
  }

  private TransportOptions transportOptions(BrokerAccess broker) {
    long most = config.integer("connection_max");
    return TransportOptions.DEFAULTS
        .withHandshakeTimeoutMs(broker.limits().handshakeTimeoutMs())
        .withTlsHandshakeTimeoutMs(Math.toIntExact(config.integer("ssl_handshake_timeout")))
        .withTlsHandshakesMax(Math.toIntExact(config.integer("warren.tls.handshakes_max")))
        .withFrameMax(broker.limits().frameMax())
        .withConnectionsMax(most == Config.INFINITY ? 0 : Math.toIntExact(most));
  }

  private static void await(Future<?> future, long timeoutMs) throws Exception {
    try {
      future.toCompletionStage().toCompletableFuture().get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new TimeoutException("not done after " + timeoutMs + " ms");
    }
  }
}

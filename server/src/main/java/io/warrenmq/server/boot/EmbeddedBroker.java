package io.warrenmq.server.boot;

import io.warrenmq.core.broker.Broker;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.server.config.ConfigSources;
import io.warrenmq.server.config.DiskFiles;
import io.warrenmq.server.listener.BoundListener;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole broker inside another program: a test, a tool. It is configured by RabbitMQ's keys alone,
 * reads no file and no environment, and listens only where its settings say. The log is the
 * program's, so {@code log.*} has no effect here. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private final Node node;
  private final CoreBroker broker;
  private final List<BoundListener> listeners;

  private EmbeddedBroker(Node node, CoreBroker broker, List<BoundListener> listeners) {
    this.node = node;
    this.broker = broker;
    this.listeners = listeners;
  }

  /**
   * Starts a broker; when it returns, it accepts connections.
   *
   * @param dataDir where it keeps what is kept; made when it is missing
   * @param settings values by RabbitMQ's keys, for example {@code listeners.tcp.default} to {@code
   *     127.0.0.1:0}, which takes a free port; a protocol without such a key has no port
   * @throws Exception when the start failed, with a text that says why
   */
  public static EmbeddedBroker start(Path dataDir, Map<String, String> settings) throws Exception {
    return start(dataDir, settings, NodePlaces.launched());
  }

  /**
   * Starts a broker that has a distribution: its plugins, and the pages of its management port. It
   * does not read the distribution's configuration.
   *
   * @param dataDir where it keeps what is kept; made when it is missing
   * @param settings as {@link #start(Path, Map)} takes them
   * @param home the distribution's folder; {@code null} for none
   * @throws Exception when the start failed, with a text that says why
   */
  public static EmbeddedBroker start(
      Path dataDir, Map<String, String> settings, @Nullable Path home) throws Exception {
    List<String> assignments = new ArrayList<>(ConfigLoader.defaultListenersOff());
    settings.forEach((key, value) -> assignments.add(key + "=" + value));
    Config config =
        ConfigLoader.load(new ConfigSources(new DiskFiles(), Map.of(), null, null, assignments));
    NodePlaces places =
        NodePlaces.of(new CommandLine(null, dataDir, List.of()), Map.of(), config, home);
    CoreBroker[] made = new CoreBroker[1];
    Node.Started started =
        Node.start(
            config,
            places,
            (nodeConfig, dir, loops, plugins) ->
                made[0] = CoreBroker.create(nodeConfig, dir, loops, plugins));
    EmbeddedBroker broker = new EmbeddedBroker(started.node(), made[0], started.listeners());
    started
        .node()
        .whenFailed(cause -> new Thread(broker::close, "warren-stop-after-failure").start());
    return broker;
  }

  /**
   * Where a protocol is served.
   *
   * @param protocol the protocol plugin's name, for example {@code amqp091}
   * @throws IllegalStateException when no listener serves it
   */
  public InetSocketAddress address(String protocol) {
    for (BoundListener listener : listeners) {
      if (listener.options().protocols().stream().anyMatch(p -> p.name().equals(protocol))) {
        return listener.address();
      }
    }
    throw new IllegalStateException("no listener serves " + protocol);
  }

  /** The core's broker, for those that administer it. */
  public Broker core() {
    return broker.core();
  }

  /** Stops the broker, in at most ten seconds. */
  @Override
  public void close() {
    node.stop();
  }
}

package io.warrenmq.server.boot;

import io.warrenmq.core.plugin.PluginException;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.config.ConfigException;
import io.warrenmq.server.config.ConfigLoader;
import io.warrenmq.server.config.ConfigSources;
import io.warrenmq.server.config.DiskFiles;
import io.warrenmq.server.listener.BindException;
import io.warrenmq.server.logging.ProcessLog;
import io.warrenmq.server.loop.SystemClock;
import io.warrenmq.server.tls.TlsException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process: from the command line to the ready line, and from SIGTERM to the exit code. Used
 * once, by the main thread.
 */
public final class Launcher {
  private final NodeBroker.Factory factory;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * Creates it.
   *
   * @param factory makes the broker
   * @param environment the process's environment
   * @param out takes the ready line
   * @param err takes the reason of a start that fails
   */
  public Launcher(
      NodeBroker.Factory factory,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err) {
    this.factory = factory;
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a node and has the JVM's shutdown stop it.
   *
   * @return the exit code when the start failed; empty when the node runs
   */
  public Optional<Integer> run(List<String> arguments) {
    Optional<Node> node = start(arguments);
    if (node.isEmpty()) {
      return Optional.of(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node.get(), 0), "warren-stop"));
    node.get()
        .whenFailed(
            cause -> new Thread(() -> end(node.get(), 1), "warren-stop-after-failure").start());
    return Optional.empty();
  }

  /** Starts a node; when that fails, says why on {@code err}. */
  Optional<Node> start(List<String> arguments) {
    try {
      CommandLine line = CommandLine.parse(arguments);
      Config config = loadConfig(line);
      NodePlaces places = NodePlaces.of(line, environment, config);
      configureLog(config, places);
      Node.Started started = Node.start(config, places, factory);
      new Greeting(config, started.listeners()).print(out, version(), msSinceJvmStart());
      return Optional.of(started.node());
    } catch (StartException | ConfigException | PluginException | BindException | TlsException e) {
      ProcessLog.close(); // what it has said of the reason is to stand above it
      err.println("warren-server: " + e.getMessage());
    } catch (Exception
        | LinkageError e) { // main's outermost frame: a bug, whose place must be seen
      ProcessLog.close();
      err.println("warren-server: the start failed: " + e);
      e.printStackTrace(err);
    }
    return Optional.empty();
  }

  private Config loadConfig(CommandLine line) throws ConfigException {
    Path home = NodePlaces.launched();
    return ConfigLoader.load(
        new ConfigSources(
            new DiskFiles(),
            environment,
            line.config(),
            home == null ? null : home.resolve("etc").resolve("warrenmq.conf"),
            line.assignments()));
  }

  private static void configureLog(Config config, NodePlaces places) throws StartException {
    try {
      ProcessLog.configure(config, places.dataDir());
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    Logger log = LoggerFactory.getLogger(Launcher.class);
    config.warnings().forEach(warning -> log.warn("{}", warning));
  }

  private static void end(Node node, int code) {
    node.stop();
    ProcessLog.close();
    // A JVM that a signal ends exits with 128 + its number, though all went well; nothing is left
    // to do for other hooks.
    Runtime.getRuntime().halt(code);
  }

  /** The version of this build. */
  public static String version() {
    return Optional.ofNullable(Launcher.class.getPackage().getImplementationVersion())
        .orElse("(built from sources)");
  }

  private static long msSinceJvmStart() {
    return new SystemClock().wallMs() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }
}

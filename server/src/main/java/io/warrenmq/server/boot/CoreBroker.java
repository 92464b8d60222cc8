package io.warrenmq.server.boot;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.definitions.ImportReport;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.metadata.MemoryMetadataStore;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core's broker with what the configuration has it do at the start. */
public final class CoreBroker implements NodeBroker {
  private static final Logger log = LoggerFactory.getLogger(CoreBroker.class);

  private final Broker broker;
  private final ExecutorService hashing;
  private final List<JsonObject> definitions;

  private CoreBroker(Broker broker, ExecutorService hashing, List<JsonObject> definitions) {
    this.broker = broker;
    this.hashing = hashing;
    this.definitions = definitions;
  }

  /** Makes one; see {@link NodeBroker.Factory}. */
  public static CoreBroker create(
      Config config, Path dataDir, LoopGroup loops, PluginRegistry plugins) throws StartException {
    List<JsonObject> definitions = definitions(config);
    ExecutorService hashing = hashingThread();
    Broker broker =
        new Broker(
            BrokerSettings.of(config, Launcher.version()),
            loops,
            plugins,
            new MemoryMetadataStore(),
            hashing);
    return new CoreBroker(broker, hashing, definitions);
  }

  private static ExecutorService hashingThread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "warren-passwords");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static List<JsonObject> definitions(Config config) throws StartException {
    String path = config.find("load_definitions", String.class).orElse("");
    if (path.isEmpty()) {
      return List.of();
    }
    List<JsonObject> files = new ArrayList<>();
    for (Path file : definitionFiles(Path.of(path))) {
      try {
        files.add(new JsonObject(Files.readString(file)));
      } catch (IOException | DecodeException e) {
        throw new StartException(
            "load_definitions: cannot read %s: %s".formatted(file, e.getMessage()));
      }
    }
    return files;
  }

  private static List<Path> definitionFiles(Path path) throws StartException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new StartException("load_definitions: cannot list %s: %s".formatted(path, e));
    }
  }

  @Override
  public BrokerAccess access() {
    return broker.access();
  }

  /** The core's broker, for those that administer it. */
  public Broker core() {
    return broker;
  }

  @Override
  public Future<Void> start() {
    Future<Void> started = broker.start();
    for (JsonObject file : definitions) {
      started =
          started.compose(
              done -> broker.importDefinitions(file).onSuccess(CoreBroker::report).mapEmpty());
    }
    return started;
  }

  private static void report(ImportReport report) {
    report.warnings().forEach(warning -> log.warn("Definitions: {}", warning));
    report.refusals().forEach(refusal -> log.warn("Definitions: not applied: {}", refusal));
    log.info("Definitions: {} applied", report.applied());
  }

  @Override
  public Future<Void> stop() {
    return broker.stop().onComplete(done -> hashing.shutdown());
  }
}

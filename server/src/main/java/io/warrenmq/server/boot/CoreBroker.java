package io.warrenmq.server.boot;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.definitions.ImportReport;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.metadata.FileMetadataStore;
import io.warrenmq.core.metadata.MetadataLogOptions;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FileDisk;
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
  private final Path metadataDir;
  private final FileMetadataStore metadata;
  private final ExecutorService metadataDisk;
  private final ExecutorService hashing;
  private final List<JsonObject> definitions;

  private CoreBroker(
      BrokerOptions options,
      Path metadataDir,
      Disk disk,
      LoopGroup loops,
      PluginRegistry plugins,
      List<JsonObject> definitions) {
    this.metadataDir = metadataDir;
    this.metadataDisk = oneThread("warren-metadata-disk");
    this.hashing = oneThread("warren-passwords");
    this.definitions = definitions;
    this.metadata =
        new FileMetadataStore(disk, MetadataLogOptions.DEFAULT, metadataDisk, loops.metadata());
    this.broker = new Broker(options, loops, plugins, metadata, hashing);
  }

  /** Makes one; see {@link NodeBroker.Factory}. */
  public static CoreBroker create(
      Config config, Path dataDir, LoopGroup loops, PluginRegistry plugins) throws StartException {
    BrokerOptions options = BrokerSettings.of(config, Launcher.version());
    List<JsonObject> definitions = definitions(config);
    Path metadataDir = dataDir.resolve("metadata");
    try {
      Disk disk = new FileDisk(metadataDir);
      return new CoreBroker(options, metadataDir, disk, loops, plugins, definitions);
    } catch (IOException e) {
      throw new StartException("Cannot make the folder %s: %s".formatted(metadataDir, e));
    }
  }

  private static ExecutorService oneThread(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
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
    return started.recover(
        failure -> close().transform(closed -> Future.failedFuture(forOperator(failure))));
  }

  /** Why the start failed, and what to do. */
  private Throwable forOperator(Throwable failure) {
    if (failure instanceof CorruptStoreException) {
      return new StartException(
          "What is kept in %s cannot be read: %s. Nothing was changed there. Bring the folder back from a backup, or move it away to start without its vhosts, users, exchanges, queues and bindings."
              .formatted(metadataDir, failure.getMessage()));
    } else if (failure instanceof IOException) {
      return new StartException(
          "Cannot read and write what is kept in %s: %s"
              .formatted(metadataDir, failure.getMessage()));
    } else if (failure instanceof BrokerException) {
      return new StartException(
          "Cannot start with what is kept in %s and configured: %s"
              .formatted(metadataDir, failure.getMessage()));
    }
    return failure;
  }

  private static void report(ImportReport report) {
    report.warnings().forEach(warning -> log.warn("Definitions: {}", warning));
    report.refusals().forEach(refusal -> log.warn("Definitions: not applied: {}", refusal));
    log.info("Definitions: {} applied", report.applied());
  }

  @Override
  public Future<Void> stop() {
    return broker.stop().eventually(this::close);
  }

  /** Closes what is kept, after all that was under way there. */
  private Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    broker.metadata().run(() -> metadata.close().onComplete(closed));
    return closed
        .future()
        .onComplete(
            done -> {
              metadataDisk.shutdown();
              hashing.shutdown();
            });
  }
}

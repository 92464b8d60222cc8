package io.warrenmq.server.boot;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.plugin.Plugin;
import io.warrenmq.core.broker.AdministrationPlugin;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.broker.NodeSetting;
import io.warrenmq.core.definitions.ImportReport;
import io.warrenmq.core.log.LocalLog;
import io.warrenmq.core.log.UnreadFormatException;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.metadata.FileMetadataStore;
import io.warrenmq.core.metadata.MetadataLogOptions;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.FileDisk;
import io.warrenmq.server.config.Config;
import io.warrenmq.server.logging.LogMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core's broker with what the configuration has it do at the start. */
public final class CoreBroker implements NodeBroker {
  private static final Logger log = LoggerFactory.getLogger(CoreBroker.class);

  private final Broker broker;
  private final Path dataDir;
  private final FileMetadataStore metadata;
  private final NodeThreads threads = NodeThreads.create();
  private final Promise<Throwable> failed = Promise.promise();
  private final List<DefinitionsFile> definitions;
  private final List<NodeSetting> settings;
  private final String clusterName; // as configured; empty: it is not

  private record DefinitionsFile(Path path, JsonObject content) {}

  private CoreBroker(
      Config config,
      Path dataDir,
      LoopGroup loops,
      PluginRegistry plugins,
      Disk metadataDisk,
      LocalLog messages)
      throws StartException {
    this.dataDir = dataDir;
    this.definitions = definitions(config);
    this.settings = config.shown();
    this.clusterName = config.find("cluster_name", String.class).orElse("");
    this.metadata =
        new FileMetadataStore(
            metadataDisk, MetadataLogOptions.DEFAULT, threads.metadata(), loops.metadata());
    BrokerStorage storage =
        new BrokerStorage(
            metadata,
            messages,
            threads.messages(),
            threads.segmentWriter(),
            threads.segmentReader(),
            PagingOptions.of(Runtime.getRuntime().maxMemory(), loops.eventLoops().size()),
            failed::tryComplete);
    this.broker =
        new Broker(
            BrokerSettings.of(config, Launcher.version()),
            loops,
            plugins,
            storage,
            threads.passwords());
  }

  /** Makes one; see {@link NodeBroker.Factory}. */
  public static CoreBroker create(
      Config config, Path dataDir, LoopGroup loops, PluginRegistry plugins) throws StartException {
    try {
      Disk metadata = new FileDisk(dataDir.resolve("metadata"));
      Disk messages = new FileDisk(dataDir.resolve("messages"));
      LocalLog log = LocalLog.open(BrokerSettings.logOptions(config), messages, plugins.formats());
      return new CoreBroker(config, dataDir, loops, plugins, metadata, log);
    } catch (IOException e) {
      throw forOperator(dataDir, dataDir.resolve("messages"), e);
    }
  }

  private static List<DefinitionsFile> definitions(Config config) throws StartException {
    String path = config.find("load_definitions", String.class).orElse("");
    if (path.isEmpty()) {
      return List.of();
    }
    List<DefinitionsFile> files = new ArrayList<>();
    for (Path file : definitionFiles(Path.of(path))) {
      try {
        files.add(new DefinitionsFile(file, new JsonObject(Files.readString(file))));
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

  @Override
  public BrokerAccess accessOf(Plugin plugin) {
    return broker.access(plugin.name());
  }

  @Override
  public void attach(Plugin plugin) {
    NodeBroker.super.attach(plugin);
    if (plugin instanceof AdministrationPlugin administering) {
      administering.showLog(LogMemory.OF_PROCESS);
      administering.showSettings(settings);
      administering.administer(broker);
    }
  }

  /** The core's broker, for those that administer it. */
  public Broker core() {
    return broker;
  }

  @Override
  public Future<Void> start() {
    // As in RabbitMQ, what is configured counts anew at each start.
    Future<Void> started =
        broker
            .start()
            .compose(
                done ->
                    clusterName.isEmpty() || clusterName.equals(broker.info().clusterName())
                        ? Future.succeededFuture()
                        : broker.rename(clusterName));
    for (DefinitionsFile file : definitions) {
      started =
          started.compose(
              done ->
                  broker
                      .importDefinitions(file.content)
                      .compose(report -> report(file.path, report)));
    }
    return started.recover(
        failure -> close().transform(closed -> Future.failedFuture(forOperator(failure))));
  }

  /** Why the start failed, and what to do. */
  private Throwable forOperator(Throwable failure) {
    if (failure instanceof IOException error) {
      boolean isDamage = error instanceof CorruptStoreException; // that of the messages was seen
      return forOperator(dataDir, isDamage ? dataDir.resolve("metadata") : dataDir, error);
    } else if (failure instanceof BrokerException) {
      return new StartException(
          "Cannot start with what is kept in %s and configured: %s"
              .formatted(dataDir, failure.getMessage()));
    }
    return failure;
  }

  private static StartException forOperator(Path dataDir, Path where, IOException failure) {
    if (failure instanceof UnreadFormatException unread) {
      return new StartException(
          "What is kept in %s is sound, but %s. Nothing was changed there. Start the broker with the protocol plugin that has the format (as a rule it is named '%s' too): put its jar back into the plugins folder."
              .formatted(where, unread.getMessage(), unread.format()));
    }
    return failure instanceof CorruptStoreException
        ? new StartException(
            "What is kept in %s cannot be read: %s. Nothing was changed there. `warrenctl store check --data-dir %s` lists all of it; bring the data folder back from a backup, or have `warrenctl store repair` salvage what can be read."
                .formatted(where, failure.getMessage(), dataDir))
        : new StartException(
            "Cannot read and write what is kept in %s: %s".formatted(where, failure.getMessage()));
  }

  /** As in RabbitMQ, a broker without its definitions does not start. */
  private static Future<Void> report(Path file, ImportReport report) {
    report.warnings().forEach(warning -> log.warn("Definitions: {}", warning));
    report.refusals().forEach(refusal -> log.error("Definitions: refused: {}", refusal));
    if (!report.isApplied()) {
      return Future.failedFuture(
          new StartException(
              "load_definitions: %s was not applied, nothing of it, as %d of the things in it are refused; the first: %s"
                  .formatted(file, report.refusals().size(), report.refusals().get(0))));
    }
    log.info("Definitions: {} applied", report.applied());
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stop() {
    return broker.stop().eventually(this::close);
  }

  @Override
  public Future<Throwable> failure() {
    return failed.future();
  }

  /** Closes what is kept, after all that was under way there. */
  private Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    broker.metadata().run(() -> metadata.close().onComplete(closed));
    return closed.future().onComplete(done -> threads.shutdown());
  }
}

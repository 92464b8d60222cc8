package io.warrenmq.testkit.durability;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.log.LocalLog;
import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.metadata.FileMetadataStore;
import io.warrenmq.core.metadata.MetadataLogOptions;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.session.NobodyThere;
import io.warrenmq.core.store.Disk;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One life of a broker on simulated loops and disks. */
final class SimulatedNode {
  final SimulatedLoops loops;
  final Broker broker;
  @Nullable IOException failure; // that has ended its message log

  /** Starts a broker on what the disks have, at the beginning of time. */
  SimulatedNode(
      int eventLoops,
      long seed,
      Disk metadata,
      Disk messages,
      LogOptions options,
      PagingOptions paging)
      throws IOException {
    this(new SimulatedLoops(eventLoops, seed), metadata, messages, options, paging);
  }

  /** Starts a broker on what the disks have. */
  SimulatedNode(
      SimulatedLoops loops, Disk metadata, Disk messages, LogOptions options, PagingOptions paging)
      throws IOException {
    this(loops, metadata, messages, options, paging, loops.thread());
  }

  /**
   * Starts a broker on what the disks have.
   *
   * @param messageThread runs the message log's tasks
   */
  SimulatedNode(
      SimulatedLoops loops,
      Disk metadata,
      Disk messages,
      LogOptions options,
      PagingOptions paging,
      Executor messageThread)
      throws IOException {
    this.loops = loops;
    LocalLog log =
        LocalLog.open(options, messages, Map.of(BodyFormat.INSTANCE.name(), BodyFormat.INSTANCE));
    FileMetadataStore store =
        new FileMetadataStore(
            metadata, MetadataLogOptions.DEFAULT, loops.thread(), loops.group().metadata());
    broker =
        new Broker(
            BrokerOptions.defaults(),
            loops.group(),
            new PluginRegistry(List.of()),
            new BrokerStorage(
                store,
                log,
                messageThread,
                loops.thread(),
                loops.thread(),
                paging,
                error -> failure = error),
            Runnable::run);
    await(loops.group().metadata(), broker::start);
  }

  /** Asks on a loop, runs all that follows, and gives the answer. */
  <T> T await(Loop loop, Supplier<Future<T>> question) {
    Future<?>[] asked = new Future<?>[1];
    loops.run(loop, () -> asked[0] = question.get());
    @SuppressWarnings("unchecked") // the question's own type
    Future<T> answer = (Future<T>) asked[0];
    if (!answer.isComplete()) {
      throw new AssertionError("never answered; " + loops);
    }
    if (answer.failed()) {
      throw new AssertionError("refused; " + loops, answer.cause());
    }
    return answer.result();
  }

  /** Opens a connection whose protocol listens to nothing. */
  BrokerConnection connect(Loop loop) {
    return connect(loop, NobodyThere.INSTANCE);
  }

  BrokerConnection connect(Loop loop, ConnectionHandle protocol) {
    InetSocketAddress address = InetSocketAddress.createUnresolved("localhost", 1);
    return await(
        loop,
        () ->
            broker
                .access()
                .open(
                    new ConnectionRequest(
                        new Principal("guest", Set.of()),
                        "/",
                        "simulated",
                        new TransportInfo(address, address, null, null),
                        loop,
                        Arguments.NONE,
                        "",
                        protocol)));
  }

  /** Ends it in good order; its connections are closed before. */
  void stop() {
    await(loops.group().metadata(), broker::stop);
  }
}

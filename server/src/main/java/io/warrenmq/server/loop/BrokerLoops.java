package io.warrenmq.server.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.loop.LoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x with a fixed number of event loops, and the broker's loops on them. Immutable,
 * thread-safe.
 */
public final class BrokerLoops implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BrokerLoops.class);
  private static final int STOP_TIMEOUT_MS = 3000;

  private final Vertx vertx;
  private final List<NettyLoop> eventLoops;
  private final ThreadLoop metadata;
  private final LoopGroup group;

  private BrokerLoops(
      Vertx vertx, List<NettyLoop> eventLoops, ThreadLoop metadata, LoopGroup group) {
    this.vertx = vertx;
    this.eventLoops = eventLoops;
    this.metadata = metadata;
    this.group = group;
  }

  /**
   * How many event loops there are when the configuration is silent: half the processors, so that
   * as many are left for disk, JIT and GC.
   */
  public static int defaultCount() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * Starts Vert.x on the native transport where there is one, and the metadata thread.
   *
   * @param count event loops, 1 or more
   */
  public static BrokerLoops start(int count) {
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(count)
            .setPreferNativeTransport(true)
            // The broker reads its own files; Vert.x needs neither a cache directory nor the class
            // path for it.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    Vertx vertx = Vertx.vertx(options);
    if (!vertx.isNativeTransportEnabled()) {
      log.info("No native transport on this platform, using NIO");
    }
    BrokerClock clock = new SystemClock();
    List<NettyLoop> loops = new ArrayList<>(count);
    for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      loops.add(new NettyLoop(loops.size(), (EventLoop) executor, clock));
    }
    ThreadLoop metadata = ThreadLoop.start(loops.size(), "warren-metadata", clock);
    LoopGroup group = new LoopGroup(List.<Loop>copyOf(loops), metadata, clock);
    return new BrokerLoops(vertx, List.copyOf(loops), metadata, group);
  }

  /** Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** The event loops, in the order of their numbers. */
  public List<NettyLoop> eventLoops() {
    return eventLoops;
  }

  /** The loops as the core takes them. */
  public LoopGroup group() {
    return group;
  }

  /** Ends all threads. Not on one of the loops. */
  @Override
  public void close() {
    try {
      if (!metadata.stop(STOP_TIMEOUT_MS)) {
        log.warn("The metadata thread is still busy after {} ms", STOP_TIMEOUT_MS);
      }
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Vert.x did not close: {}", e.toString());
    }
  }
}

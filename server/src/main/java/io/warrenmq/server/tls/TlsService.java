package io.warrenmq.server.tls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All TLS of a node: what listeners have opened, the thread that looks after its files, and the
 * threads that sign and check signatures, a millisecond each, which event loops do not have. Opened
 * and closed by one thread.
 */
public final class TlsService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TlsService.class);
  private static final int IDLE_THREAD_S = 30;

  private final long checkMs;
  private final TlsProvider provider;
  private final Map<TlsOptions, LiveTls> byOptions = new LinkedHashMap<>();
  private final List<LiveTls> opened = new CopyOnWriteArrayList<>(); // as the other thread sees it
  private final ThreadPoolExecutor signers;
  private @Nullable ScheduledThreadPoolExecutor watch; // once there is something to look after

  /**
   * Creates it; no thread is started yet.
   *
   * @param checkMs how often the files are looked at, in milliseconds; 0: never
   * @param provider whose implementation does the work
   */
  public TlsService(long checkMs, TlsProvider provider) {
    this.checkMs = checkMs;
    this.provider = provider;
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    // A handshake has one task at a time, and the handshakes have a bound: so has the queue.
    this.signers =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREAD_S,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "warren-tls-handshake"));
    signers.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads the files of a listener, unless another with equal options has. Blocks.
   *
   * @throws TlsException with a text for the operator
   */
  public LiveTls open(TlsOptions options) throws TlsException {
    LiveTls known = byOptions.get(options);
    if (known != null) {
      return known;
    }
    LiveTls made = LiveTls.load(options, provider);
    log.info("{}: TLS by {}", options.own(), made.provider().configName());
    byOptions.put(options, made);
    opened.add(made);
    if (watch == null && checkMs > 0) {
      watch = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "warren-tls-files"));
      watch.scheduleWithFixedDelay(this::checkAll, checkMs, checkMs, TimeUnit.MILLISECONDS);
    }
    return made;
  }

  /** Looks at all files now; twice makes what has changed count. Not on a loop. */
  void checkAll() {
    for (LiveTls tls : opened) {
      try {
        tls.check();
      } catch (RuntimeException e) { // A JDK's parser that meets what it did not expect.
        log.error("Looking after the files of TLS has failed", e);
      }
    }
  }

  /** Runs what takes long in a handshake. Any thread. */
  public Executor signers() {
    return signers;
  }

  /** Ends the threads; after the last connection. */
  @Override
  public void close() {
    signers.shutdownNow();
    if (watch != null) {
      watch.shutdownNow();
    }
  }
}

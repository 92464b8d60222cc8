package io.warrenmq.cli.perf;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.output.Console;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run: connects consumers, then producers, reports every second, and at the end waits for what
 * is under way and removes what it has made. Ctrl-C ends it in the same way.
 */
public final class LoadRun {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How long nothing may come before what is missing counts as lost. */
  private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(3);

  private final PerfOptions options;
  private final ApiClient api;
  private final String vhost;
  private final Console console;
  private final Meter meter = new Meter();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  public LoadRun(PerfOptions options, ApiClient api, String vhost, Console console) {
    this.options = options;
    this.api = api;
    this.vhost = vhost;
    this.console = console;
  }

  /** Runs until the duration, the number of messages or Ctrl-C ends it. */
  public void run() throws CommandException {
    String problem = options.problem();
    if (problem != null) {
      throw new CommandException(ExitCode.USAGE, problem);
    }
    Endpoint endpoint = Endpoint.of(options.protocol, options.uri, api.target(), vhost);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> interrupted(done), "perf-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Load load = load(endpoint)) {
      load.prepare();
      measure(load, endpoint);
    } catch (CommandException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.TEMPORARY, "the run was interrupted");
    } catch (Exception e) {
      throw failed(endpoint, e);
    } finally {
      done.countDown();
      removeHook(hook);
    }
    Exception caught = failure.get();
    if (caught != null) {
      throw failed(endpoint, caught);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is what has ended the run.
    }
  }

  /** The process ends when this returns. */
  private void interrupted(CountDownLatch done) {
    stop.countDown();
    try {
      done.await(15, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.out().flush();
  }

  private CommandException failed(Endpoint endpoint, Exception e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    Throwable cause = e.getCause();
    if (cause != null && cause.getMessage() != null && !text.contains(cause.getMessage())) {
      text += ": " + cause.getMessage();
    }
    while (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    return new CommandException(
        ExitCode.UNAVAILABLE,
        "%s at %s as %s failed: %s. Check --uri, --user and the user's permissions in vhost '%s'."
            .formatted(options.protocol, endpoint, endpoint.user(), text, endpoint.vhost()));
  }

  private Load load(Endpoint endpoint) {
    byte[] random = new byte[6];
    ThreadLocalRandom.current().nextBytes(random);
    List<String> names = options.names("warrenctl-perf-" + HexFormat.of().formatHex(random));
    return switch (options.protocol) {
      case amqp091 -> new Amqp091Load(options, endpoint, names);
      case amqp10 -> new Amqp10Load(options, endpoint, names);
      case mqtt -> new MqttLoad(options, endpoint, names);
      case stomp -> new StompLoad(options, endpoint, names, api);
    };
  }

  private void measure(Load load, Endpoint endpoint) throws Exception {
    for (int i = 0; i < options.consumers; i++) {
      load.consumer(i, meter);
    }
    CountDownLatch working = new CountDownLatch(options.producers);
    List<Load.Producer> producers = new ArrayList<>();
    for (int i = 0; i < options.producers; i++) {
      producers.add(load.producer(i));
    }
    console.banner(
        "%s at %s, vhost '%s': %d producers, %d consumers, %d bytes ...",
        options.protocol,
        endpoint,
        endpoint.vhost(),
        options.producers,
        options.consumers,
        options.size);
    Report report = new Report(console, meter, options, System.nanoTime());
    for (int i = 0; i < producers.size(); i++) {
      Load.Producer producer = producers.get(i);
      Thread thread = new Thread(() -> produce(producer, working), "perf-producer-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    watch(report, working);
    stop.countDown();
    if (!working.await(5, TimeUnit.SECONDS)) {
      console.err().println("some producers are stuck in the broker, and are left there");
    }
    report.endOfSending(System.nanoTime());
    report.summary(drain());
  }

  /** Until the time is over, all is sent, or somebody ends it. */
  private void watch(Report report, CountDownLatch working) throws InterruptedException {
    long startNs = System.nanoTime();
    long nextNs = startNs + SECOND_NS;
    while (failure.get() == null) {
      long nowNs = System.nanoTime();
      boolean isOver =
          options.durationSeconds > 0 && nowNs - startNs >= options.durationSeconds * SECOND_NS;
      // With consumers alone there is nobody to wait for.
      boolean allSent = options.producers > 0 && working.getCount() == 0;
      if (isOver || allSent) {
        return;
      }
      if (nowNs - nextNs >= 0) {
        report.line(nowNs);
        nextNs += SECOND_NS;
      }
      if (stop.await(POLL_NS, TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  private boolean isOver() {
    return stop.getCount() == 0;
  }

  private void produce(Load.Producer producer, CountDownLatch working) {
    // Room for unconfirmed messages.
    Semaphore window = new Semaphore(options.confirm > 0 ? options.confirm : Integer.MAX_VALUE);
    Pace pace = new Pace(options.rate, System.nanoTime());
    Load.Outcome outcome =
        isAccepted -> {
          meter.onSettled(isAccepted);
          window.release();
        };
    try {
      for (long i = 0; options.messages == 0 || i < options.messages; i++) {
        pace.await(this::isOver);
        while (options.confirm > 0 && !window.tryAcquire(POLL_NS, TimeUnit.NANOSECONDS)) {
          if (isOver()) {
            return;
          }
        }
        if (isOver()) {
          return;
        }
        producer.send(Body.of(options.size, System.nanoTime()), outcome);
        meter.onSent();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    } finally {
      working.countDown();
    }
  }

  /** Waits for confirms and deliveries as long as some come; when the last did, in ns. */
  private long drain() {
    long last = -1;
    long quietSinceNs = System.nanoTime();
    while (isUnderWay()) {
      long now = meter.confirmed() + meter.refused() + meter.received();
      long nowNs = System.nanoTime();
      if (now != last) {
        last = now;
        quietSinceNs = nowNs;
      } else if (nowNs - quietSinceNs > QUIET_NS) {
        return quietSinceNs;
      }
      LockSupport.parkNanos(POLL_NS);
    }
    return System.nanoTime();
  }

  private boolean isUnderWay() {
    long settled = meter.confirmed() + meter.refused();
    boolean confirms = options.confirm > 0 && settled < meter.sent();
    boolean deliveries = options.consumers > 0 && meter.received() < meter.sent() - meter.refused();
    return confirms || deliveries;
  }
}

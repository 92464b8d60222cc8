package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * An output of the log, with a queue and a thread of its own. Event loops log, and a disk that is
 * full or slow, or a console that nobody reads, must not hold them up: who logs puts a line into
 * the queue without waiting. When the output does not keep up, the last quarter of the queue is
 * kept for warnings and errors; when that is full too, they are lost as well, for a broker that
 * stands still is worse than a log with a gap. How many are lost is told in the log once lines go
 * out again.
 *
 * <p>Thread-safe, but for start and stop, which are for one thread.
 */
final class LogOutput extends UnsynchronizedAppenderBase<ILoggingEvent> {
  // Some milliseconds of a flood, and with lines as long as names may be some megabytes.
  static final int LINES_MAX = 4096;
  static final int LESSER_LINES_MAX = LINES_MAX / 4 * 3;
  private static final long STOP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

  private static final ILoggingEvent END = new LoggingEvent();

  private final Level least;
  private final LineEncoder lines;
  private final LineSink sink;
  private final MpscBlockingConsumerArrayQueue<ILoggingEvent> queue =
      new MpscBlockingConsumerArrayQueue<>(LINES_MAX);
  private final AtomicLong lost = new AtomicLong(); // since the last gap was told
  private @Nullable Thread writer; // who starts and stops

  /**
   * Creates it.
   *
   * @param least the least level of lines that go here
   * @param sink closed when this stops
   */
  LogOutput(String name, Level least, LineEncoder lines, LineSink sink) {
    this.least = least;
    this.lines = lines;
    this.sink = sink;
    setName(name);
  }

  @Override
  public void start() {
    Thread thread = new Thread(this::run, "warren-log-" + getName());
    thread.setDaemon(true); // a program that ends without stopping this is not kept from ending
    writer = thread;
    super.start();
    thread.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(least)) {
      return;
    }
    boolean isLesser = !event.getLevel().isGreaterOrEqual(Level.WARN);
    if (isLesser && queue.size() >= LESSER_LINES_MAX) {
      lost.incrementAndGet();
      return;
    }
    // The text is made here, as what the parameters are may change.
    event.prepareForDeferredProcessing();
    if (!queue.offer(event)) {
      lost.incrementAndGet();
    }
  }

  /** Has what is in the queue written, for at most two seconds, and closes the output. */
  @Override
  public void stop() {
    Thread thread = writer;
    if (thread == null || !isStarted()) {
      return;
    }
    super.stop();
    long startNs = System.nanoTime();
    while (!queue.offer(END) && System.nanoTime() - startNs < STOP_TIMEOUT_NS) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, STOP_TIMEOUT_NS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // who asked for that has no time for the log's last lines
    }
  }

  // ---- the writer ----

  private void run() {
    try {
      for (ILoggingEvent event = queue.take(); event != END; event = queue.take()) {
        if (lost.get() > 0 && queue.size() < LESSER_LINES_MAX) {
          tellOfGap();
        }
        write(event);
      }
      tellOfGap();
    } catch (InterruptedException e) {
      addWarn(getName() + " takes no further lines: interrupted"); // which nobody here does
    } finally {
      close();
    }
  }

  private boolean write(ILoggingEvent event) {
    try {
      sink.write(lines.encode(event));
      return true;
    } catch (IOException | RuntimeException | Error e) { // the thread's outermost frame
      // There is nowhere to tell it but here, once it works again.
      lost.incrementAndGet();
      return false;
    }
  }

  private void tellOfGap() {
    long count = lost.getAndSet(0);
    if (count == 0) {
      return;
    }
    LoggingEvent told =
        new LoggingEvent(
            LogOutput.class.getName(),
            ((LoggerContext) getContext()).getLogger(LogOutput.class),
            Level.WARN,
            "{} lines of the log are missing: this output was full or too slow",
            null,
            new Object[] {count});
    if (!write(told)) {
      lost.addAndGet(count - 1); // that line is none of those which are missing
    }
  }

  /** How many lines are lost of which it has not been told yet. */
  long lost() {
    return lost.get();
  }

  private void close() {
    try {
      sink.close();
    } catch (IOException e) {
      addWarn("not closed well: " + getName(), e);
    }
  }
}

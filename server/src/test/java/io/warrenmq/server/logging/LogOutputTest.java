package io.warrenmq.server.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogOutputTest {
  private final Recorder sink = new Recorder();
  private LogOutput output = started(Level.DEBUG);

  /** Takes lines, but not while it is held up or full. */
  private static final class Recorder implements LineSink {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final CountDownLatch held = new CountDownLatch(1);
    volatile CountDownLatch mayGoOn = new CountDownLatch(0);
    volatile boolean isFull;
    volatile boolean isClosed;

    @Override
    public void write(byte[] line) throws IOException {
      held.countDown();
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (isFull) {
        throw new IOException("No space left on device");
      }
      lines.add(new String(line, StandardCharsets.UTF_8).strip());
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private LogOutput started(Level least) {
    LogOutput made =
        new LogOutput(
            "test",
            least,
            new TextLines("$level $msg", TimeFormat.EPOCH_SECS, LevelFormat.LC, false),
            sink);
    made.setContext(LogEvents.CONTEXT);
    made.start();
    return made;
  }

  private void log(Level level, String text) {
    output.doAppend(LogEvents.of(level, text));
  }

  @Test
  void writesAllItHasTakenBeforeItStops() {
    for (int i = 0; i < 1000; i++) {
      log(Level.INFO, "line " + i);
    }
    output.stop();

    assertThat(sink.lines).hasSize(1000).endsWith("info line 999");
    assertThat(sink.isClosed).isTrue();
  }

  @Test
  void takesNoLineBelowItsLevel() {
    output.stop();
    output = started(Level.WARN);

    log(Level.INFO, "a");
    log(Level.WARN, "b");
    output.stop();

    assertThat(sink.lines).containsExactly("warning b");
  }

  @Test
  void dropsWhatItCannotTakeAndTellsHowMuch() throws InterruptedException {
    sink.mayGoOn = new CountDownLatch(1);
    log(Level.INFO, "first");
    assertThat(sink.held.await(10, TimeUnit.SECONDS)).isTrue(); // the queue is empty again

    for (int i = 0; i < LogOutput.LESSER_LINES_MAX + 10; i++) {
      log(Level.INFO, "flood");
    }
    for (int i = 0; i < LogOutput.LINES_MAX - LogOutput.LESSER_LINES_MAX + 5; i++) {
      log(Level.ERROR, "grave");
    }
    sink.mayGoOn.countDown();
    output.stop();

    assertThat(sink.lines).startsWith("info first", "info flood");
    assertThat(sink.lines).filteredOn("info flood"::equals).hasSize(LogOutput.LESSER_LINES_MAX);
    assertThat(sink.lines)
        .filteredOn("error grave"::equals)
        .hasSize(LogOutput.LINES_MAX - LogOutput.LESSER_LINES_MAX);
    assertThat(sink.lines).filteredOn(line -> line.startsWith("warning")).hasSize(1);
    assertThat(sink.lines)
        .anyMatch(line -> line.startsWith("warning 15 lines of the log are missing"));
  }

  @Test
  void goesOnAfterTheDiskWasFullAndTellsHowMuchIsLost() {
    sink.isFull = true;
    log(Level.ERROR, "lost");
    log(Level.INFO, "lost too");
    await().until(() -> output.lost() == 2);

    sink.isFull = false;
    log(Level.INFO, "found");
    output.stop();

    assertThat(sink.lines)
        .containsExactly(
            "warning 2 lines of the log are missing: this output was full or too slow",
            "info found");
  }

  @Test
  void doesNotWaitForAnOutputThatHangsWhenItStops() {
    sink.mayGoOn = new CountDownLatch(1);
    log(Level.INFO, "a");

    output.stop();

    assertThat(sink.isClosed).isFalse();
    sink.mayGoOn.countDown();
    await().until(() -> sink.isClosed);
    assertThat(sink.lines).containsExactly("info a");
  }
}

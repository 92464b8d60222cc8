package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NodeThreadsTest {
  @Test
  void whatComesAfterTheEndIsNeitherRunNorRefused() throws Exception {
    NodeThreads threads = NodeThreads.create();
    ExecutorService segments = threads.segmentWriter();
    CountDownLatch busy = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    segments.execute(() -> awaitQuietly(busy));
    segments.execute(done::incrementAndGet);

    threads.shutdown();
    segments.execute(done::incrementAndGet);
    busy.countDown();

    assertThat(segments.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(done).as("what had come before").hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

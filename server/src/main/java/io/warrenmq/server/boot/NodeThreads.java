package io.warrenmq.server.boot;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads beside the loops, for what blocks or takes long: one each, which runs its tasks one
 * after another and goes when it has had none for a while.
 *
 * @param metadata writes definitions
 * @param messages writes the message log
 * @param segmentWriter writes what does not fit into memory
 * @param segmentReader reads it
 * @param passwords hashes passwords
 */
record NodeThreads(
    ExecutorService metadata,
    ExecutorService messages,
    ExecutorService segmentWriter,
    ExecutorService segmentReader,
    ExecutorService passwords) {

  static NodeThreads create() {
    return new NodeThreads(
        one("warren-metadata-disk"),
        one("warren-messages-disk"),
        one("warren-segments-out"),
        one("warren-segments-in"),
        one("warren-passwords"));
  }

  private static ExecutorService one(String name) {
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
            },
            // The loops go on for a while after these have ended, and nobody waits for what they
            // still ask: a queue that sends messages to disk, or reads ahead.
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Lets them finish what they were given. What comes later is dropped. */
  void shutdown() {
    List.of(metadata, messages, segmentWriter, segmentReader, passwords)
        .forEach(ExecutorService::shutdown);
  }
}

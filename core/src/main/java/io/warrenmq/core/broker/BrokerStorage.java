package io.warrenmq.core.broker;

import io.warrenmq.core.log.LocalLog;
import io.warrenmq.core.metadata.MemoryMetadataStore;
import io.warrenmq.core.metadata.MetadataStore;
import io.warrenmq.core.queue.PagingOptions;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker keeps what it keeps. Immutable.
 *
 * @param metadata definitions
 * @param messages messages of durable queues; {@code null}: in memory only
 * @param messageThread runs the message log's tasks, one after another; they block
 * @param segmentWriter runs what writes and deletes segments, one after another; blocks
 * @param segmentReader runs what reads segments; blocks
 * @param paging how much of the queues stays in memory
 * @param onFailure told when the disk of the messages has failed: the node is to end. Any thread
 */
public record BrokerStorage(
    MetadataStore metadata,
    @Nullable LocalLog messages,
    Executor messageThread,
    Executor segmentWriter,
    Executor segmentReader,
    PagingOptions paging,
    Consumer<IOException> onFailure) {
  /** Everything in memory, for as long as the process lives. */
  public static BrokerStorage inMemory() {
    return new BrokerStorage(
        new MemoryMetadataStore(),
        null,
        Runnable::run,
        Runnable::run,
        Runnable::run,
        PagingOptions.NEVER,
        failure -> {});
  }
}

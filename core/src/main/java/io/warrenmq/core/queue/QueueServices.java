package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.flow.LoopMemory;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.metrics.LoopMetrics;

/**
 * What the queues of one loop share. Immutable.
 *
 * @param home the loop
 * @param mailboxes the ways to other loops
 * @param log where commands go before they count
 * @param confirms the way back to publishers
 * @param memory the account of what the queues of this loop hold
 * @param segments where messages go that do not fit into memory
 * @param paging how much fits
 * @param deadLetters where dead letters go
 * @param lifecycle who deletes queues that are done
 * @param metrics the loop's
 */
public record QueueServices(
    Loop home,
    Mailboxes mailboxes,
    CommandLog log,
    ConfirmOutbox confirms,
    LoopMemory memory,
    SegmentStore segments,
    PagingOptions paging,
    DeadLetterSink deadLetters,
    QueueLifecycle lifecycle,
    LoopMetrics metrics) {}

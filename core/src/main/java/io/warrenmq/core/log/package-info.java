/**
 * The local write-ahead log: where durable queues keep their messages. One writer for the node, so
 * that however many queues there are, what comes together costs one sync. The loops' side is {@link
 * io.warrenmq.core.log.LoopLog}, the disk's {@link io.warrenmq.core.log.LogWriter}.
 */
@NullMarked
package io.warrenmq.core.log;

import org.jspecify.annotations.NullMarked;

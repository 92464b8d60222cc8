/**
 * Queues: the state machine, its consumers, limits and dead-lettering. Confined to each queue's
 * home loop.
 */
@NullMarked
package io.warrenmq.core.queue;

import org.jspecify.annotations.NullMarked;

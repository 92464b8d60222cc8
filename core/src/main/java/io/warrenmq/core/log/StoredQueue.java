package io.warrenmq.core.log;

/**
 * What the message log has of one queue. Immutable.
 *
 * @param id the queue's
 * @param messages those that can be read and would outlive a restart in any queue
 * @param transients those in segments that are transient: only a quorum queue keeps them
 * @param unreadable those of which it is known that they are in the queue, and that cannot be read
 * @param priorityMax the highest priority that segments have; 0 for none
 * @param keepsTransients whether the log has kept a transient message: it is a quorum queue
 */
public record StoredQueue(
    long id,
    long messages,
    long transients,
    long unreadable,
    int priorityMax,
    boolean keepsTransients) {}

package io.warrenmq.core.queue;

/**
 * What became of a move.
 *
 * @param moved messages that are in the other queue now
 * @param stopped why it did not go on, for people; empty when there were no more to move
 */
public record MoveResult(long moved, String stopped) {}

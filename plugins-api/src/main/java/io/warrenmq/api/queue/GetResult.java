package io.warrenmq.api.queue;

/**
 * The answer to a single get that found a message.
 *
 * @param delivery the message, to be settled like any other delivery unless it was asked for
 *     settled
 * @param readyCount messages that are still ready
 */
public record GetResult(Delivery delivery, long readyCount) {}

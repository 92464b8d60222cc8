package io.warrenmq.api.resource;

/**
 * A queue as it is at one moment.
 *
 * @param name its name
 * @param readyCount messages ready for delivery
 * @param consumerCount consumers, cancelled ones not counted
 */
public record QueueStatus(String name, long readyCount, int consumerCount) {}

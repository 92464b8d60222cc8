package io.warrenmq.amqp091.wire;

/**
 * A point in time in a field table ({@code T}): seconds since 1970, an unsigned 64-bit number that
 * may show as negative.
 */
public record Timestamp(long seconds) {}

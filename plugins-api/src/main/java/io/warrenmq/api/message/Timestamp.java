package io.warrenmq.api.message;

/**
 * A point in time.
 *
 * @param epochMs milliseconds since 1970-01-01T00:00Z; may be negative
 */
public record Timestamp(long epochMs) {}

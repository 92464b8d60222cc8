package io.warrenmq.core.session;

import io.warrenmq.api.queue.ConsumerSpec;

/**
 * A consumer as it is at one moment. Immutable.
 *
 * @param spec what it asked for
 * @param isActive whether it is served, as others may be in its place
 */
public record ConsumerStatus(ConsumerSpec spec, boolean isActive) {}

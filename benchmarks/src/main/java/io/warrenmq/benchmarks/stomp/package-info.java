/**
 * A load generator for STOMP 1.2 brokers, {@link StompLoad}. All but that is confined to the event
 * loop.
 */
@NullMarked
package io.warrenmq.benchmarks.stomp;

import org.jspecify.annotations.NullMarked;

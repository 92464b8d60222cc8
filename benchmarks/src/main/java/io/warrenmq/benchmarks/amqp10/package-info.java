/**
 * A load generator for AMQP 1.0 brokers, {@link Amqp10Load}: connections with one session and one
 * link each, pre-encoded transfers, ranged dispositions. It reads and writes frames by itself and
 * as far as it needs them. All but {@link Amqp10Load} is confined to the event loop.
 */
@NullMarked
package io.warrenmq.benchmarks.amqp10;

import org.jspecify.annotations.NullMarked;

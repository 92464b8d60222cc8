/**
 * The load generator, {@code warrenctl perf}. Each producer has a thread of its own, deliveries
 * come on the threads of the clients; {@link io.warrenmq.cli.perf.Meter} is where they meet.
 */
@NullMarked
package io.warrenmq.cli.perf;

import org.jspecify.annotations.NullMarked;

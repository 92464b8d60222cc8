/** The event loop, clock and timers that everything runs on. Simulated ones stand in for tests. */
@NullMarked
package io.warrenmq.api.loop;

import org.jspecify.annotations.NullMarked;

/** JMH benchmarks of the hot paths and side-by-side benchmarks against other brokers. */
@NullMarked
package io.warrenmq.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * A collector of OpenTelemetry's traces, for tests of what is sent to one. Thread-safe: what has
 * arrived is read by the test's thread, while further requests come in on others.
 */
@NullMarked
package io.warrenmq.testkit.trace;

import org.jspecify.annotations.NullMarked;

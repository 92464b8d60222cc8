/**
 * Raw sockets for tests that say what goes over the wire byte by byte. Used from the test's own
 * thread.
 */
@NullMarked
package io.warrenmq.testkit.wire;

import org.jspecify.annotations.NullMarked;

/**
 * Loops that one thread runs in an order that a seed decides, so that a whole broker is
 * deterministic.
 */
@NullMarked
package io.warrenmq.testkit.loop;

import org.jspecify.annotations.NullMarked;

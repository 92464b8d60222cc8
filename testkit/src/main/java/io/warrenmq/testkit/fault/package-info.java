/** Machines that fail as real ones do, when and how a seed says. */
@NullMarked
package io.warrenmq.testkit.fault;

import org.jspecify.annotations.NullMarked;

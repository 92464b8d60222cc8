/** Attacks on what the broker promises to keep. */
@NullMarked
package io.warrenmq.testkit.durability;

import org.jspecify.annotations.NullMarked;

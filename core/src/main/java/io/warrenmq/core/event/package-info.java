/**
 * Tells event listeners what happens in the control plane. Any loop says what happened; listeners
 * hear it on the metadata loop.
 */
@NullMarked
package io.warrenmq.core.event;

import org.jspecify.annotations.NullMarked;

/**
 * Frames of STOMP 1.0, 1.1 and 1.2 to and from bytes, within limits. Confined to the connection's
 * loop.
 */
@NullMarked
package io.warrenmq.stomp.codec;

import org.jspecify.annotations.NullMarked;

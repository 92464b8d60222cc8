/**
 * Frames of RFC 6455, read where they lie and written. No I/O; confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.websocket.frame;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP request that asks for a WebSocket: read within bounds, checked, answered. RFC 6455 §4.
 * No I/O; confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.websocket.upgrade;

import org.jspecify.annotations.NullMarked;

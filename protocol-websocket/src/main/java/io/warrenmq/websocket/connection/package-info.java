/**
 * A WebSocket between a client and the protocol it carries: the protocol sees a transport as any
 * other. Confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.websocket.connection;

import org.jspecify.annotations.NullMarked;

/** STOMP on the wire, against the broker that serves it. */
@NullMarked
package io.warrenmq.server.clients.stomp;

import org.jspecify.annotations.NullMarked;

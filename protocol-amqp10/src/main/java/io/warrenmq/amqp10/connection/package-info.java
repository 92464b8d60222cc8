/**
 * Connections, from their first byte to their last, and the protocol as a plugin. AMQP 1.0 §2.4.
 * Confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.amqp10.connection;

import org.jspecify.annotations.NullMarked;

/**
 * One connection: from the protocol header through negotiation to frames for channels. Confined to
 * the connection's loop.
 */
@NullMarked
package io.warrenmq.amqp091.connection;

import org.jspecify.annotations.NullMarked;

/**
 * The octets of AMQP 0-9-1: protocol header, frames, short strings, field tables. Pure functions
 * over {@code ByteBuf} and {@code byte[]}; nothing here knows a connection. Whoever holds the
 * buffer calls them on his own thread.
 */
@NullMarked
package io.warrenmq.amqp091.wire;

import org.jspecify.annotations.NullMarked;

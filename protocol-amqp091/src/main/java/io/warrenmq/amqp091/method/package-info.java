/**
 * The methods of AMQP 0-9-1 and the properties of its content: a record for each, their codec, and
 * readers that make no object for those that come with every message. Pure functions; whoever holds
 * the buffer calls them on his own thread.
 */
@NullMarked
package io.warrenmq.amqp091.method;

import org.jspecify.annotations.NullMarked;

/**
 * AMQP 1.0's form of a message: reading what clients send, writing what is delivered, and
 * conversion to and from the canonical form. Each reader and writer belongs to one loop.
 */
@NullMarked
package io.warrenmq.amqp10.message;

import org.jspecify.annotations.NullMarked;

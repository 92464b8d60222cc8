/**
 * AMQP 0-9-1's form of a message: reading and writing of content headers, and conversion to and
 * from the canonical form. Stateless.
 */
@NullMarked
package io.warrenmq.amqp091.message;

import org.jspecify.annotations.NullMarked;

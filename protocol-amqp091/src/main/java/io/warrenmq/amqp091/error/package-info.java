/**
 * What the broker answers when something fails: the reply codes of AMQP 0-9-1. Immutable values,
 * usable on any thread.
 */
@NullMarked
package io.warrenmq.amqp091.error;

import org.jspecify.annotations.NullMarked;

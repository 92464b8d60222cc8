/**
 * Subscriptions: the queues by which receiving links get what is published to an exchange, and
 * which may outlive them.
 */
@NullMarked
package io.warrenmq.amqp10.subscription;

import org.jspecify.annotations.NullMarked;

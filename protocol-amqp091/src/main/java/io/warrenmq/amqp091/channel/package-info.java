/**
 * One channel: method dispatch, publishing, consuming, settling, confirms and transactions.
 * Everything here is confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.amqp091.channel;

import org.jspecify.annotations.NullMarked;

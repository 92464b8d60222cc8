/** What RabbitMQ's own Java client meets, by topic. */
@NullMarked
package io.warrenmq.server.clients.amqp;

import org.jspecify.annotations.NullMarked;

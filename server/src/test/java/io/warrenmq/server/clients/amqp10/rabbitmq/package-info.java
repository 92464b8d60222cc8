/** What programs of RabbitMQ's own AMQP 1.0 client for Java meet. */
@NullMarked
package io.warrenmq.server.clients.amqp10.rabbitmq;

import org.jspecify.annotations.NullMarked;

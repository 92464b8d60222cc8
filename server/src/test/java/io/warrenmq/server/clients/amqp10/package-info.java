/**
 * What stock clients of AMQP 1.0 meet. Each test runs against the broker of {@link
 * io.warrenmq.server.clients.BrokerUnderTest}, whose port serves both AMQPs, and passes against
 * RabbitMQ 4.0 too, unless it has the tag {@link
 * io.warrenmq.server.clients.amqp10.Amqp10Test#NOT_RABBITMQ}.
 */
@NullMarked
package io.warrenmq.server.clients.amqp10;

import org.jspecify.annotations.NullMarked;

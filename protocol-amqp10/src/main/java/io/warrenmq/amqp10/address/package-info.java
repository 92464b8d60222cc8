/**
 * What addresses mean: of targets and sources, and of the messages that name their own. RabbitMQ's
 * second version of them, and its first as long as it is permitted. Any thread.
 */
@NullMarked
package io.warrenmq.amqp10.address;

import org.jspecify.annotations.NullMarked;

/** AMQP 0-9-1 on the plugin SPI. */
@NullMarked
package io.warrenmq.amqp091;

import org.jspecify.annotations.NullMarked;

/** AMQP 1.0 on the plugin SPI. */
@NullMarked
package io.warrenmq.amqp10;

import org.jspecify.annotations.NullMarked;

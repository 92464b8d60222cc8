/** AMQP 1.0 on the plugin SPI. Empty for now: the protocol is not served yet. */
@NullMarked
package io.warrenmq.amqp10;

import org.jspecify.annotations.NullMarked;

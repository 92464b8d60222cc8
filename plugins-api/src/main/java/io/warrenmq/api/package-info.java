/** The SPI of WarrenMQ. Sub-packages hold the message model, resources and extension points. */
@NullMarked
package io.warrenmq.api;

import org.jspecify.annotations.NullMarked;

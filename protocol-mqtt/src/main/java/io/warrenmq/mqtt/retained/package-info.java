/** Messages that are kept for those who subscribe later. */
@NullMarked
package io.warrenmq.mqtt.retained;

import org.jspecify.annotations.NullMarked;

/**
 * STOMP 1.0, 1.1 and 1.2 on the plugin SPI. Frames and messages so far: the protocol is not served
 * yet.
 */
@NullMarked
package io.warrenmq.stomp;

import org.jspecify.annotations.NullMarked;

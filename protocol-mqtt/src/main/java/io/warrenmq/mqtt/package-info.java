/** MQTT 3.1, 3.1.1 and 5.0 on the plugin SPI. Empty for now: the protocol is not served yet. */
@NullMarked
package io.warrenmq.mqtt;

import org.jspecify.annotations.NullMarked;

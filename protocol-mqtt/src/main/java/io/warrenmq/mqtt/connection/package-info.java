/** One network connection of an MQTT client. */
@NullMarked
package io.warrenmq.mqtt.connection;

import org.jspecify.annotations.NullMarked;

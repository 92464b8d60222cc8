/** MQTT messages: how they are stored, and what they are to other protocols. */
@NullMarked
package io.warrenmq.mqtt.message;

import org.jspecify.annotations.NullMarked;

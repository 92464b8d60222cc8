/** MQTT's bytes: reading what clients send, writing what they are sent. */
@NullMarked
package io.warrenmq.mqtt.codec;

import org.jspecify.annotations.NullMarked;

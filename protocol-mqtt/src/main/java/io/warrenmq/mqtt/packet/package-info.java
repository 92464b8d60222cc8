/** The control packets of MQTT that a client sends, as they were read. */
@NullMarked
package io.warrenmq.mqtt.packet;

import org.jspecify.annotations.NullMarked;

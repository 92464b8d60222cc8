/** Topics and filters of MQTT, and the routing keys that they are to the broker. */
@NullMarked
package io.warrenmq.mqtt.topic;

import org.jspecify.annotations.NullMarked;

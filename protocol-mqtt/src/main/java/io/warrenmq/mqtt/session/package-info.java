/** What of an MQTT client outlives its connection: identifiers of packets that are under way. */
@NullMarked
package io.warrenmq.mqtt.session;

import org.jspecify.annotations.NullMarked;

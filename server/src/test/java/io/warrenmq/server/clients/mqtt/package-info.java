/**
 * What clients of MQTT 3.1, 3.1.1 and 5.0 meet, by topic, and what peers do that no client does.
 */
@NullMarked
package io.warrenmq.server.clients.mqtt;

import org.jspecify.annotations.NullMarked;

/**
 * A load generator for MQTT 3.1.1 brokers, {@link MqttLoad}. All but that is confined to the event
 * loop.
 */
@NullMarked
package io.warrenmq.benchmarks.mqtt;

import org.jspecify.annotations.NullMarked;

/**
 * A load generator for MQTT 3.1.1 brokers, {@link MqttLoad}. It is to cost as little as possible,
 * because on a small machine it competes with the broker for the processors: one event loop, Netty
 * without a pipeline, a codec on byte buffers, one flush for many packets and no garbage per
 * message. All but {@link MqttLoad} is confined to that loop.
 */
@NullMarked
package io.warrenmq.benchmarks.mqtt;

import org.jspecify.annotations.NullMarked;

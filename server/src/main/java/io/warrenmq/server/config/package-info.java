/**
 * Configuration in RabbitMQ's {@code rabbitmq.conf} format: file to entries to typed, checked
 * settings that remember where each value came from.
 *
 * <p>Runs once, before the broker starts, on the thread that starts it; the {@link
 * io.warrenmq.server.config.Config} it yields is immutable.
 */
@NullMarked
package io.warrenmq.server.config;

import org.jspecify.annotations.NullMarked;

/**
 * Metrics in Prometheus's text format, by RabbitMQ's names: what RabbitMQ's dashboards and alerts
 * read. Made on a thread of its own.
 */
@NullMarked
package io.warrenmq.management.prometheus;

import org.jspecify.annotations.NullMarked;

package io.warrenmq.api.event;

import java.util.Map;

/**
 * Something that happened, named as RabbitMQ's event exchange names it.
 *
 * @param name for example {@code queue.created}
 * @param wallMs when, in wall time
 * @param attributes what is known of it; canonical types, never a secret
 */
public record BrokerEvent(String name, long wallMs, Map<String, Object> attributes) {}

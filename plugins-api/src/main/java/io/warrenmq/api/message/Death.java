package io.warrenmq.api.message;

import java.util.List;

/**
 * One line of a message's death history: all its deaths in one queue for one reason.
 *
 * @param queue where it died
 * @param reason why
 * @param count how often, from 1
 * @param firstTimeMs wall time of the first of these deaths
 * @param lastTimeMs wall time of the last
 * @param exchange the exchange it had been published to before the first
 * @param routingKeys the routing keys it had been published with, CC included
 * @param originalTtlMs the per-message TTL that was taken off, or −1
 */
public record Death(
    String queue,
    DeathReason reason,
    long count,
    long firstTimeMs,
    long lastTimeMs,
    String exchange,
    List<String> routingKeys,
    long originalTtlMs) {}

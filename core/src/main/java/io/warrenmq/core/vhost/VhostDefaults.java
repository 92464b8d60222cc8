package io.warrenmq.core.vhost;

import io.warrenmq.core.interceptor.Interception;
import org.jspecify.annotations.Nullable;

/**
 * What vhosts begin with. Immutable.
 *
 * @param interception who sees the messages of all of them; {@code null}: nobody
 * @param eventVhost the name of the one that has the exchange of events; {@code null}: none
 */
public record VhostDefaults(@Nullable Interception interception, @Nullable String eventVhost) {
  /** The name of the exchange of events. */
  public static final String EVENT_EXCHANGE = "amq.rabbitmq.event";

  /** Nothing but what every vhost has. */
  public static final VhostDefaults NONE = new VhostDefaults(null, null);
}

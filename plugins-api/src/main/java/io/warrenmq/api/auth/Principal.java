package io.warrenmq.api.auth;

import java.util.Set;

/**
 * Somebody who has authenticated. Immutable.
 *
 * @param name the user's name
 * @param tags RabbitMQ's user tags, for example {@code administrator}
 */
public record Principal(String name, Set<String> tags) {
  /** Whether messages may carry another user's name. */
  public boolean mayImpersonate() {
    return tags.contains("impersonator");
  }
}

package io.warrenmq.management.api;

import io.warrenmq.api.auth.Principal;
import java.util.Set;

/**
 * What tags a user needs for a request, as RabbitMQ has it: administrators may everything, whoever
 * monitors or makes policies may log in.
 */
public enum Access {
  /** Who is not even asked who it is. */
  ANYBODY(""),
  /** Who may log in. */
  MANAGEMENT("Not management user", "management", "policymaker", "monitoring", "administrator"),
  /** Who may see what belongs to others. */
  MONITORING("Not monitor user", "monitoring", "administrator"),
  /** Who may change policies and parameters. */
  POLICYMAKER("User not authorised to access object", "policymaker", "administrator"),
  /** Who may everything. */
  ADMINISTRATOR("Not administrator user", "administrator");

  private final String refusal;
  private final Set<String> tags;

  Access(String refusal, String... tags) {
    this.refusal = refusal;
    this.tags = Set.of(tags);
  }

  /** Whether the user has one of the tags. */
  public boolean isGranted(Principal user) {
    return this == ANYBODY || user.tags().stream().anyMatch(tags::contains);
  }

  /**
   * Refuses who has none of the tags.
   *
   * @throws ApiException 401, as RabbitMQ answers
   */
  public void check(Principal user) {
    if (!isGranted(user)) {
      throw ApiException.notAuthorised(refusal);
    }
  }
}

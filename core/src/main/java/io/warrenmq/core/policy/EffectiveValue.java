package io.warrenmq.core.policy;

import org.jspecify.annotations.Nullable;

/**
 * One value that is in force, and who has given it. Immutable.
 *
 * @param value the value
 * @param source who has given it
 * @param policy the name of the policy or operator policy; {@code null} when it was neither
 */
public record EffectiveValue(Object value, Source source, @Nullable String policy) {
  /** Who may say what is in force. */
  public enum Source {
    /** The declaration. */
    ARGUMENT("argument"),
    /** The policy. */
    POLICY("policy"),
    /** The operator policy. */
    OPERATOR_POLICY("operator policy"),
    /** Nobody. */
    DEFAULT("default");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }
}

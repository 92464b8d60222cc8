package io.warrenmq.server.config;

/**
 * One thing that is wrong with a configuration, or worth a warning. Immutable.
 *
 * @param origin where it stands
 * @param text a sentence that names the key and says what is allowed; never holds a secret
 */
public record ConfigProblem(Origin origin, String text) {

  @Override
  public String toString() {
    return origin + ": " + text;
  }
}

package io.warrenmq.server.config;

/**
 * A key with its checked value. Immutable.
 *
 * @param value of the class that the key's type says
 * @param text the value as written, after expansion
 */
record Setting(String name, ConfigKey key, Object value, String text, Origin origin) {

  /** {@code name = value}, quoted where a file would need it; a secret is masked. */
  String render() {
    return name + " = " + (key.type().isSecret() ? "********" : quoted(text));
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.equals(text.strip())
            && text.chars().noneMatch(c -> c == '#' || c == '\'' || c == '\n');
    return plain ? text : "'" + text + "'";
  }
}

package io.warrenmq.server.config;

import io.warrenmq.core.broker.NodeSetting;
import java.util.regex.Pattern;

/**
 * A key with its checked value. Immutable.
 *
 * @param value of the class that the key's type says
 * @param text the value as written, after expansion
 */
record Setting(String name, ConfigKey key, Object value, String text, Origin origin) {

  private static final String MASK = "********";
  private static final Pattern SECRETS_OF_PLUGINS =
      Pattern.compile("^plugin\\..*(?:pass|secret|token|credential)", Pattern.CASE_INSENSITIVE);

  /** {@code name = value}, quoted where a file would need it; a secret is masked. */
  String render() {
    return name + " = " + (isSecret() ? MASK : quoted(text));
  }

  /** Of a plugin's own keys the names alone tell. */
  private boolean isSecret() {
    return key.type().isSecret() || SECRETS_OF_PLUGINS.matcher(name).find();
  }

  /** The same for those that administer the broker. */
  NodeSetting shown() {
    return new NodeSetting(
        name,
        isSecret() ? MASK : text,
        key.unit(),
        origin.isDefault(),
        origin.source(),
        origin.line(),
        isSecret());
  }

  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.equals(text.strip())
            && text.chars().noneMatch(c -> c == '#' || c == '\'' || c == '\n');
    return plain ? text : "'" + text + "'";
  }
}

package io.warrenmq.management.http;

import io.warrenmq.api.plugin.PluginConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers that an operator wants browsers to be given with everything, by RabbitMQ's keys. They
 * take the place of the broker's own. {@code strict-transport-security} goes out without TLS too:
 * what is in front of the broker may have done that. Immutable.
 *
 * @param byName what each is, by its name
 */
public record ExtraHeaders(Map<String, String> byName) {
  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("content-security-policy", "management.csp.policy");
    KEYS.put("strict-transport-security", "management.hsts.policy");
    KEYS.put("x-content-type-options", "management.headers.content_type_options");
    KEYS.put("x-xss-protection", "management.headers.xss_protection");
    KEYS.put("x-frame-options", "management.headers.frame_options");
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException for what cannot be in a header, for the operator
   */
  public static ExtraHeaders from(PluginConfig config) {
    Map<String, String> byName = new LinkedHashMap<>();
    KEYS.forEach(
        (name, key) -> {
          String value = config.text(key, "");
          if (!value.chars().allMatch(letter -> letter >= ' ' && letter < 0x7f)) {
            throw new IllegalArgumentException(
                key + ": a header has letters of ASCII alone, in one line");
          } else if (!value.isEmpty()) {
            byName.put(name, value);
          }
        });
    return new ExtraHeaders(Map.copyOf(byName));
  }

  /** The same site, with them. */
  public Site around(Site site) {
    return byName.isEmpty()
        ? site
        : request ->
            site.admit(request)
                .map(admitted -> Site.adding(admitted, response -> byName.forEach(response::with)));
  }
}

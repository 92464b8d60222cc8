package io.warrenmq.management.api;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.management.http.Request;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request of somebody who may make it. Used on the management thread.
 *
 * @param http its head
 * @param parameters what the path names, decoded, by the names of its template
 * @param user who asks
 * @param bytes its body
 */
public record ApiRequest(
    Request http, Map<String, String> parameters, Principal user, byte[] bytes) {
  /** What the path names. */
  public String parameter(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  /** What the path names where it names that. */
  public @Nullable String find(String name) {
    return parameters.get(name);
  }

  /** The first value of a name in the query; {@code null} when it is not there. */
  public @Nullable String query(String name) {
    return http.query(name);
  }

  /** Whether the query says that something is so. */
  public boolean flag(String name) {
    String value = http.query(name);
    return value != null && (value.equals("true") || value.equals("1") || value.isEmpty());
  }

  /**
   * Its body's fields.
   *
   * @throws ApiException 400 for what is no JSON object
   */
  public Body body() {
    return Body.parse(bytes);
  }
}

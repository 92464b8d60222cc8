package io.warrenmq.cli.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which broker to ask, and as whom. Immutable.
 *
 * @param url scheme, host, port, and the API's prefix if there is one; without {@code /api}
 * @param authorities a PEM file of the certificates to trust; null for the Java runtime's
 * @param insecure whether any certificate will do
 * @param timeout of a request, from connecting to the last byte of its answer's head; above 0
 */
public record Target(
    URI url,
    String user,
    String password,
    @Nullable Path authorities,
    boolean insecure,
    Duration timeout) {

  /** The same broker as somebody else. */
  public Target as(String otherUser, String otherPassword) {
    return new Target(url, otherUser, otherPassword, authorities, insecure, timeout);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url + " as " + user;
  }
}

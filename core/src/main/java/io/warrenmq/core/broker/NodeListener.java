package io.warrenmq.core.broker;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that is served at an address, as those see it that administer the broker. Immutable.
 *
 * @param protocol RabbitMQ's name of it, for example {@code amqp}, {@code mqtt/ssl}, {@code
 *     http/web-stomp}
 * @param host the address that it is bound to, as it was asked for; {@code ::} for all
 * @param address the same as a socket has it, with the port that was found
 * @param tls what it shows to clients; {@code null} without TLS
 */
public record NodeListener(
    String protocol, String host, InetSocketAddress address, @Nullable Tls tls) {
  /**
   * The certificates of a listener. Files that change are taken while it runs: each look gives what
   * clients are shown now. Any thread.
   *
   * @param certificateFile where the broker's own is
   * @param authoritiesFile where those are that clients' certificates lead to; {@code null}: none
   * @param own the broker's own, for all hosts, each with those that sign it
   * @param authorities those that clients' certificates lead to
   */
  public record Tls(
      String certificateFile,
      @Nullable String authoritiesFile,
      Supplier<List<X509Certificate>> own,
      Supplier<List<X509Certificate>> authorities) {}

  /** The port. */
  public int port() {
    return address.getPort();
  }
}

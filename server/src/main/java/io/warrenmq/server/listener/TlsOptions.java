package io.warrenmq.server.listener;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.warrenmq.api.plugin.PluginConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * TLS of a listener, as RabbitMQ's {@code ssl_options.*} say it. Immutable.
 *
 * @param certPath the certificate chain, PEM
 * @param keyPath its private key, PEM, PKCS#8 or PKCS#1, not encrypted
 * @param caPath certificates that clients' certificates must lead to, PEM; empty for none
 * @param clientAuth whether clients must, may or need not show a certificate
 * @param versions protocol names such as {@code TLSv1.3}, at least one
 */
public record TlsOptions(
    String certPath, String keyPath, String caPath, ClientAuth clientAuth, List<String> versions) {
  private static final List<String> DEFAULT_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /** Copies the list. */
  public TlsOptions {
    versions = List.copyOf(versions);
  }

  /**
   * Reads the options under a prefix.
   *
   * @param prefix for example {@code ssl_options}
   * @return empty when there is no certificate or no key
   */
  public static Optional<TlsOptions> from(PluginConfig config, String prefix) {
    String cert = config.text(prefix + ".certfile", "");
    String key = config.text(prefix + ".keyfile", "");
    if (cert.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    boolean verify = config.text(prefix + ".verify", "verify_none").equals("verify_peer");
    boolean required = config.flag(prefix + ".fail_if_no_peer_cert", false);
    ClientAuth auth =
        verify ? (required ? ClientAuth.REQUIRED : ClientAuth.REQUEST) : ClientAuth.NONE;
    List<String> versions =
        config.list(prefix + ".versions").stream().map(TlsOptions::version).toList();
    return Optional.of(
        new TlsOptions(
            cert,
            key,
            config.text(prefix + ".cacertfile", ""),
            auth,
            versions.isEmpty() ? DEFAULT_VERSIONS : versions));
  }

  /** RabbitMQ writes {@code tlsv1.3} where Java writes {@code TLSv1.3}. */
  private static String version(String name) {
    return name.startsWith("tls") ? "TLS" + name.substring(3) : name;
  }

  void applyTo(NetServerOptions server, int handshakeTimeoutMs) {
    server
        .setSsl(true)
        .setKeyCertOptions(new PemKeyCertOptions().setCertPath(certPath).setKeyPath(keyPath))
        .setClientAuth(clientAuth)
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(versions))
        .setSslHandshakeTimeout(handshakeTimeoutMs)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    if (!caPath.isEmpty()) {
      server.setTrustOptions(new PemTrustOptions().addCertPath(caPath));
    }
  }
}

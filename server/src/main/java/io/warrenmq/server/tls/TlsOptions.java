package io.warrenmq.server.tls;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a listener, as RabbitMQ's {@code ssl_options.*} say it. Immutable; equal options share
 * what is made of them.
 *
 * @param own the certificate shown to clients that name no host, or one that nobody has
 * @param byHost further ones, each shown to clients that ask (SNI, RFC 6066 section 3) for a host
 *     that it names
 * @param authorities certificates that clients' certificates must lead to, PEM or PKCS#12; {@code
 *     null} for none
 * @param authoritiesPassword of a PKCS#12 file of them; empty for none
 * @param clients whether clients show certificates
 * @param versions what may be spoken, as Java names it, for example {@code TLSv1.3}; at least one
 * @param ciphers what may be used, by the names of OpenSSL or of the RFCs, the best one first; none
 *     for Java's choice
 * @param honorsCipherOrder whether our order of cipher suites decides, not the client's
 * @param depth most certificates between a client's and an authority, 0 or more
 */
public record TlsOptions(
    CertificateFiles own,
    List<CertificateFiles> byHost,
    @Nullable TlsFile authorities,
    String authoritiesPassword,
    ClientCertificates clients,
    Choice versions,
    Choice ciphers,
    boolean honorsCipherOrder,
    int depth) {
  /** What is spoken when the configuration is silent. */
  public static final List<String> DEFAULT_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /** OTP's depth, and so RabbitMQ's, when the configuration is silent. */
  public static final int DEFAULT_DEPTH = 10;

  /** Whether clients show certificates. */
  public enum ClientCertificates {
    /** They are not asked. */
    NONE,
    /** They are asked; one that has none is let in without. */
    ASKED,
    /** Without a certificate nobody is let in. */
    REQUIRED
  }

  /**
   * Names of one kind.
   *
   * @param key the key that has them, for error texts
   * @param names in order; may be none
   */
  public record Choice(String key, List<String> names) {
    /** Copies the list. */
    public Choice {
      names = List.copyOf(names);
    }
  }

  /** Copies the list. */
  public TlsOptions {
    byHost = List.copyOf(byHost);
  }

  /** A certificate and its key, all else as it is when the configuration is silent. */
  public static TlsOptions of(CertificateFiles own) {
    return new TlsOptions(
        own,
        List.of(),
        null,
        "",
        ClientCertificates.NONE,
        new Choice("ssl_options.versions", DEFAULT_VERSIONS),
        new Choice("ssl_options.ciphers", List.of()),
        true,
        DEFAULT_DEPTH);
  }

  /** The same with certificates of clients. */
  public TlsOptions withClients(
      TlsFile newAuthorities, ClientCertificates newClients, int newDepth) {
    return new TlsOptions(
        own,
        byHost,
        newAuthorities,
        authoritiesPassword,
        newClients,
        versions,
        ciphers,
        honorsCipherOrder,
        newDepth);
  }

  /** The same with what may be spoken. */
  public TlsOptions withProtocol(List<String> newVersions, List<String> newCiphers) {
    return new TlsOptions(
        own,
        byHost,
        authorities,
        authoritiesPassword,
        clients,
        new Choice(versions.key(), newVersions),
        new Choice(ciphers.key(), newCiphers),
        honorsCipherOrder,
        depth);
  }

  /** The same with certificates for hosts. */
  public TlsOptions withByHost(List<CertificateFiles> newByHost) {
    return new TlsOptions(
        own,
        newByHost,
        authorities,
        authoritiesPassword,
        clients,
        versions,
        ciphers,
        honorsCipherOrder,
        depth);
  }

  /** Every file, each once. */
  Set<TlsFile> files() {
    Set<TlsFile> files = new LinkedHashSet<>();
    files.add(own.certificate());
    files.add(own.keyFile());
    for (CertificateFiles other : byHost) {
      files.add(other.certificate());
      files.add(other.keyFile());
    }
    if (authorities != null) {
      files.add(authorities);
    }
    return files;
  }
}

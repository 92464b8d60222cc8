package io.warrenmq.server.tls;

import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a handshake may agree on, of what the options name and Java, with its security settings,
 * has. Immutable.
 *
 * @param versions as Java names them; at least one, and each has a cipher suite
 * @param ciphers as Java names them, the best one first
 * @param named whether the options name these cipher suites, else they are Java's choice
 */
record Negotiable(List<String> versions, List<String> ciphers, boolean named) {
  static final String TLS_1_2 = "TLSv1.2";
  static final String TLS_1_3 = "TLSv1.3";

  private static final Logger log = LoggerFactory.getLogger(Negotiable.class);
  private static final String SWITCHED_OFF = "jdk.tls.disabledAlgorithms";

  /** Copies the lists. */
  Negotiable {
    versions = List.copyOf(versions);
    ciphers = List.copyOf(ciphers);
  }

  /**
   * Finds it out.
   *
   * @throws TlsException when it is nothing
   */
  static Negotiable of(TlsOptions options, SSLContext java) throws TlsException {
    List<String> versions = versions(options.versions(), java.getSupportedSSLParameters());
    List<String> named = ciphers(options.ciphers(), java.getSupportedSSLParameters());
    List<String> ciphers =
        named.isEmpty() ? List.of(java.getDefaultSSLParameters().getCipherSuites()) : named;
    List<String> spoken =
        versions.stream().filter(version -> !ofVersion(ciphers, version).isEmpty()).toList();
    if (spoken.isEmpty()) {
      throw new TlsException(
          "%s has no cipher suite that %s can use: nobody could connect. Those of TLS 1.3 are others than those of 1.2; name some of %s too."
              .formatted(
                  options.ciphers().key(),
                  String.join(" or ", versions),
                  String.join(", ", versions)));
    }
    return new Negotiable(spoken, ciphers, !named.isEmpty());
  }

  private static List<String> versions(TlsOptions.Choice wanted, SSLParameters supported)
      throws TlsException {
    List<String> off =
        Arrays.stream(Objects.requireNonNullElse(Security.getProperty(SWITCHED_OFF), "").split(","))
            .map(String::strip)
            .toList();
    List<String> known = List.of(supported.getProtocols());
    List<String> versions =
        wanted.names().stream()
            .filter(version -> known.contains(version) && !off.contains(version))
            .toList();
    if (versions.isEmpty()) {
      throw new TlsException(
          "%s: this JVM speaks none of %s. Name tlsv1.3 or tlsv1.2 as well."
              .formatted(wanted.key(), String.join(", ", wanted.names())));
    }
    return versions;
  }

  private static List<String> ciphers(TlsOptions.Choice wanted, SSLParameters supported)
      throws TlsException {
    Set<String> known = Set.of(supported.getCipherSuites());
    List<String> ciphers = new ArrayList<>();
    for (String name : wanted.names()) {
      String java = CipherNames.java(name);
      if (known.contains(java)) {
        ciphers.add(java);
      } else {
        log.warn("{}: this JVM has no cipher suite {}, it is left out", wanted.key(), name);
      }
    }
    if (ciphers.isEmpty() && !wanted.names().isEmpty()) {
      throw new TlsException(
          "%s: this JVM has none of these cipher suites. Name others, for example %s, or leave the"
                  .formatted(wanted.key(), supported.getCipherSuites()[0])
              + " key out.");
    }
    return ciphers;
  }

  /** The cipher suites that a version can use. */
  List<String> ciphersOf(String version) {
    return ofVersion(ciphers, version);
  }

  /** TLS 1.3 has cipher suites of its own, whose names are without {@code WITH}. */
  private static List<String> ofVersion(List<String> ciphers, String version) {
    boolean isLast = version.equals(TLS_1_3);
    return ciphers.stream().filter(cipher -> cipher.contains("_WITH_") != isLast).toList();
  }
}

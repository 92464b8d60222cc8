package io.warrenmq.server.tls;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TLS is made from: keys, certificates, and what may be spoken. Immutable, thread-safe. */
final class TlsContext {
  private static final Logger log = LoggerFactory.getLogger(TlsContext.class);
  private static final String SWITCHED_OFF = "jdk.tls.disabledAlgorithms";

  private final SSLContext context;
  private final SSLParameters parameters;

  private TlsContext(SSLContext context, SSLParameters parameters) {
    this.context = context;
    this.parameters = parameters;
  }

  /**
   * Makes one. Takes milliseconds of CPU: not for an event loop.
   *
   * @throws TlsException when a file does not hold what it should, or nothing could be spoken
   */
  static TlsContext of(TlsOptions options, FileContents contents) throws TlsException {
    List<Identity> identities = new ArrayList<>();
    identities.add(identity(options.own(), contents));
    for (CertificateFiles files : options.byHost()) {
      Identity identity = identity(files, contents);
      if (identity.hosts().isEmpty()) {
        throw TlsException.of(
            files.certificate(),
            "it names no host that clients could ask for. It needs a DNS name among its subject"
                + " alternative names.");
      }
      identities.add(identity);
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new Identities(identities)},
          new TrustManager[] {trust(options, contents)},
          null);
      return new TlsContext(context, parameters(options, context.getSupportedSSLParameters()));
    } catch (GeneralSecurityException e) {
      throw TlsException.of(options.own().certificate(), "TLS cannot begin: " + e.getMessage());
    }
  }

  private static Identity identity(CertificateFiles files, FileContents contents)
      throws TlsException {
    Identity identity = Identity.read(files, contents);
    String invalidity = identity.invalidity();
    if (invalidity != null) {
      log.warn("{}: clients will refuse the certificate: {}", files.certificate(), invalidity);
    }
    return identity;
  }

  private static ClientTrust trust(TlsOptions options, FileContents contents)
      throws TlsException, GeneralSecurityException {
    TlsFile file = options.authorities();
    // Without authorities nobody is asked. Nothing at all would have Java trust the Web's.
    List<X509Certificate> authorities =
        file == null
            ? List.of()
            : Identity.certificates(file, contents.of(file), options.authoritiesPassword());
    return new ClientTrust(authorities, options.depth());
  }

  private static SSLParameters parameters(TlsOptions options, SSLParameters supported)
      throws TlsException {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(versions(options.versions(), supported).toArray(new String[0]));
    List<String> ciphers = ciphers(options.ciphers(), supported);
    if (!ciphers.isEmpty()) {
      parameters.setCipherSuites(ciphers.toArray(new String[0]));
    }
    requireTogether(options, parameters.getProtocols(), ciphers);
    parameters.setUseCipherSuitesOrder(options.honorsCipherOrder());
    switch (options.clients()) {
      case ASKED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
      case NONE -> parameters.setWantClientAuth(false);
    }
    return parameters;
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

  /** TLS 1.3 has cipher suites of its own, whose names are without {@code WITH}. */
  private static void requireTogether(TlsOptions options, String[] versions, List<String> ciphers)
      throws TlsException {
    if (ciphers.isEmpty()) {
      return;
    }
    for (String version : versions) {
      boolean isLast = version.equals("TLSv1.3");
      if (ciphers.stream().anyMatch(cipher -> cipher.contains("_WITH_") != isLast)) {
        return;
      }
    }
    throw new TlsException(
        "%s has no cipher suite that %s can use: nobody could connect. Those of TLS 1.3 are others than those of 1.2; name some of %s too."
            .formatted(
                options.ciphers().key(),
                String.join(" or ", versions),
                String.join(", ", versions)));
  }

  /** The broker's side of a new connection. Any thread. */
  SSLEngine newEngine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }
}

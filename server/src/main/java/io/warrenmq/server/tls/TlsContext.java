package io.warrenmq.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TLS is made from: keys, certificates, and what may be spoken. Immutable, thread-safe. */
abstract class TlsContext {
  private static final Logger log = LoggerFactory.getLogger(TlsContext.class);

  private final List<X509Certificate> own;
  private final List<X509Certificate> authorities;

  TlsContext(List<Identity> identities, ClientTrust trust) {
    this.own = identities.stream().flatMap(each -> each.chain().stream()).toList();
    this.authorities = List.of(trust.getAcceptedIssuers());
  }

  /** The broker's certificates, for all hosts, each with those that sign it. */
  final List<X509Certificate> own() {
    return own;
  }

  /** Those that clients' certificates lead to. */
  final List<X509Certificate> authorities() {
    return authorities;
  }

  /**
   * The broker's side of a new connection. Any thread.
   *
   * @param allocator of its buffers
   * @param signers runs what takes long in a handshake
   */
  abstract SslHandler newHandler(ByteBufAllocator allocator, Executor signers);

  /** Whose implementation it is: not {@link TlsProvider#AUTO}. */
  abstract TlsProvider provider();

  /**
   * Makes one. Takes milliseconds of CPU: not for an event loop.
   *
   * @throws TlsException when a file does not hold what it should, or nothing could be spoken
   */
  static TlsContext of(TlsOptions options, TlsProvider provider, FileContents contents)
      throws TlsException {
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
      ClientTrust trust = trust(options, contents);
      SSLContext java = SSLContext.getInstance("TLS");
      java.init(
          new KeyManager[0], new TrustManager[0], null); // null would read the Web's authorities
      Negotiable negotiable = Negotiable.of(options, java);
      if (provider != TlsProvider.JDK) {
        String obstacle = NativeTls.obstacle(negotiable, identities, trust);
        if (obstacle == null) {
          return new NativeTls(options, negotiable, identities, trust);
        } else if (provider == TlsProvider.BORINGSSL) {
          throw new TlsException(
              "warren.tls.provider = boringssl: BoringSSL cannot: %s. With auto, Java's TLS is used then."
                  .formatted(obstacle));
        }
        log.info("{}: Java's TLS is used, for BoringSSL cannot: {}", options.own(), obstacle);
      }
      return new JdkTls(options, negotiable, identities, trust);
    } catch (GeneralSecurityException | SSLException e) {
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
    return new ClientTrust(
        file == null
            ? List.of()
            : Identity.certificates(file, contents.of(file), options.authoritiesPassword()),
        options.depth());
  }
}

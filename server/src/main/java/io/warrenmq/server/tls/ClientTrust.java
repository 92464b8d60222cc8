package io.warrenmq.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts certificates of clients that lead to one of our authorities, by a path of a certain length
 * at most. Immutable, thread-safe.
 */
final class ClientTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager paths;
  private final Set<TrustAnchor> anchors;
  private final int depth;

  /**
   * Creates it.
   *
   * @param authorities at least one
   * @param depth most certificates between a client's and an authority
   */
  ClientTrust(List<X509Certificate> authorities, int depth) throws GeneralSecurityException {
    this.paths = paths(authorities);
    this.anchors =
        authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toUnmodifiableSet());
    this.depth = depth;
  }

  private static X509ExtendedTrustManager paths(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException("nothing was read", e);
    }
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry(Integer.toString(i), authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("the JDK has no trust manager for X.509");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    paths.checkClientTrusted(chain, authType, engine);
    checkDepth(chain);
  }

  /** Java's trust manager takes a path of any length. */
  private void checkDepth(X509Certificate[] chain) throws CertificateException {
    if (chain.length - 1 <= depth) {
      return; // All that it has shown would not be too many.
    }
    try {
      X509CertSelector client = new X509CertSelector();
      client.setCertificate(chain[0]);
      PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, client);
      path.setMaxPathLength(depth);
      path.setRevocationEnabled(false);
      path.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(chain))));
      CertPathBuilder.getInstance("PKIX").build(path);
    } catch (GeneralSecurityException e) {
      throw new CertificateException( // What the builder says of it is of no help.
          "more than " + depth + " certificates are between the client's and an authority");
    }
  }

  /** Told to clients, so that they choose a certificate. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return paths.getAcceptedIssuers();
  }

  // ---- what a server with engines is not asked

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only clients are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw new CertificateException("only clients are checked");
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only clients are checked");
  }
}

package io.warrenmq.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the broker's certificates by the host that the client asks for. Immutable,
 * thread-safe.
 */
class Identities extends X509ExtendedKeyManager {
  private static final int OWN = 0;

  private final List<Identity> all; // the own one first
  private final List<X509Certificate[]> chains; // each the same array whenever it is asked for

  Identities(List<Identity> all) {
    this.all = List.copyOf(all);
    this.chains =
        this.all.stream().map(one -> one.chain().toArray(new X509Certificate[0])).toList();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Java asks for one kind of key after the other, the best first.
   */
  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    String host = engine == null ? null : host(engine);
    boolean known = false;
    if (host != null) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).isFor(host)) {
          known = true;
          if (isOf(keyType, i)) {
            return Integer.toString(i);
          }
        }
      }
    }
    // A known host's certificate of another kind is better than one that does not name the host.
    return !known && isOf(keyType, OWN) ? Integer.toString(OWN) : null;
  }

  private boolean isOf(String keyType, int index) {
    return all.get(index).chain().get(0).getPublicKey().getAlgorithm().equals(keyType);
  }

  private static @Nullable String host(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(Locale.ROOT);
        }
      }
    }
    return null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return chains.get(Integer.parseInt(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return all.get(Integer.parseInt(alias)).key();
  }

  // ---- what a server with engines is not asked

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}

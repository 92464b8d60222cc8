package io.warrenmq.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * TLS by BoringSSL, through Netty. It takes a record in half of Java's time or less, and has the
 * key exchange X25519MLKEM768. Java's key and trust managers decide as they do for {@link JdkTls},
 * and private keys stay in Java.
 */
final class NativeTls extends TlsContext {
  private static final List<String> CIPHERS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
  private static final Set<String> VERSIONS = Set.of(Negotiable.TLS_1_2, Negotiable.TLS_1_3);
  private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");
  private static final List<String> CLIENTS_CURVES = List.of("secp256r1", "secp384r1");
  private static final int RSA_BITS_MAX = 8192;

  private final OpenSslServerContext context;
  private final boolean honorsCipherOrder;

  /** Creates it; {@link #obstacle} must have found none. */
  NativeTls(TlsOptions options, Negotiable negotiable, List<Identity> identities, ClientTrust trust)
      throws SSLException {
    super(identities, trust);
    List<String> ciphers = new ArrayList<>();
    for (String version : negotiable.versions()) {
      ciphers.addAll(usable(negotiable, version));
    }
    Identities keys = new Keyless(identities);
    context =
        (OpenSslServerContext)
            SslContextBuilder.forServer(keys)
                .sslProvider(SslProvider.OPENSSL)
                .trustManager(trust)
                .protocols(negotiable.versions())
                .ciphers(ciphers)
                .clientAuth(
                    switch (options.clients()) {
                      case ASKED -> ClientAuth.OPTIONAL;
                      case REQUIRED -> ClientAuth.REQUIRE;
                      case NONE -> ClientAuth.NONE;
                    })
                .option(OpenSslContextOption.PRIVATE_KEY_METHOD, new KeySigner(identities))
                .build();
    context.sessionContext().setTicketKeys(); // Its own, which it renews by itself.
    honorsCipherOrder = options.honorsCipherOrder();
  }

  /** Why BoringSSL cannot do what is asked for, in words for the operator; {@code null}: it can. */
  static @Nullable String obstacle(
      Negotiable negotiable, List<Identity> identities, ClientTrust trust) {
    if (!OpenSsl.isAvailable()) {
      return "its library for this machine is not there or cannot be loaded";
    }
    for (String version : negotiable.versions()) {
      List<String> wanted = negotiable.ciphersOf(version);
      List<String> usable = usable(negotiable, version);
      if (!VERSIONS.contains(version)) {
        return "it is not to speak " + version;
      } else if (version.equals(Negotiable.TLS_1_3) && usable.size() < CIPHERS_1_3.size()) {
        return "with TLS 1.3 it takes all of " + String.join(", ", CIPHERS_1_3);
      } else if (usable.isEmpty() || (negotiable.named() && !usable.containsAll(wanted))) {
        return "it has not all of " + String.join(", ", wanted);
      }
    }
    for (Identity identity : identities) {
      PublicKey key = identity.chain().get(0).getPublicKey();
      if (!isKnown(key, CURVES)) {
        return "it has no keys of this kind: " + key.getAlgorithm();
      }
    }
    for (X509Certificate authority : trust.getAcceptedIssuers()) {
      // Those whom it certifies have keys of the same kind, as a rule.
      PublicKey key = authority.getPublicKey();
      if (!isKnown(key, CLIENTS_CURVES)) {
        return "it takes no clients' keys of this kind: " + key.getAlgorithm();
      }
    }
    return null;
  }

  /** Those of a version that it has. Keys only sign here, and do not decrypt. */
  private static List<String> usable(Negotiable negotiable, String version) {
    return negotiable.ciphersOf(version).stream()
        .filter(
            cipher ->
                version.equals(Negotiable.TLS_1_3)
                    ? CIPHERS_1_3.contains(cipher)
                    : cipher.startsWith("TLS_ECDHE_") && OpenSsl.isCipherSuiteAvailable(cipher))
        .toList();
  }

  private static boolean isKnown(PublicKey key, List<String> curves) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getAlgorithm().equals("RSA") && rsa.getModulus().bitLength() <= RSA_BITS_MAX;
    }
    return key instanceof ECPublicKey ec
        && curves.stream().anyMatch(curve -> isOn(curve, ec.getParams()));
  }

  private static boolean isOn(String name, ECParameterSpec key) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
      return curve.getCurve().equals(key.getCurve())
          && curve.getGenerator().equals(key.getGenerator());
    } catch (GeneralSecurityException e) {
      return false; // A curve that this JVM does not have: so it is another.
    }
  }

  @Override
  SslHandler newHandler(ByteBufAllocator allocator, Executor signers) {
    SslHandler handler = context.newHandler(allocator, signers);
    if (!honorsCipherOrder) {
      SSLEngine engine = handler.engine();
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setUseCipherSuitesOrder(false);
      engine.setSSLParameters(parameters);
    }
    return handler;
  }

  @Override
  TlsProvider provider() {
    return TlsProvider.BORINGSSL;
  }

  /** Has the certificates, and no keys: with them BoringSSL would sign on the event loop. */
  private static final class Keyless extends Identities {
    Keyless(List<Identity> all) {
      super(all);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }
}

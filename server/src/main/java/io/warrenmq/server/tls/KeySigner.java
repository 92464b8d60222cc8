package io.warrenmq.server.tls;

import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import javax.net.ssl.SSLEngine;

/**
 * Signs BoringSSL's handshakes with the broker's keys, on the thread of the handshake's tasks.
 * Schemes have the numbers of RFC 8446 section 4.2.3. Immutable, thread-safe.
 */
final class KeySigner implements OpenSslPrivateKeyMethod {
  private final List<Identity> identities;

  KeySigner(List<Identity> identities) {
    this.identities = List.copyOf(identities);
  }

  @Override
  public byte[] sign(SSLEngine engine, int scheme, byte[] input) throws GeneralSecurityException {
    Signature signature = signature(scheme);
    signature.initSign(key(engine.getSession().getLocalCertificates()[0]));
    signature.update(input);
    return signature.sign();
  }

  /** The key of the certificate that was chosen for the handshake. */
  private PrivateKey key(Certificate shown) throws InvalidKeyException {
    for (Identity identity : identities) {
      if (identity.chain().get(0).equals(shown)) {
        return identity.key();
      }
    }
    throw new InvalidKeyException("the certificate that is shown is none of the broker's");
  }

  private static Signature signature(int scheme) throws GeneralSecurityException {
    return switch (scheme) {
      case 0x0201 -> Signature.getInstance("SHA1withRSA");
      case 0x0401 -> Signature.getInstance("SHA256withRSA");
      case 0x0501 -> Signature.getInstance("SHA384withRSA");
      case 0x0601 -> Signature.getInstance("SHA512withRSA");
      case 0x0804 -> pss(MGF1ParameterSpec.SHA256, 32);
      case 0x0805 -> pss(MGF1ParameterSpec.SHA384, 48);
      case 0x0806 -> pss(MGF1ParameterSpec.SHA512, 64);
      case 0x0203 -> Signature.getInstance("SHA1withECDSA");
      case 0x0403 -> Signature.getInstance("SHA256withECDSA");
      case 0x0503 -> Signature.getInstance("SHA384withECDSA");
      case 0x0603 -> Signature.getInstance("SHA512withECDSA");
      default ->
          throw new NoSuchAlgorithmException("signature scheme 0x" + Integer.toHexString(scheme));
    };
  }

  /** With a salt as long as the hash. */
  private static Signature pss(MGF1ParameterSpec hash, int saltBytes)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(hash.getDigestAlgorithm(), "MGF1", hash, saltBytes, 1));
    return signature;
  }

  @Override
  public byte[] decrypt(SSLEngine engine, byte[] input) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException("no cipher suite that decrypts by the key is enabled");
  }
}

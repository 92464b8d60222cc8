package io.warrenmq.server.tls;

import io.warrenmq.server.tls.Pem.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of the broker's, with the key that proves it. Immutable.
 *
 * @param key the private key
 * @param chain the certificate, then those that sign one another up to an authority
 * @param hosts the hosts that the certificate names, in lower case; a leading {@code *} stands for
 *     one part
 */
record Identity(PrivateKey key, List<X509Certificate> chain, List<String> hosts) {
  private static final int DNS_NAME = 2; // RFC 5280's GeneralName
  private static final byte[] PROBE = {1, 2, 3};

  /** Copies the lists. */
  Identity {
    chain = List.copyOf(chain);
    hosts = List.copyOf(hosts);
  }

  /** Reads one. */
  static Identity read(CertificateFiles files, FileContents contents) throws TlsException {
    TlsFile file = files.certificate();
    byte[] bytes = contents.of(file);
    List<Block> blocks = Pem.blocks(file, bytes);
    Identity identity =
        blocks.isEmpty() && isBinary(bytes)
            ? ofStore(files, bytes)
            : ofPem(files, blocks, contents);
    identity.requireKeyOfCertificate(files);
    return identity;
  }

  /** Reads certificates alone, of PEM or of PKCS#12: at least one. */
  static List<X509Certificate> certificates(TlsFile file, byte[] bytes, String password)
      throws TlsException {
    List<Block> blocks = Pem.blocks(file, bytes);
    List<X509Certificate> found =
        blocks.isEmpty() && isBinary(bytes)
            ? ofStore(file, bytes, password)
            : certificates(file, blocks);
    if (found.isEmpty()) {
      throw TlsException.of(
          file,
          "there is no certificate in it. It must be PEM, with a block -----BEGIN CERTIFICATE-----,"
              + " or PKCS#12.");
    }
    return found;
  }

  private static Identity ofPem(CertificateFiles files, List<Block> blocks, FileContents contents)
      throws TlsException {
    TlsFile file = files.certificate();
    List<X509Certificate> chain = certificates(file, blocks);
    if (chain.isEmpty()) {
      throw TlsException.of(
          file,
          "there is no certificate in it. It must be PEM, with a block -----BEGIN CERTIFICATE-----,"
              + " or PKCS#12.");
    }
    TlsFile keyFile = files.keyFile();
    PrivateKey key =
        PrivateKeys.read(
            files, keyFile.equals(file) ? blocks : Pem.blocks(keyFile, contents.of(keyFile)));
    return new Identity(key, chain, hosts(chain.get(0)));
  }

  /** Whether it may be DER: a sequence. */
  private static boolean isBinary(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == 0x30;
  }

  private static List<X509Certificate> certificates(TlsFile file, List<Block> blocks)
      throws TlsException {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        try {
          found.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(block.bytes())));
        } catch (CertificateException e) {
          throw TlsException.of(file, "a certificate in it is damaged: " + e.getMessage() + ".");
        }
      }
    }
    return found;
  }

  // ---- PKCS#12, RFC 7292

  private static Identity ofStore(CertificateFiles files, byte[] bytes) throws TlsException {
    TlsFile file = files.certificate();
    char[] password = files.password().toCharArray();
    try {
      KeyStore store = store(file, bytes, files.password(), files.passwordKey());
      Identity found = null;
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          if (found != null) {
            throw TlsException.of(file, "there are several keys in it. Leave one.");
          }
          List<X509Certificate> chain = new ArrayList<>();
          for (java.security.cert.Certificate each : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) each);
          }
          found = new Identity(key, chain, hosts(chain.get(0)));
        }
      }
      if (found == null) {
        throw TlsException.of(file, "there is no private key in it. Put the broker's there.");
      }
      return found;
    } catch (UnrecoverableKeyException e) {
      throw TlsException.of(file, files.passwordKey() + " is not the password of its key.");
    } catch (GeneralSecurityException e) {
      throw TlsException.of(file, "its key cannot be read: " + e.getMessage() + ".");
    }
  }

  private static List<X509Certificate> ofStore(TlsFile file, byte[] bytes, String password)
      throws TlsException {
    try {
      String passwordKey = file.key().substring(0, file.key().lastIndexOf('.')) + ".password";
      KeyStore store = store(file, bytes, password, passwordKey);
      List<X509Certificate> found = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
      return found;
    } catch (KeyStoreException e) {
      throw new IllegalStateException("it was loaded", e);
    }
  }

  private static KeyStore store(TlsFile file, byte[] bytes, String password, String passwordKey)
      throws TlsException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), password.toCharArray());
      return store;
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw TlsException.of(file, passwordKey + " is not its password.");
      }
      throw TlsException.of(file, "it is neither PEM nor PKCS#12.");
    } catch (GeneralSecurityException e) {
      throw TlsException.of(file, "this JVM cannot read it: " + e.getMessage() + ".");
    }
  }

  // ---- what the certificate says

  private static List<String> hosts(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (name.get(0).equals(DNS_NAME)) {
            hosts.add(name.get(1).toString().toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // It names none that anybody could ask for.
    }
    return hosts;
  }

  /** Whether the certificate is for that host, given in lower case. */
  boolean isFor(String host) {
    int dot = host.indexOf('.');
    String everyOne = dot < 0 ? null : "*" + host.substring(dot);
    return hosts.contains(host) || (everyOne != null && hosts.contains(everyOne));
  }

  /** When it is not valid now: how that is said to the operator; else {@code null}. */
  @Nullable String invalidity() {
    try {
      chain.get(0).checkValidity();
      return null;
    } catch (CertificateException e) {
      return "it is valid from "
          + chain.get(0).getNotBefore().toInstant()
          + " to "
          + chain.get(0).getNotAfter().toInstant();
    }
  }

  private void requireKeyOfCertificate(CertificateFiles files) throws TlsException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
          default -> null;
        };
    if (algorithm == null) {
      return; // It shows in the handshake.
    }
    boolean isIts = false;
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(chain.get(0).getPublicKey());
      signature.update(PROBE);
      isIts = signature.verify(signed);
    } catch (GeneralSecurityException e) {
      isIts = false; // A key of another algorithm.
    }
    if (!isIts) {
      throw TlsException.of(
          files.keyFile(),
          "the key does not belong to the first certificate of "
              + files.certificate()
              + ". Name the key that it was made for, and have the broker's own certificate come"
              + " first.");
    }
  }
}

package io.warrenmq.server.tls;

import org.jspecify.annotations.Nullable;

/**
 * Where a certificate and its private key are. Immutable.
 *
 * @param certificate the chain as PEM, the broker's own certificate first; or a PKCS#12 file with
 *     chain and key
 * @param key the private key as PEM: PKCS#8, PKCS#1 or SEC 1, encrypted or not; {@code null} when
 *     it is in the certificate's file
 * @param passwordKey the key that has the password, for error texts
 * @param password what the key is encrypted with; empty for nothing
 */
public record CertificateFiles(
    TlsFile certificate, @Nullable TlsFile key, String passwordKey, String password) {
  /** The file that the private key is in. */
  TlsFile keyFile() {
    return key == null ? certificate : key;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return certificate + ", " + keyFile();
  }
}

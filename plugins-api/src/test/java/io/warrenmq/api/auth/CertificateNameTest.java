package io.warrenmq.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNameTest {
  @CsvSource({
    "dns, 0, one.example",
    "dns, 1, two.example",
    "dns, 2, ",
    "ip, 0, 192.0.2.7",
    "email, 0, alice@example.com",
    "uri, 0, urn:device:7",
    "uri, 1, ",
    "other_name, 0, alice@corp.example",
    "other_name, 1, ",
    "other_name, 2, "
  })
  @ParameterizedTest(name = "{0} {1}: {2}")
  void takesTheAlternativeNameOfThatKindAndIndex(String type, int index, String name)
      throws Exception {
    assertThat(CertificateName.parse("subject_alternative_name", type, index).of(certificate()))
        .isEqualTo(name);
    assertThat(CertificateName.parse("subject_alt_name", type, index).of(certificate()))
        .isEqualTo(name);
  }

  @Test
  void otherPartsHaveNoKinds() throws Exception {
    assertThat(CertificateName.parse("common_name", "ip", 3).of(certificate())).isEqualTo("client");
    assertThat(CertificateName.parse("distinguished_name", "ip", 3).of(certificate()))
        .isEqualTo("CN=client,O=example");
  }

  @Test
  void refusesWhatIsNoPartOrKind() {
    assertThatThrownBy(() -> CertificateName.parse("serial_number"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CertificateName.parse("common_name", "fax", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Self-signed, with alternative names of all kinds; made by openssl, valid for a century. */
  private static X509Certificate certificate() throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
  }

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIB6TCCAY+gAwIBAgIUOZJY4HpWsyGL9RNVzgWuenaovxMwCgYIKoZIzj0EAwIw
      IzEQMA4GA1UECgwHZXhhbXBsZTEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyNjEx
      MjU1NloYDzIxMjYxMTAyMTEyNTU2WjAjMRAwDgYDVQQKDAdleGFtcGxlMQ8wDQYD
      VQQDDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASN4FCSO6/NC1+m
      C/tb/9ry+2czhk5uBzGL7kDgYkDrE/OQt7kT2LsVUWAb5CoMDCiBybM+Y8oxy52j
      vJ4BrwDAo4GeMIGbMHoGA1UdEQRzMHGgIgYKKwYBBAGCNxQCA6AUDBJhbGljZUBj
      b3JwLmV4YW1wbGWgCgYDKgMEoAMBAf+CC29uZS5leGFtcGxlggt0d28uZXhhbXBs
      ZYcEwAACB4ERYWxpY2VAZXhhbXBsZS5jb22GDHVybjpkZXZpY2U6NzAdBgNVHQ4E
      FgQUNiITLtS6DQuxuJM0x2qXmgzW9aYwCgYIKoZIzj0EAwIDSAAwRQIgKqsjWp85
      qUfQG50PTWjnuynZEYpUnokswCDUHQcfxhYCIQD8nCXQ1XVJRCJmBBZA9xgo0L+Y
      nvOD2o94KrMedejOog==
      -----END CERTIFICATE-----
      """;
}

package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.warrenmq.api.auth.CertificateName;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import io.warrenmq.api.transport.TransportInfo;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SaslMechanismsTest {
  private static final SaslMechanism PLAIN = new PlainMechanism();
  private static final SaslMechanism AMQPLAIN = new AmqPlainMechanism();

  // {LOGIN: "guest", PASSWORD: "guest"} as the RabbitMQ clients write it.
  private static final byte[] AMQPLAIN_GUEST =
      HexFormat.of()
          .parseHex("054c4f47494e530000000567756573740850415353574f524453000000056775657374");

  @Test
  void plainTakesNameAndPassword() {
    assertThat(respond(PLAIN, "\0u\0p")).isEqualTo(shows("u", "p"));
    assertThat(respond(PLAIN, "u\0u\0pä ss")).isEqualTo(shows("u", "pä ss"));
    assertThat(respond(PLAIN, "\0u\0")).isEqualTo(shows("u", ""));
  }

  @Test
  void plainRefusesAllElse() {
    assertThat(respond(PLAIN, "u")).isInstanceOf(SaslStep.Malformed.class);
    assertThat(respond(PLAIN, "\0u")).isInstanceOf(SaslStep.Malformed.class);
    assertThat(respond(PLAIN, "\0u\0p\0x")).isInstanceOf(SaslStep.Malformed.class);
    assertThat(respond(PLAIN, "admin\0u\0p")).isInstanceOf(SaslStep.Refused.class);
  }

  @Test
  void asksOnceForAResponseThatDidNotCome() {
    SaslMechanism.SaslExchange exchange = PLAIN.begin(transport(null));

    assertThat(exchange.respond(new byte[0])).isInstanceOf(SaslStep.Challenge.class);
    assertThat(exchange.respond(new byte[0])).isInstanceOf(SaslStep.Malformed.class);
  }

  @Test
  void amqplainTakesLoginAndPassword() {
    assertThat(AMQPLAIN.begin(transport(null)).respond(AMQPLAIN_GUEST))
        .isEqualTo(shows("guest", "guest"));
  }

  @Test
  void amqplainRefusesWhatIsCutOffOrLies() {
    for (int length = 1; length < AMQPLAIN_GUEST.length; length++) {
      assertThat(AMQPLAIN.begin(transport(null)).respond(Arrays.copyOf(AMQPLAIN_GUEST, length)))
          .isInstanceOf(SaslStep.Malformed.class);
    }
    byte[] huge = AMQPLAIN_GUEST.clone();
    huge[7] = 0x7F;
    assertThat(AMQPLAIN.begin(transport(null)).respond(huge))
        .isInstanceOf(SaslStep.Malformed.class);
    huge[7] = (byte) 0xFF;
    assertThat(AMQPLAIN.begin(transport(null)).respond(huge))
        .isInstanceOf(SaslStep.Malformed.class);
  }

  @Test
  void noBytesMakeAMechanismThrow() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(40)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        System.arraycopy(AMQPLAIN_GUEST, 0, bytes, 0, Math.min(bytes.length, random.nextInt(30)));
      }
      assertThatCode(() -> AMQPLAIN.begin(transport(null)).respond(bytes))
          .doesNotThrowAnyException();
      assertThatCode(() -> PLAIN.begin(transport(null)).respond(bytes)).doesNotThrowAnyException();
    }
  }

  @Test
  void anonymousIsTheConfiguredUser() {
    assertThat(respond(new AnonymousMechanism("nobody", "secret"), ""))
        .isEqualTo(shows("nobody", "secret"));
  }

  @Test
  void externalIsOfferedWithACertificateOnly() throws Exception {
    SaslMechanism external = new ExternalMechanism(CertificateName.COMMON_NAME);

    assertThat(external.isOffered(transport(null))).isFalse();
    assertThat(external.isOffered(transport(certificate()))).isTrue();
    assertThat(external.begin(transport(null)).respond(new byte[0]))
        .isInstanceOf(SaslStep.Refused.class);
  }

  @Test
  void externalTakesTheNameFromTheCertificate() throws Exception {
    assertThat(nameFrom(CertificateName.COMMON_NAME)).isEqualTo(proves("client"));
    assertThat(nameFrom(CertificateName.DISTINGUISHED_NAME))
        .isEqualTo(proves("CN=client,O=example"));
    assertThat(nameFrom(CertificateName.SUBJECT_ALTERNATIVE_NAME))
        .isEqualTo(proves("client.example"));
  }

  private static SaslStep nameFrom(CertificateName part) throws Exception {
    return new ExternalMechanism(part).begin(transport(certificate())).respond(new byte[0]);
  }

  private static SaslStep respond(SaslMechanism mechanism, String response) {
    return mechanism.begin(transport(null)).respond(response.getBytes(StandardCharsets.UTF_8));
  }

  private static SaslStep shows(String user, String password) {
    return new SaslStep.Show(new Credentials.Password(user, password));
  }

  private static SaslStep proves(String user) {
    return new SaslStep.Show(new Credentials.Proven(user));
  }

  private static TransportInfo transport(X509Certificate certificate) {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", 5672);
    return new TransportInfo(address, address, null, certificate);
  }

  /**
   * Self-signed, O=example CN=client, with client.example as its alternative name; made by openssl,
   * valid for a century.
   */
  private static X509Certificate certificate() throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
  }

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBuDCCAV6gAwIBAgIUIWp0atfasM6uqUwze6xkaPiRxakwCgYIKoZIzj0EAwIw
      IzEQMA4GA1UECgwHZXhhbXBsZTEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyMzIx
      MDIyN1oYDzIxMjYxMDMwMjEwMjI3WjAjMRAwDgYDVQQKDAdleGFtcGxlMQ8wDQYD
      VQQDDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARRGrLSn6b6GMaV
      Xnz4unh7dVdp7o9pYVrmeVNYP6yzDKdeyZRSBzmRNFsDQbIXpLsLfs1PzIFq8mYg
      aDbMhzGFo24wbDAdBgNVHQ4EFgQUMNwNmm8r5ixXWjkuUGsNFP66e9QwHwYDVR0j
      BBgwFoAUMNwNmm8r5ixXWjkuUGsNFP66e9QwDwYDVR0TAQH/BAUwAwEB/zAZBgNV
      HREEEjAQgg5jbGllbnQuZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiEA4axro4FT
      bVME5gBtk35PIi0RWWI00p3OH13fJWw6A+UCICTVebPiEfzZGL3WyajSCF699ysR
      7mHQvwGrMtmUUW70
      -----END CERTIFICATE-----
      """;
}

package io.warrenmq.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BoringSSL's TLS, and when it is left to Java. */
class NativeHandshakeTest extends HandshakeTest {
  private static final List<String> BOTH = TlsOptions.DEFAULT_VERSIONS;
  private static final List<String> ALL_1_3 =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  NativeHandshakeTest() {
    super(TlsProvider.BORINGSSL);
  }

  private static TlsProvider chosen(TlsOptions options) throws TlsException {
    return LiveTls.load(options, TlsProvider.AUTO).provider();
  }

  @Test
  void doesWhatTheDefaultsAsk() throws Exception {
    assertThat(chosen(options())).isEqualTo(TlsProvider.BORINGSSL);
    assertThat(LiveTls.load(options(), TlsProvider.JDK).provider()).isEqualTo(TlsProvider.JDK);
  }

  @ValueSource(
      strings = {
        "RSA -pkeyopt rsa_keygen_bits:2048",
        "RSA -pkeyopt rsa_keygen_bits:3072",
        "EC -pkeyopt ec_paramgen_curve:P-256",
        "EC -pkeyopt ec_paramgen_curve:P-384",
        "EC -pkeyopt ec_paramgen_curve:P-521"
      })
  @ParameterizedTest
  void signsWithKeysOfManyKinds(String kind) throws Exception {
    pki.openssl("genpkey -algorithm " + kind + " -out kind.key").certify("kind", "kind.key");
    TlsOptions options = TlsOptions.of(pki.files("kind"));

    for (String version : BOTH) {
      MemoryHandshake handshake =
          shake(
              pki.client(Pki.NOBODY, "kind").createSSLEngine(),
              options.withProtocol(List.of(version), List.of()));
      assertThat(handshake.shown()).isEqualTo("kind");
      assertThat(handshake.protocol()).isEqualTo(version);
    }
  }

  @Test
  void leavesOtherKeysToJava() throws Exception {
    pki.openssl("genpkey -algorithm ED25519 -out ed.key").certify("ed", "ed.key");
    TlsOptions options = TlsOptions.of(pki.files("ed"));

    assertThat(chosen(options)).isEqualTo(TlsProvider.JDK);
    assertThat(chosen(options())).isEqualTo(TlsProvider.BORINGSSL);
    assertThatThrownBy(() -> load(options))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith(
            "warren.tls.provider = boringssl: BoringSSL cannot: it has no keys");
  }

  @CsvSource({
    "RSA -pkeyopt rsa_keygen_bits:2048, BORINGSSL",
    "EC -pkeyopt ec_paramgen_curve:P-256, BORINGSSL",
    "EC -pkeyopt ec_paramgen_curve:P-384, BORINGSSL",
    "EC -pkeyopt ec_paramgen_curve:P-521, JDK",
    "ED25519, JDK"
  })
  @ParameterizedTest
  void leavesClientsWithOtherKeysToJavaByTheirAuthorities(String kind, TlsProvider chosen)
      throws Exception {
    pki.openssl("genpkey -algorithm " + kind + " -out user.key").certify("user", "user.key");
    LiveTls tls =
        LiveTls.load(
            options()
                .withClients(
                    pki.authorities("user.crt"), TlsOptions.ClientCertificates.REQUIRED, 10),
            TlsProvider.AUTO);

    assertThat(tls.provider()).isEqualTo(chosen);
    assertThat(MemoryHandshake.of(client("user"), tls).knowsClient()).isTrue();
  }

  @CsvSource({
    "ECDHE-ECDSA-AES128-GCM-SHA256, BORINGSSL",
    "ECDHE-ECDSA-AES128-SHA, BORINGSSL",
    "ECDHE-RSA-CHACHA20-POLY1305, BORINGSSL",
    "ECDHE-ECDSA-AES256-SHA384, JDK",
    "DHE-RSA-AES128-GCM-SHA256, JDK",
    "TLS_AES_128_GCM_SHA256, JDK"
  })
  @ParameterizedTest
  void leavesCipherSuitesThatItHasNotToJava(String cipher, TlsProvider chosen) throws Exception {
    assertThat(chosen(options().withProtocol(BOTH, List.of(cipher)))).isEqualTo(chosen);
  }

  @Test
  void takesTheCipherSuitesOfTls13TogetherOnly() throws Exception {
    assertThat(chosen(options().withProtocol(BOTH, ALL_1_3))).isEqualTo(TlsProvider.BORINGSSL);
    assertThat(chosen(options().withProtocol(BOTH, ALL_1_3.subList(0, 2))))
        .isEqualTo(TlsProvider.JDK);
  }

  @Test
  void aVersionWhoseCipherSuitesAreNotNamedIsNotSpoken() throws Exception {
    TlsOptions options = options().withProtocol(BOTH, List.of("ECDHE-ECDSA-AES128-GCM-SHA256"));

    assertThat(shake(client(Pki.NOBODY), options).protocol()).isEqualTo("TLSv1.2");
  }
}

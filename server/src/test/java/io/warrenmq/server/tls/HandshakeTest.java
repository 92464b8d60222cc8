package io.warrenmq.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.tls.TlsOptions.ClientCertificates;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What options make of a handshake, whoever does the work. */
abstract class HandshakeTest {
  private static final String GCM_256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String GCM_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

  @TempDir static Path folder;
  static Pki pki;

  private final TlsProvider provider;

  HandshakeTest(TlsProvider provider) {
    this.provider = provider;
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    pki = new Pki(folder);
    String isAuthority = "basicConstraints=critical,CA:true";
    pki.selfSigned("ca").selfSigned("stranger");
    pki.signed("broker", "ca", "subjectAltName=DNS:broker.example");
    pki.signed("one", "ca", "subjectAltName=DNS:one.example,DNS:ONE.test");
    pki.signed("many", "ca", "subjectAltName=DNS:*.many.example");
    pki.signed("nameless", "ca", "extendedKeyUsage=serverAuth");
    pki.signed("middle1", "ca", isAuthority).signed("middle2", "middle1", isAuthority);
    pki.signed("far", "middle2").signed("near", "ca");
    pki.join("chain.crt", "far.crt", "middle2.crt", "middle1.crt").join("chain.key", "far.key");
    pki.openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key");
    pki.certify("rsa", "rsa.key");
  }

  static TlsOptions options() {
    return TlsOptions.of(pki.files("broker"));
  }

  static SSLEngine client(String certificate) throws Exception {
    return pki.client(certificate, "ca", "rsa").createSSLEngine();
  }

  LiveTls load(TlsOptions options) throws TlsException {
    return LiveTls.load(options, provider);
  }

  MemoryHandshake shake(SSLEngine client, TlsOptions options) throws Exception {
    return MemoryHandshake.of(client, load(options));
  }

  // ---- which certificate the broker shows

  @CsvSource({
    "one.example, one",
    "one.test, one",
    "a.many.example, many",
    "a.b.many.example, broker",
    "many.example, broker",
    "broker.example, broker",
    "elsewhere.example, broker",
    ", broker"
  })
  @ParameterizedTest(name = "{0}: {1}")
  void showsTheCertificateOfTheHostThatIsAskedFor(String host, String shown) throws Exception {
    TlsOptions options = options().withByHost(List.of(pki.files("one"), pki.files("many")));
    SSLEngine client = client(Pki.NOBODY);
    if (host != null) {
      SSLParameters asking = client.getSSLParameters();
      asking.setServerNames(List.of(new SNIHostName(host)));
      client.setSSLParameters(asking);
    }

    assertThat(shake(client, options).shown()).isEqualTo(shown);
  }

  @Test
  void aHostsCertificateOfAnotherKindOfKeyWinsOverTheOwnOne() throws Exception {
    TlsOptions options = TlsOptions.of(pki.files("rsa")).withByHost(List.of(pki.files("one")));
    SSLEngine client = client(Pki.NOBODY);
    SSLParameters asking = client.getSSLParameters();
    asking.setServerNames(List.of(new SNIHostName("one.example")));
    client.setSSLParameters(asking);

    assertThat(shake(client, options).shown()).isEqualTo("one");
    assertThat(shake(client(Pki.NOBODY), options).shown()).isEqualTo("rsa");
  }

  @Test
  void aCertificateForHostsNamesSome() {
    assertThatThrownBy(() -> load(options().withByHost(List.of(pki.files("nameless")))))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("nameless.crt: it names no host");
  }

  // ---- what is spoken

  @CsvSource({"TLSv1.2", "TLSv1.3"})
  @ParameterizedTest
  void speaksTheVersionsAlone(String version) throws Exception {
    TlsOptions options = options().withProtocol(List.of(version), List.of());
    SSLEngine other = client(Pki.NOBODY);
    other.setEnabledProtocols(new String[] {version.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2"});

    assertThat(shake(client(Pki.NOBODY), options).protocol()).isEqualTo(version);
    assertThatThrownBy(() -> shake(other, options)).isInstanceOf(SSLException.class);
  }

  @Test
  void ourOrderOfCipherSuitesDecidesUnlessTheClientsIsToo() throws Exception {
    TlsOptions ours =
        options()
            .withProtocol(
                List.of("TLSv1.2"),
                List.of("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"));
    TlsOptions theirs =
        new TlsOptions(
            ours.own(),
            List.of(),
            null,
            "",
            ClientCertificates.NONE,
            ours.versions(),
            ours.ciphers(),
            false,
            10);

    assertThat(shake(clientOf(GCM_256, GCM_128), ours).cipher()).isEqualTo(GCM_128);
    assertThat(shake(clientOf(GCM_256, GCM_128), theirs).cipher()).isEqualTo(GCM_256);
  }

  private static SSLEngine clientOf(String... ciphers) throws Exception {
    SSLEngine client = client(Pki.NOBODY);
    client.setEnabledCipherSuites(ciphers);
    return client;
  }

  @Test
  void aCipherSuiteThatIsNotNamedIsNotUsed() throws Exception {
    TlsOptions options = options().withProtocol(List.of("TLSv1.2"), List.of(GCM_128, "NO-SUCH"));

    assertThat(shake(client(Pki.NOBODY), options).cipher()).isEqualTo(GCM_128);
    assertThatThrownBy(() -> shake(clientOf(GCM_256), options)).isInstanceOf(SSLException.class);
  }

  @Test
  void aChoiceThatLeavesNothingStopsTheStart() {
    assertThat(problem(List.of("TLSv1.3"), List.of("NO-SUCH")))
        .startsWith("ssl_options.ciphers: this JVM has none of these cipher suites");
    assertThat(problem(List.of("TLSv1.3"), List.of(GCM_128)))
        .startsWith("ssl_options.ciphers has no cipher suite that TLSv1.3 can use");
    assertThat(problem(List.of("TLSv1.2"), List.of("TLS_AES_256_GCM_SHA384")))
        .startsWith("ssl_options.ciphers has no cipher suite that TLSv1.2 can use");
    assertThat(problem(List.of("TLSv1", "TLSv1.1"), List.of()))
        .isEqualTo(
            "ssl_options.versions: this JVM speaks none of TLSv1, TLSv1.1. Name tlsv1.3 or tlsv1.2"
                + " as well.");
  }

  private String problem(List<String> versions, List<String> ciphers) {
    try {
      load(options().withProtocol(versions, ciphers));
      return "";
    } catch (TlsException e) {
      return e.getMessage();
    }
  }

  @CsvSource({
    "ECDHE-ECDSA-AES256-GCM-SHA384, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "ECDHE-RSA-AES128-SHA256, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "ECDHE-RSA-AES256-SHA, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "ECDHE-RSA-CHACHA20-POLY1305, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "DHE-RSA-AES128-GCM-SHA256, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
    "AES256-GCM-SHA384, TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256"
  })
  @ParameterizedTest
  void knowsOpenSslsNames(String name, String java) {
    assertThat(CipherNames.java(name)).isEqualTo(java);
  }

  // ---- whom the broker trusts

  private static TlsOptions verifying(ClientCertificates clients, int depth) {
    return options().withClients(pki.authorities("ca.crt"), clients, depth);
  }

  @Test
  void aClientsCertificateLeadsToAnAuthority() throws Exception {
    TlsOptions required = verifying(ClientCertificates.REQUIRED, 10);

    assertThat(shake(client("near"), required).knowsClient()).isTrue();
    assertThatThrownBy(() -> shake(client("stranger"), required)).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> shake(client(Pki.NOBODY), required)).isInstanceOf(SSLException.class);
  }

  /** It spares both a signature. */
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @ParameterizedTest
  void aClientThatComesBackResumesItsSessionAndIsStillKnown(String version) throws Exception {
    LiveTls tls =
        load(verifying(ClientCertificates.REQUIRED, 10).withProtocol(List.of(version), List.of()));
    SSLContext client = pki.client("near", "ca");
    MemoryHandshake first = MemoryHandshake.of(client.createSSLEngine("broker", 1), tls);
    while (System.currentTimeMillis() <= first.sessionBegan()) {
      Thread.onSpinWait(); // What begins from now on has another time.
    }
    MemoryHandshake second = MemoryHandshake.of(client.createSSLEngine("broker", 1), tls);
    MemoryHandshake elsewhere = MemoryHandshake.of(client.createSSLEngine("other", 1), tls);

    assertThat(second.sessionBegan()).isEqualTo(first.sessionBegan());
    assertThat(second.knowsClient()).isTrue();
    assertThat(elsewhere.sessionBegan()).isNotEqualTo(first.sessionBegan());
  }

  @Test
  void aClientThatIsAskedMayHaveNone() throws Exception {
    TlsOptions asked = verifying(ClientCertificates.ASKED, 10);

    assertThat(shake(client(Pki.NOBODY), asked).knowsClient()).isFalse();
    assertThat(shake(client("near"), asked).knowsClient()).isTrue();
  }

  @Test
  void aClientThatIsNotAskedShowsNone() throws Exception {
    assertThat(shake(client("near"), options()).knowsClient()).isFalse();
  }

  @Test
  void betweenAClientAndAnAuthorityAreNoMoreThanDepth() {
    assertThatCode(() -> shake(client("chain"), verifying(ClientCertificates.REQUIRED, 2)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> shake(client("chain"), verifying(ClientCertificates.REQUIRED, 1)))
        .hasStackTraceContaining("more than 1 certificates are between");
    assertThatCode(() -> shake(client("near"), verifying(ClientCertificates.REQUIRED, 0)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatAClientShowsBeyondAnAuthorityDoesNotCount() {
    TlsOptions close =
        options().withClients(pki.authorities("middle2.crt"), ClientCertificates.REQUIRED, 0);

    assertThatCode(() -> shake(client("chain"), close)).doesNotThrowAnyException();
  }

  @Test
  void aFileOfAuthoritiesHasSome() throws Exception {
    pki.write("none", "");

    assertThatThrownBy(
            () ->
                load(
                    options().withClients(pki.authorities("none"), ClientCertificates.REQUIRED, 1)))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith("ssl_options.cacertfile = " + pki.file("none"));
  }
}

package io.warrenmq.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of a private key that OpenSSL writes, and what is said of those that are none. */
class KeyFormsTest {
  @TempDir static Path folder;
  private static Pki pki;

  @BeforeAll
  static void makeKeys() throws Exception {
    pki = new Pki(folder);
    pki.openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key");
    pki.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec.key");
    pki.certify("rsa", "rsa.key").certify("ec", "ec.key");
  }

  private static String shown(CertificateFiles files, String trusted) throws Exception {
    LiveTls tls = LiveTls.load(TlsOptions.of(files), TlsProvider.AUTO);
    return MemoryHandshake.of(pki.client(Pki.NOBODY, trusted).createSSLEngine(), tls).shown();
  }

  @ValueSource(
      strings = {
        "pkcs8 -topk8 -nocrypt",
        "rsa -traditional",
        "rsa -traditional -aes128 -passout pass:secret",
        "rsa -traditional -aes192 -passout pass:secret",
        "rsa -traditional -aes256 -passout pass:secret",
        "rsa -traditional -des3 -passout pass:secret",
        "pkcs8 -topk8 -passout pass:secret",
        "pkcs8 -topk8 -v2 aes-128-cbc -passout pass:secret",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -passout pass:secret"
      })
  @ParameterizedTest
  void readsRsaKeys(String form) throws Exception {
    pki.openssl(form + " -in rsa.key -out form.key");

    assertThat(shown(pki.files("rsa.crt", "form.key", "secret"), "rsa")).isEqualTo("rsa");
  }

  @ValueSource(
      strings = {
        "pkcs8 -topk8 -nocrypt",
        "ec",
        "ec -aes256 -passout pass:secret",
        "pkcs8 -topk8 -passout pass:secret"
      })
  @ParameterizedTest
  void readsKeysOfEllipticCurves(String form) throws Exception {
    pki.openssl(form + " -in ec.key -out form.key");

    assertThat(shown(pki.files("ec.crt", "form.key", "secret"), "ec")).isEqualTo("ec");
  }

  @Test
  void readsAKeyAfterItsCurveAndOneAfterItsCertificate() throws Exception {
    pki.openssl("ecparam -name prime256v1 -genkey -out curve.key").certify("curve", "curve.key");
    pki.join("both.pem", "curve.crt", "curve.key");

    assertThat(Files.readString(folder.resolve("curve.key"))).contains("BEGIN EC PARAMETERS");
    assertThat(shown(pki.files("curve.crt", "curve.key", ""), "curve")).isEqualTo("curve");
    assertThat(shown(pki.files("both.pem", "", ""), "curve")).isEqualTo("curve");
  }

  @Test
  void readsAPkcs12File() throws Exception {
    pki.openssl("pkcs12 -export -in rsa.crt -inkey rsa.key -passout pass:secret -out rsa.p12");

    assertThat(shown(pki.files("rsa.p12", "", "secret"), "rsa")).isEqualTo("rsa");
    assertThatThrownBy(() -> load(pki.files("rsa.p12", "", "other")))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "ssl_options.certfile = %s: ssl_options.password is not its password."
                .formatted(pki.file("rsa.p12")));
  }

  private static LiveTls load(CertificateFiles files) throws TlsException {
    return LiveTls.load(TlsOptions.of(files), TlsProvider.AUTO);
  }

  @ValueSource(
      strings = {
        "rsa -traditional -aes128 -passout pass:secret",
        "pkcs8 -topk8 -passout pass:secret"
      })
  @ParameterizedTest
  void anEncryptedKeyNeedsItsPassword(String form) throws Exception {
    pki.openssl(form + " -in rsa.key -out form.key");

    assertThatThrownBy(() -> load(pki.files("rsa.crt", "form.key", "")))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "ssl_options.keyfile = %s: it is encrypted. Set ssl_options.password to its password."
                .formatted(pki.file("form.key")));
    assertThatThrownBy(() -> load(pki.files("rsa.crt", "form.key", "other")))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "ssl_options.keyfile = %s: ssl_options.password is not its password."
                .formatted(pki.file("form.key")));
  }

  @Test
  void theKeyIsTheCertificates() {
    assertThatThrownBy(() -> load(pki.files("rsa.crt", "ec.key", "")))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith(
            "ssl_options.keyfile = %s: the key does not belong to the first certificate of ssl_options.certfile = %s."
                .formatted(pki.file("ec.key"), pki.file("rsa.crt")));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> load(pki.files("missing.crt", "rsa.key", "")))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith(
            "ssl_options.certfile = %s: there is no such file.".formatted(pki.file("missing.crt")));
  }

  @Test
  void whatIsInAFileIsSaidWhenItIsSomethingElse() throws Exception {
    pki.write("empty", "").write("0", "0 is not DER");
    pki.write("cut", "-----BEGIN PRIVATE KEY-----\nMIIB\n");
    pki.write("noise", "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n");
    pki.write("zeros", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    pki.write("dsa", "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n");

    assertThat(problem("empty", "rsa.key")).contains("there is no certificate in it");
    assertThat(problem("rsa.key", "rsa.key")).contains("there is no certificate in it");
    assertThat(problem("0", "rsa.key")).contains("neither PEM nor PKCS#12");
    assertThat(problem("rsa.crt", "")).contains("Set ssl_options.keyfile to the file that has it");
    assertThat(problem("rsa.crt", "ec.crt")).contains("there is no private key in it");
    assertThat(problem("rsa.crt", "cut")).contains("cut off");
    assertThat(problem("rsa.crt", "noise")).contains("not Base64");
    assertThat(problem("rsa.crt", "zeros")).contains("cannot be read");
    assertThat(problem("rsa.crt", "dsa")).contains("openssl pkcs8");
  }

  private static String problem(String certificate, String key) {
    try {
      load(pki.files(certificate, key, ""));
      return "";
    } catch (TlsException e) {
      return e.getMessage();
    }
  }

  @Test
  void aTextOfFilesHasNoPassword() {
    assertThat(pki.files("rsa.crt", "rsa.key", "secret").toString()).doesNotContain("secret");
    assertThat(TlsOptions.of(pki.files("rsa.crt", "rsa.key", "secret")).toString())
        .doesNotContain("secret");
  }
}

package io.warrenmq.server.clients.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another implementation of TLS makes of the broker's. */
class OpenSslIT extends TlsTest {
  /** What {@code openssl s_client} says of a handshake. */
  private String shake(String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-brief",
                "-verify_return_error",
                "-CAfile",
                pki.file("ca.crt"),
                "-connect",
                "127.0.0.1:" + port("amqp091")));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void speaksBothVersionsUnlessToldOtherwise() throws Exception {
    start("listeners.ssl.default=127.0.0.1:0");

    assertThat(shake()).contains("Protocol version: TLSv1.3", "Verification: OK");
    assertThat(shake("-tls1_2")).contains("Protocol version: TLSv1.2", "Verification: OK");
    assertThat(shake("-tls1_1")).doesNotContain("Protocol version: ");
  }

  @Test
  void speaksTheVersionAndTheCipherSuiteThatAreNamed() throws Exception {
    start(
        "listeners.ssl.default=127.0.0.1:0",
        "ssl_options.versions.1=tlsv1.2",
        "ssl_options.ciphers.1=ECDHE-ECDSA-AES256-GCM-SHA384");

    assertThat(shake())
        .contains("Protocol version: TLSv1.2", "Ciphersuite: ECDHE-ECDSA-AES256-GCM-SHA384");
    assertThat(shake("-tls1_3")).doesNotContain("Protocol version: ");
    assertThat(shake("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"))
        .doesNotContain("Protocol version: ");
  }

  @Test
  void showsTheCertificateOfTheHostThatIsAskedFor() throws Exception {
    pki.signed("one", "ca", "subjectAltName=DNS:one.example");
    start(
        "listeners.ssl.default=127.0.0.1:0",
        "warren.tls.hosts.first.certfile=" + pki.file("one.crt"),
        "warren.tls.hosts.first.keyfile=" + pki.file("one.key"));

    assertThat(shake("-servername", "one.example")).containsPattern("Peer certificate: CN ?= ?one");
    assertThat(shake("-servername", "two.example"))
        .containsPattern("Peer certificate: CN ?= ?broker");
    assertThat(shake("-noservername")).containsPattern("Peer certificate: CN ?= ?broker");
  }
}

package io.warrenmq.server.clients.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another implementation of TLS makes of the broker's. */
class OpenSslIT extends TlsTest {
  /** Milliseconds from a handshake's end to the broker's first answer, the best of 20. */
  private static final String FIRST_ANSWER =
      """
      import socket, ssl, sys, time
      context = ssl.create_default_context(cafile=sys.argv[1])
      context.check_hostname = False
      best = 1e9
      for i in range(20):
          plain = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
          with context.wrap_socket(plain) as secure:
              began = time.monotonic()
              secure.sendall(b"AMQP\\x00\\x00\\x09\\x01")
              assert secure.recv(1) == b"\\x01"
              best = min(best, time.monotonic() - began)
      print(best * 1000)
      """;

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

  /** Python's sockets gather small segments: those would wait for an acknowledgement by TCP. */
  @ValueSource(strings = {"jdk", "boringssl"})
  @ParameterizedTest
  void theFirstAnswerComesAtOnce(String provider) throws Exception {
    start("listeners.ssl.default=127.0.0.1:0", "warren.tls.provider=" + provider);
    Process process =
        new ProcessBuilder("python3", "-c", FIRST_ANSWER, pki.file("ca.crt"), "" + port("amqp091"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(Double.parseDouble(said)).isLessThan(30);
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

package io.warrenmq.server.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.server.tls.Pki;
import io.warrenmq.server.tls.TlsOptions;
import io.warrenmq.server.tls.TlsOptions.ClientCertificates;
import io.warrenmq.server.tls.TlsProvider;
import io.warrenmq.server.tls.TlsService;
import io.warrenmq.testkit.wire.ScriptedPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(names = {"JDK", "BORINGSSL"})
class TlsAndProxyIT {
  private static final byte[] HELLO_BEGIN = {22, 3, 1, 1, 0};

  @TempDir static Path folder;
  private static Pki pki;

  private final Log log = new Log();
  private final LineProtocol beta = new LineProtocol("beta", "BETA\n");
  private final BrokerLoops loops = BrokerLoops.start(1);
  private final TlsProvider provider;
  private Listeners listeners;

  TlsAndProxyIT(TlsProvider provider) {
    this.provider = provider;
    with(TransportOptions.DEFAULTS);
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    pki = new Pki(folder);
    pki.selfSigned("ca").signed("broker", "ca").signed("alice", "ca").selfSigned("mallory");
  }

  @BeforeEach
  void listen() {
    log.start();
    log.logger.addAppender(log);
  }

  @AfterEach
  void stop() throws Exception {
    log.logger.detachAppender(log);
    listeners.stop(100).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    loops.close();
  }

  private static TlsOptions tls() {
    return TlsOptions.of(pki.files("broker"));
  }

  private int bind(@Nullable TlsOptions tls, boolean plainToo, boolean proxied) throws Exception {
    ListenerOptions options =
        new ListenerOptions(
            "test.listener",
            "127.0.0.1",
            0,
            List.of(beta),
            tls,
            plainToo,
            proxied,
            SocketOptions.DEFAULTS);
    return listeners.bind(options).address().getPort();
  }

  private void with(TransportOptions options) {
    // Of one that there was nothing was started.
    listeners = new Listeners(loops, options, new TlsService(0, provider));
  }

  private static ScriptedPeer secure(int port, String client) throws Exception {
    return ScriptedPeer.over(pki.connect(port, client, "ca"));
  }

  private static ScriptedPeer plain(int port) throws Exception {
    return ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", port));
  }

  private TransportInfo info() throws InterruptedException {
    return Objects.requireNonNull(beta.opened.poll(10, TimeUnit.SECONDS)).info();
  }

  @Test
  void servesTlsAndKnowsTheClientsCertificate() throws Exception {
    int port =
        bind(
            tls().withClients(pki.authorities("ca.crt"), ClientCertificates.REQUIRED, 10),
            false,
            false);

    try (ScriptedPeer peer = secure(port, "alice")) {
      String large = "x".repeat(200_000);
      peer.sendText("BETA\n" + large + "\nBYE\n");
      peer.expectText("echo:BETA\necho:" + large + "\nbye").expectClose();
    }

    TransportInfo info = info();
    assertThat(info.tlsProtocol()).isEqualTo("TLSv1.3");
    assertThat(Objects.requireNonNull(info.peerCertificate()).getSubjectX500Principal().getName())
        .isEqualTo("CN=alice");
  }

  @Test
  void aListenerOfBothTakesPlainBytesAndTls() throws Exception {
    int port = bind(tls(), true, false);

    try (ScriptedPeer peer = plain(port)) {
      peer.sendByteByByte("BETA\nplain\n".getBytes(UTF_8)).expectText("echo:BETA\necho:plain\n");
    }
    try (ScriptedPeer peer = secure(port, Pki.NOBODY)) {
      peer.sendText("BETA\nsecure\n").expectText("echo:BETA\necho:secure\n");
    }

    assertThat(info().tlsProtocol()).isNull();
    assertThat(info().tlsProtocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void aHandshakeMayComeByteByByte() throws Exception {
    int port = bind(tls(), true, false);

    try (SlowSocket slow = new SlowSocket(port);
        SSLSocket socket =
            (SSLSocket)
                pki.client(Pki.NOBODY, "ca")
                    .getSocketFactory()
                    .createSocket(slow, "127.0.0.1", port, true);
        ScriptedPeer peer = ScriptedPeer.over(socket)) {
      peer.sendText("BETA\n").expectText("echo:BETA\n");
    }
  }

  // ---- who is named to the operator

  @Test
  void plainBytesOnATlsPortAreCutNamedAndHarmNobody() throws Exception {
    int port = bind(tls(), false, false);

    try (ScriptedPeer peer = plain(port)) {
      peer.sendText("BETA\nplain\n").readToClose();
      assertThat(log.next())
          .isEqualTo(
              "test.listener: %s does not speak TLS: its first bytes are plain beta. Have the client"
                      .formatted(text(peer))
                  + " use TLS, or a port without");
    }
    try (ScriptedPeer peer = plain(port)) {
      peer.sendText("what?").readToClose();
      assertThat(log.next())
          .isEqualTo(
              "test.listener: %s does not speak TLS. Have the client use TLS, or a port without"
                  .formatted(text(peer)));
    }
    try (ScriptedPeer peer = secure(port, Pki.NOBODY)) {
      peer.sendText("BETA\n").expectText("echo:BETA\n");
    }
    assertThat(info().peerCertificate()).isNull();
  }

  @Test
  void tlsOnAPlainPortIsAnsweredAsAStrangerAndNamed() throws Exception {
    int port = bind(null, false, false);

    try (ScriptedPeer peer = plain(port)) {
      peer.send(HELLO_BEGIN).expectText("speak beta").expectClose();
      assertThat(log.next())
          .isEqualTo(
              "test.listener: %s speaks TLS, and here is none. Have the client use a TLS port, or"
                      .formatted(text(peer))
                  + " none");
    }
  }

  @Test
  void aHandshakeThatFailsIsNamedWithItsReason() throws Exception {
    int port =
        bind(
            tls().withClients(pki.authorities("ca.crt"), ClientCertificates.REQUIRED, 10),
            false,
            false);

    assertThatThrownBy(
            () -> {
              try (ScriptedPeer peer = secure(port, Pki.NOBODY)) {
                peer.sendText("BETA\n").expectText("echo:BETA\n");
              }
            })
        .isNotNull(); // In TLS 1.3 it learns of it when it reads.

    assertThat(log.next())
        .matches("test.listener: the TLS handshake of 127.0.0.1:\\d+ has failed: .*ertificate.*");
  }

  @Test
  void aClientThatDoesNotTrustTheBrokerIsNamedToo() throws Exception {
    int port = bind(tls(), false, false);

    assertThatThrownBy(() -> pki.connect(port, Pki.NOBODY, "mallory"))
        .isInstanceOf(IOException.class);

    assertThat(log.next())
        .matches("test.listener: the TLS handshake of .* has failed: .*certificate_unknown.*");
  }

  /** OpenSSL, and so most languages, tells in the clear why it leaves. */
  @Test
  void aClientOfOpenSslThatDoesNotTrustTheBrokerIsNamedWithItsReason() throws Exception {
    int port = bind(tls(), false, false);

    assertThatThrownBy(
            () ->
                pki.openssl(
                    "s_client -verify_return_error -CAfile mallory.crt -connect 127.0.0.1:" + port))
        .hasMessageContaining("verify error");

    assertThat(log.next()).endsWith("has failed: Received fatal alert: unknown_ca");
  }

  @Test
  void linesOfTheLogHaveABound() throws Exception {
    int port = bind(tls(), false, false);

    for (int i = 0; i < 50; i++) {
      try (ScriptedPeer peer = plain(port)) {
        peer.sendText("what?").readToClose();
      }
    }

    assertThat(log.texts).hasSizeBetween(20, 21);
  }

  // ---- who is cut, and who waits

  @ValueSource(ints = {0, 1, 5})
  @ParameterizedTest(name = "after {0} bytes")
  void aHandshakeHasItsTime(int bytes) throws Exception {
    with(TransportOptions.DEFAULTS.withTlsHandshakeTimeoutMs(50));
    int port = bind(tls(), false, false);

    try (ScriptedPeer peer = plain(port)) {
      peer.send(Arrays.copyOf(HELLO_BEGIN, bytes)).readToClose();
    }

    assertThat(beta.opened).isEmpty();
  }

  @Test
  void whereThereIsBothSilenceIsAsLongAsOfPlainClients() throws Exception {
    with(TransportOptions.DEFAULTS.withHandshakeTimeoutMs(50));
    int port = bind(tls(), true, false);

    try (ScriptedPeer peer = plain(port)) {
      peer.readToClose();
    }
  }

  @Test
  void handshakesBeyondTheBoundWaitForTheirTurn() throws Exception {
    with(TransportOptions.DEFAULTS.withTlsHandshakesMax(1));
    int port = bind(tls(), false, false);

    List<CompletableFuture<String>> others = new ArrayList<>();
    try (ScriptedPeer stuck = plain(port);
        ScriptedPeer foolish = plain(port)) {
      stuck.send(HELLO_BEGIN); // It has the only place now.
      for (int i = 0; i < 3; i++) {
        others.add(CompletableFuture.supplyAsync(() -> echo(port)));
      }
      foolish.sendText("what?").readToClose(); // That one needs none.
      assertThat(others).noneMatch(CompletableFuture::isDone);
    }

    for (CompletableFuture<String> other : others) {
      assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("echo:BETA");
    }
  }

  private static String echo(int port) {
    try (ScriptedPeer peer = secure(port, Pki.NOBODY)) {
      return new String(peer.sendText("BETA\n").read("echo:BETA".length()), UTF_8);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoLeavesWhileItWaitsTakesNoPlace() throws Exception {
    with(TransportOptions.DEFAULTS.withTlsHandshakesMax(1).withTlsHandshakeTimeoutMs(1000));
    int port = bind(tls(), false, false);

    try (ScriptedPeer stuck = plain(port).send(HELLO_BEGIN);
        ScriptedPeer waiting = plain(port).send(HELLO_BEGIN)) {
      stuck.readToClose();
      waiting.readToClose();
    }

    assertThat(echo(port)).isEqualTo("echo:BETA");
  }

  @Test
  void aConnectionThatEndsInItsHandshakeGivesItsPlaceBack() throws Exception {
    with(TransportOptions.DEFAULTS.withTlsHandshakesMax(1).withConnectionsMax(1));
    int port = bind(tls(), false, false);

    for (int i = 0; i < 20; i++) {
      try (ScriptedPeer peer = plain(port)) {
        // A whole record that is no ClientHello.
        peer.send(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0}).readToClose();
      }
      awaitNobody();
    }
    try (ScriptedPeer peer = secure(port, Pki.NOBODY)) {
      peer.sendText("BETA\n").expectText("echo:BETA\n");
    }
  }

  private void awaitNobody() {
    while (listeners.connectionCount() > 0) {
      Thread.onSpinWait();
    }
  }

  // ---- PROXY

  @Test
  void believesAProxysHeader() throws Exception {
    int port = bind(null, false, true);

    try (ScriptedPeer peer = plain(port)) {
      peer.sendText("PROXY TCP4 203.0.113.7 192.0.2.1 4000 5672\r\nBETA\n")
          .expectText("echo:BETA\n");
    }

    TransportInfo info = info();
    assertThat(info.remote()).isEqualTo(new InetSocketAddress("203.0.113.7", 4000));
    assertThat(info.isLoopback()).isFalse();
  }

  @ValueSource(booleans = {true, false})
  @ParameterizedTest(name = "plain too: {0}")
  void aProxysHeaderComesBeforeTls(boolean plainToo) throws Exception {
    int port = bind(tls(), plainToo, true);

    try (Socket proxy = new Socket("127.0.0.1", port)) {
      proxy
          .getOutputStream()
          .write("PROXY TCP4 203.0.113.7 192.0.2.1 4000 5672\r\n".getBytes(UTF_8));
      try (SSLSocket socket =
              (SSLSocket)
                  pki.client(Pki.NOBODY, "ca")
                      .getSocketFactory()
                      .createSocket(proxy, "127.0.0.1", port, true);
          ScriptedPeer peer = ScriptedPeer.over(socket)) {
        peer.sendText("BETA\n").expectText("echo:BETA\n");
      }
    }

    TransportInfo info = info();
    assertThat(info.remote()).isEqualTo(new InetSocketAddress("203.0.113.7", 4000));
    assertThat(info.tlsProtocol()).isEqualTo("TLSv1.3");
  }

  private static String text(ScriptedPeer peer) {
    return "127.0.0.1:" + peer.localAddress().getPort();
  }

  /** What TLS tells the operator. */
  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final Logger logger = (Logger) LoggerFactory.getLogger(TlsLog.class);
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      texts.add(event.getFormattedMessage());
    }

    @Nullable String next() throws InterruptedException {
      return texts.poll(10, TimeUnit.SECONDS);
    }
  }
}

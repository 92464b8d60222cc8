package io.warrenmq.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ClientAuth;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.testkit.wire.ScriptedPeer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsAndProxyIT {
  @TempDir Path folder;

  private final LineProtocol beta = new LineProtocol("beta", "BETA\n");
  private final BrokerLoops loops = BrokerLoops.start(1);
  private final Listeners listeners = new Listeners(loops, TransportOptions.DEFAULTS);

  @AfterEach
  void stop() throws Exception {
    listeners.stop(100).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    loops.close();
  }

  @Test
  void servesTlsAndKnowsTheClientsCertificate() throws Exception {
    TestCertificate server = new TestCertificate(folder, "broker");
    TestCertificate client = new TestCertificate(folder, "alice");
    TlsOptions tls =
        new TlsOptions(
            server.certificate().toString(),
            server.key().toString(),
            client.certificate().toString(),
            ClientAuth.REQUIRED,
            List.of("TLSv1.3"));
    int port = bind(tls, false);

    try (ScriptedPeer peer = ScriptedPeer.over(client.connect(port, server))) {
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
  void plainBytesOnATlsPortAreCutAndHarmNobody() throws Exception {
    TestCertificate server = new TestCertificate(folder, "broker");
    TlsOptions tls =
        new TlsOptions(
            server.certificate().toString(),
            server.key().toString(),
            "",
            ClientAuth.NONE,
            List.of("TLSv1.3", "TLSv1.2"));
    int port = bind(tls, false);

    try (ScriptedPeer plain = ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", port))) {
      plain.sendText("BETA\nplain\n").readToClose();
    }
    try (ScriptedPeer peer = ScriptedPeer.over(server.connect(port, server))) {
      peer.sendText("BETA\n").expectText("echo:BETA\n");
    }
    assertThat(info().peerCertificate()).isNull();
  }

  @Test
  void believesAProxysHeader() throws Exception {
    int port = bind(null, true);

    try (ScriptedPeer peer = ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", port))) {
      peer.sendText("PROXY TCP4 203.0.113.7 192.0.2.1 4000 5672\r\nBETA\n")
          .expectText("echo:BETA\n");
    }

    TransportInfo info = info();
    assertThat(info.remote()).isEqualTo(new InetSocketAddress("203.0.113.7", 4000));
    assertThat(info.isLoopback()).isFalse();
  }

  private int bind(@Nullable TlsOptions tls, boolean proxied) throws Exception {
    ListenerOptions options =
        new ListenerOptions(
            "test.listener", "127.0.0.1", 0, List.of(beta), tls, proxied, SocketOptions.DEFAULTS);
    return listeners.bind(options).address().getPort();
  }

  private TransportInfo info() throws InterruptedException {
    return Objects.requireNonNull(beta.opened.poll(10, TimeUnit.SECONDS)).info();
  }
}

package io.warrenmq.server.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.warrenmq.api.protocol.Transport;
import io.warrenmq.server.loop.BrokerLoops;
import io.warrenmq.server.tls.TlsProvider;
import io.warrenmq.server.tls.TlsService;
import io.warrenmq.testkit.wire.ScriptedPeer;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersIT {
  private final LineProtocol alpha = new LineProtocol("alpha", "ALPHA\n");
  private final LineProtocol beta = new LineProtocol("beta", "BETA\n");
  private final BrokerLoops loops = BrokerLoops.start(2);
  private Listeners listeners =
      new Listeners(loops, TransportOptions.DEFAULTS, new TlsService(0, TlsProvider.AUTO));

  @AfterEach
  void stop() throws Exception {
    stopListeners(100);
    loops.close();
  }

  @Test
  void letsTheFirstBytesChooseTheProtocol() throws Exception {
    InetSocketAddress address = bind();

    try (ScriptedPeer a = ScriptedPeer.connect(address);
        ScriptedPeer b = ScriptedPeer.connect(address)) {
      b.sendText("BE").sendText("TA\none\n").expectText("echo:BETA\necho:one\n");
      a.sendText("ALPHA\ntwo\n").expectText("echo:ALPHA\necho:two\n");
    }

    await().until(() -> beta.events.contains("beta closed"));
    await().until(() -> alpha.events.contains("alpha closed"));
  }

  @Test
  void refusesInTheWordsOfTheLastProtocolByNameAndCloses() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(bind())) {
      peer.sendText("GET / HTTP/1.1\r\n\r\n").expectText("speak beta");
      peer.expectClose();
    }
  }

  @Test
  void closesPeersThatStaySilentOrStopHalfWay() throws Exception {
    listeners =
        new Listeners(
            loops,
            TransportOptions.DEFAULTS.withHandshakeTimeoutMs(50),
            new TlsService(0, TlsProvider.AUTO));
    InetSocketAddress address = bind();

    try (ScriptedPeer silent = ScriptedPeer.connect(address);
        ScriptedPeer half = ScriptedPeer.connect(address);
        ScriptedPeer known = ScriptedPeer.connect(address)) {
      known.sendText("BETA\n").expectText("echo:BETA\n");
      half.sendText("BET");
      half.expectClose();
      silent.expectClose();
      known.sendText("still here\n").expectText("echo:still here\n");
    }
  }

  @Test
  void replaysWhatWasLeftUnreadWhenReadingResumes() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(bind())) {
      peer.sendText("BETA\nPAUSE\nafter\nha").expectText("echo:BETA\necho:after\n");
      peer.sendText("lf\nPAUSE\n").sendText("last\n").expectText("echo:half\necho:last\n");
    }
  }

  @Test
  void takesAUnitInPiecesOfAnySize() throws Exception {
    String large = "x".repeat(300_000);
    try (ScriptedPeer peer = ScriptedPeer.connect(bind())) {
      peer.sendByteByByte("BETA\nbit by bit\n".getBytes())
          .expectText("echo:BETA\necho:bit by bit\n");
      peer.sendText(large + "\n").expectText("echo:" + large + "\n");
      peer.sendText("small again\n").expectText("echo:small again\n");
    }
  }

  @Test
  void flushesBeforeItClosesAndWritesNothingAfter() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(bind())) {
      peer.sendText("BETA\nBYE\nignored\n").expectText("echo:BETA\nbye");
      peer.expectClose();
    }
    await().until(() -> beta.events.contains("beta closed"));
    assertThat(beta.events).containsOnlyOnce("beta closed");
  }

  @Test
  void lastBytesSurviveAPeerThatKeepsSending() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(bind())) {
      peer.sendText("BETA\nBYE\n" + "more and more\n".repeat(50_000));
      peer.expectText("echo:BETA\nbye");
      peer.expectClose();
    }
  }

  @Test
  void tellsWhenTheSocketIsFullAndWhenItHasDrained() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.connect(bind())) {
      peer.sendText("BETA\n").expectText("echo:BETA\n");
      for (int i = 0; i < 20; i++) { // more than any kernel's socket buffers
        peer.sendText("FLOOD\n");
      }
      await().until(() -> beta.events.contains("beta writable false"));
      assertThat(beta.events).contains("beta writable in the call: false");

      assertThat(peer.read(20 << 20)).containsOnly(0);
      await().until(() -> beta.events.get(beta.events.size() - 1).equals("beta writable true"));
    }
  }

  @Test
  void aBugClosesItsConnectionAlone() throws Exception {
    InetSocketAddress address = bind();
    try (ScriptedPeer broken = ScriptedPeer.connect(address);
        ScriptedPeer other = ScriptedPeer.connect(address)) {
      other.sendText("BETA\n").expectText("echo:BETA\n");
      broken.sendText("ALPHA\n").expectText("echo:ALPHA\n").sendText("BUG\n").expectClose();
      other.sendText("fine\n").expectText("echo:fine\n");
    }
    await().until(() -> alpha.events.contains("alpha closed"));
  }

  @Test
  void cutsConnectionsBeyondTheBoundAndGivesPlacesBack() throws Exception {
    listeners =
        new Listeners(
            loops,
            TransportOptions.DEFAULTS.withConnectionsMax(2),
            new TlsService(0, TlsProvider.AUTO));
    InetSocketAddress address = bind();

    try (ScriptedPeer first = ScriptedPeer.connect(address)) {
      first.sendText("BETA\n").expectText("echo:BETA\n");
      ScriptedPeer second = ScriptedPeer.connect(address);
      second.sendText("BETA\n").expectText("echo:BETA\n");
      try (ScriptedPeer third = ScriptedPeer.connect(address)) {
        third.expectClose();
      }
      second.reset();
    }

    await().until(() -> listeners.connectionCount() == 0);
    try (ScriptedPeer fourth = ScriptedPeer.connect(address)) {
      fourth.sendText("BETA\n").expectText("echo:BETA\n");
    }
  }

  @Test
  void spreadsConnectionsOverTheLoops() throws Exception {
    InetSocketAddress address = bind();
    Set<Integer> used = new HashSet<>();

    for (int i = 0; i < 4; i++) {
      try (ScriptedPeer peer = ScriptedPeer.connect(address)) {
        peer.sendText("BETA\n").expectText("echo:BETA\n");
        Transport transport = beta.opened.poll(10, TimeUnit.SECONDS);
        assertThat(transport.info().remote()).isEqualTo(peer.localAddress());
        assertThat(transport.info().isLoopback()).isTrue();
        used.add(transport.loop().index());
      }
    }

    assertThat(used).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void shutdownStopsListeningAndHasEveryConnectionSayGoodBye() throws Exception {
    InetSocketAddress address = bind();
    try (ScriptedPeer open = ScriptedPeer.connect(address);
        ScriptedPeer sniffing = ScriptedPeer.connect(address);
        ScriptedPeer asleep = ScriptedPeer.connect(address)) {
      open.sendText("BETA\n").expectText("echo:BETA\n");
      asleep.sendText("BETA\nSLEEPY\n").expectText("echo:BETA\n").sendText("unread\n");
      await().until(() -> listeners.connectionCount() == 3);

      var stopped = listeners.stop(10_000);
      open.expectText("shutdown").expectClose();
      sniffing.expectClose();
      asleep.expectText("shutdown").expectClose();
      assertThatThrownBy(() -> ScriptedPeer.connect(address)).isInstanceOf(ConnectException.class);
      open.close();
      sniffing.close();
      asleep.close();
      stopped.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void saysWhatToDoWhenThePortIsTaken() throws Exception {
    int port = bind().getPort();

    try (BrokerLoops otherLoops = BrokerLoops.start(1)) {
      Listeners second =
          new Listeners(otherLoops, TransportOptions.DEFAULTS, new TlsService(0, TlsProvider.AUTO));
      assertThatThrownBy(() -> second.bind(options(port)))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("test.listener = 127.0.0.1:" + port)
          .hasMessageContaining("taken by another process");
    }
  }

  private InetSocketAddress bind() throws Exception {
    BoundListener bound = listeners.bind(options(0));
    assertThat(listeners.bound()).containsExactly(bound);
    assertThat(bound.address().getPort()).isPositive();
    return bound.address();
  }

  private ListenerOptions options(int port) {
    return new ListenerOptions(
        "test.listener",
        "127.0.0.1",
        port,
        List.of(alpha, beta),
        null,
        false,
        false,
        SocketOptions.DEFAULTS);
  }

  private void stopListeners(long timeoutMs) throws Exception {
    listeners.stop(timeoutMs).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}

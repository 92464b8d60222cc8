package io.warrenmq.server.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Has two engines shake hands, and looks at what came of it. */
final class MemoryHandshake {
  private static final int BYTES = 1 << 17;

  private final SSLEngine client;
  private final SSLEngine server;

  private MemoryHandshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /** Does it with the broker's side of a new connection; what either side throws comes out. */
  static MemoryHandshake of(SSLEngine client, LiveTls broker) throws SSLException {
    return of(client, engine(broker));
  }

  /** The broker's side of a new connection. */
  static SSLEngine engine(LiveTls broker) {
    return broker.newHandler(UnpooledByteBufAllocator.DEFAULT, Runnable::run).engine();
  }

  /** Does it; what either side throws comes out. */
  static MemoryHandshake of(SSLEngine client, SSLEngine server) throws SSLException {
    client.setUseClientMode(true);
    MemoryHandshake handshake = new MemoryHandshake(client, server);
    ByteBuffer toServer = ByteBuffer.allocate(BYTES);
    ByteBuffer toClient = ByteBuffer.allocate(BYTES);
    client.beginHandshake();
    server.beginHandshake();
    for (int turn = 0; turn < 20; turn++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
    if (isUnfinished(client) || isUnfinished(server)) {
      throw new SSLException("the handshake does not end");
    }
    // BoringSSL's tickets for sessions to come go with the first byte.
    server.wrap(ByteBuffer.wrap(new byte[] {1}), toClient);
    step(client, toClient, toServer);
    return handshake;
  }

  private static boolean isUnfinished(SSLEngine engine) {
    return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(BYTES);
    in.flip();
    while (in.hasRemaining() && engine.unwrap(in, plain).bytesConsumed() > 0) {
      runTasks(engine);
    }
    in.compact();
    runTasks(engine);
    while (engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0) {
      runTasks(engine);
    }
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
  }

  /** The common name of what the broker showed. */
  String shown() throws Exception {
    X509Certificate certificate = (X509Certificate) client.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName().substring("CN=".length());
  }

  String protocol() {
    return client.getSession().getProtocol();
  }

  String cipher() {
    return client.getSession().getCipherSuite();
  }

  /** When the client's session was made, in milliseconds of the clock: earlier if it is resumed. */
  long sessionBegan() {
    return client.getSession().getCreationTime();
  }

  /** Whether the broker knows a certificate of the client's. */
  boolean knowsClient() {
    return server.getSession().getLocalPrincipal() != null && peer() != null;
  }

  private X509Certificate peer() {
    try {
      return (X509Certificate) server.getSession().getPeerCertificates()[0];
    } catch (SSLException e) {
      return null;
    }
  }
}

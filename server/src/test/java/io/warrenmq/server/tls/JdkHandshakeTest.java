package io.warrenmq.server.tls;

/** Java's TLS. */
class JdkHandshakeTest extends HandshakeTest {
  JdkHandshakeTest() {
    super(TlsProvider.JDK);
  }
}

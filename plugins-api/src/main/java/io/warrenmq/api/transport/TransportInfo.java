package io.warrenmq.api.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a transport. Immutable.
 *
 * @param local the broker's side
 * @param remote the peer's side, as a proxy told it where one is trusted
 * @param tlsProtocol for example {@code TLSv1.3}; {@code null} without TLS
 * @param peerCertificate the client's certificate, checked; {@code null} when it showed none
 */
public record TransportInfo(
    InetSocketAddress local,
    InetSocketAddress remote,
    @Nullable String tlsProtocol,
    @Nullable X509Certificate peerCertificate) {
  /** Whether the peer is on this machine. */
  public boolean isLoopback() {
    return !remote.isUnresolved() && remote.getAddress().isLoopbackAddress();
  }
}

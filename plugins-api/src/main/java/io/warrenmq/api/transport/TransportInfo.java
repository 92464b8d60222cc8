package io.warrenmq.api.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a transport, and what is counted between them. Immutable but for that.
 *
 * @param local the broker's side
 * @param remote the peer's side, as a proxy told it where one is trusted
 * @param tlsProtocol for example {@code TLSv1.3}; {@code null} without TLS
 * @param peerCertificate the client's certificate, checked; {@code null} when it showed none
 * @param traffic what has gone over it
 */
public record TransportInfo(
    InetSocketAddress local,
    InetSocketAddress remote,
    @Nullable String tlsProtocol,
    @Nullable X509Certificate peerCertificate,
    Traffic traffic) {
  /** Of what counts no traffic. */
  public TransportInfo(
      InetSocketAddress local,
      InetSocketAddress remote,
      @Nullable String tlsProtocol,
      @Nullable X509Certificate peerCertificate) {
    this(local, remote, tlsProtocol, peerCertificate, Traffic.NONE);
  }

  /** The same, with what is counted there. */
  public TransportInfo with(Traffic traffic) {
    return new TransportInfo(local, remote, tlsProtocol, peerCertificate, traffic);
  }

  /** Whether the peer is on this machine. */
  public boolean isLoopback() {
    return !remote.isUnresolved() && remote.getAddress().isLoopbackAddress();
  }
}

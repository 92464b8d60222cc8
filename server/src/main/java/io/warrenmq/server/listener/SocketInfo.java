package io.warrenmq.server.listener;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.SocketAddress;
import io.warrenmq.api.transport.TransportInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Says who is at the two ends of a connection. */
final class SocketInfo {
  private SocketInfo() {}

  /** What Vert.x's socket says of a connection without TLS, or before it. */
  static TransportInfo of(NetSocketInternal socket) {
    Channel channel = socket.channelHandlerContext().channel();
    return new TransportInfo(
        address(channel.localAddress(), socket.localAddress()),
        address(channel.remoteAddress(), socket.remoteAddress()),
        null,
        null);
  }

  /** The same connection once its TLS handshake is done. */
  static TransportInfo over(SSLSession tls, TransportInfo plain) {
    return new TransportInfo(plain.local(), plain.remote(), tls.getProtocol(), certificate(tls));
  }

  /**
   * The channel's address, which is there anyway; Vert.x's where it is another one, as a PROXY
   * header has named it.
   */
  private static InetSocketAddress address(
      java.net.@Nullable SocketAddress own, @Nullable SocketAddress named) {
    if (own instanceof InetSocketAddress inet
        && named != null
        && inet.getPort() == named.port()
        && inet.getAddress().getHostAddress().equals(named.hostAddress())) {
      return inet;
    }
    return address(named);
  }

  private static InetSocketAddress address(@Nullable SocketAddress address) {
    if (address == null || !address.isInetSocket()) {
      return new InetSocketAddress(
          0); // A peer that has already gone: no address, above all not a loopback one.
    }
    String literal = address.hostAddress();
    InetAddress ip = literal == null ? null : NetUtil.createInetAddressFromIpAddressString(literal);
    return ip == null
        ? InetSocketAddress.createUnresolved(address.host(), address.port())
        : new InetSocketAddress(ip, address.port());
  }

  private static @Nullable X509Certificate certificate(SSLSession tls) {
    try {
      Certificate[] chain = tls.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate own ? own : null;
    } catch (SSLPeerUnverifiedException e) {
      return null; // It showed none, and none was required.
    }
  }
}

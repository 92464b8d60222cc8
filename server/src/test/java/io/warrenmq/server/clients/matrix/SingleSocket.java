package io.warrenmq.server.clients.matrix;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Gives a client the one socket there is for it. */
final class SingleSocket extends SocketFactory {
  private final Socket socket;

  SingleSocket(Socket socket) {
    this.socket = socket;
  }

  @Override
  public Socket createSocket() {
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    return socket;
  }
}

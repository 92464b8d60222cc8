package io.warrenmq.server.clients.matrix;

/** What carries a protocol. */
enum Carrier {
  TCP,
  WEB_SOCKET,
  TLS,
  WEB_SOCKET_OVER_TLS;

  boolean isWeb() {
    return this == WEB_SOCKET || this == WEB_SOCKET_OVER_TLS;
  }

  boolean isSecure() {
    return this == TLS || this == WEB_SOCKET_OVER_TLS;
  }
}

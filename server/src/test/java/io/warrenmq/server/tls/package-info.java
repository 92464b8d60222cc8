/** TLS, without connections: certificates of all forms, and handshakes in memory. */
package io.warrenmq.server.tls;

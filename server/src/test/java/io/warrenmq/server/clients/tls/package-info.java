/** Clients of all protocols over TLS. */
package io.warrenmq.server.clients.tls;

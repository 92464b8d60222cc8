/**
 * TLS of the listeners: reads keys and certificates, chooses among them, and takes new ones while
 * the broker runs. Knows no connection.
 */
@NullMarked
package io.warrenmq.server.tls;

import org.jspecify.annotations.NullMarked;

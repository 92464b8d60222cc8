/** The HTTP API over its port, beside clients at work. */
@NullMarked
package io.warrenmq.server.clients.http;

import org.jspecify.annotations.NullMarked;

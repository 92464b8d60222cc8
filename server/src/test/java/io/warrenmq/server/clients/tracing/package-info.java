/** Messages that are traced: real clients, and a collector of the test's own. */
@NullMarked
package io.warrenmq.server.clients.tracing;

import org.jspecify.annotations.NullMarked;

/** Drives the client programs in other languages, of {@code server/src/test/clients}. */
@NullMarked
package io.warrenmq.server.clients.scripts;

import org.jspecify.annotations.NullMarked;

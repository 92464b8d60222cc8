/** A real process that is killed under load, and what is there when it comes back. */
@NullMarked
package io.warrenmq.server.crash;

import org.jspecify.annotations.NullMarked;

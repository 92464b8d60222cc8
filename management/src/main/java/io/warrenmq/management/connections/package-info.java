/** Who is connected: connections, their sessions, and these sessions' consumers. */
@NullMarked
package io.warrenmq.management.connections;

import org.jspecify.annotations.NullMarked;

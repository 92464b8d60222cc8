/** STOMP connections, from the first byte to the last. */
@NullMarked
package io.warrenmq.stomp.connection;

import org.jspecify.annotations.NullMarked;

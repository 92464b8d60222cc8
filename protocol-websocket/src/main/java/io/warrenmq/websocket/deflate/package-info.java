/**
 * Compression of messages, permessage-deflate, RFC 7692, by the JDK's zlib. No connection keeps
 * anything of it between its messages. Confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.websocket.deflate;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1.1 on a connection: requests are read one after another by Netty's codec, within bounds,
 * and answered in their order. Confined to the connection's loop.
 */
@NullMarked
package io.warrenmq.management.http;

import org.jspecify.annotations.NullMarked;

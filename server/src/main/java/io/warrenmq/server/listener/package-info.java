/**
 * Where clients come in: sockets bound by Vert.x, bytes handed to protocols by a handler of our own
 * in the channel's pipeline. A connection is confined to its event loop.
 */
@NullMarked
package io.warrenmq.server.listener;

import org.jspecify.annotations.NullMarked;

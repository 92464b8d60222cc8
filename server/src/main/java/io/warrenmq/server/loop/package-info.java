/**
 * The real loops: Netty's event loops, which Vert.x runs, and the metadata thread. Each class is
 * confined to its loop except where it says otherwise.
 */
@NullMarked
package io.warrenmq.server.loop;

import org.jspecify.annotations.NullMarked;

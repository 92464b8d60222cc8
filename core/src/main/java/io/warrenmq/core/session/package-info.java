/**
 * Open connections and their sessions: the broker's side of VhostAccess. Confined to the
 * connection's loop.
 */
@NullMarked
package io.warrenmq.core.session;

import org.jspecify.annotations.NullMarked;

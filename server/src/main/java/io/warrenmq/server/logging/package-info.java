/**
 * The process's log: what of it is shown where, how its lines look, and the outputs, each with a
 * thread of its own, so that whoever logs waits for none. Of the lines it is known only that there
 * are lines; what they say is everybody else's.
 */
@NullMarked
package io.warrenmq.server.logging;

import org.jspecify.annotations.NullMarked;

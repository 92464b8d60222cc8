/** Flow control and alarms, seen by real clients. */
@NullMarked
package io.warrenmq.server.flow;

import org.jspecify.annotations.NullMarked;

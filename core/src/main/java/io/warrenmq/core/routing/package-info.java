/** From a message and an exchange to the set of queues that get it. One router a loop. */
@NullMarked
package io.warrenmq.core.routing;

import org.jspecify.annotations.NullMarked;

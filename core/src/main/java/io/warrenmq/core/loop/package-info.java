/** Event loops as the core sees them: the group, mailboxes between loops, the timer wheel. */
@NullMarked
package io.warrenmq.core.loop;

import org.jspecify.annotations.NullMarked;

/** What the broker publishes of itself: what happens in it, and copies of what goes through it. */
@NullMarked
package io.warrenmq.core.trace;

import org.jspecify.annotations.NullMarked;

/** Consumers, as they are shown with their queue, with their session and in lists. */
@NullMarked
package io.warrenmq.management.consumers;

import org.jspecify.annotations.NullMarked;

/** The HTTP API of queues, but for the messages in them. The management thread's. */
@NullMarked
package io.warrenmq.management.queues;

import org.jspecify.annotations.NullMarked;

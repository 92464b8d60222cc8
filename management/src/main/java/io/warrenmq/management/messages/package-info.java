/**
 * The HTTP API of messages: publishing, taking, browsing and moving them, on behalf of the user who
 * asks. What is done to messages is done on an event loop; the rest is the management thread's.
 */
@NullMarked
package io.warrenmq.management.messages;

import org.jspecify.annotations.NullMarked;

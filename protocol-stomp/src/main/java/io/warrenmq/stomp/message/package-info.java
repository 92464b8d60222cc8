/** STOMP's messages: how they are stored, and what they are to other protocols. */
@NullMarked
package io.warrenmq.stomp.message;

import org.jspecify.annotations.NullMarked;

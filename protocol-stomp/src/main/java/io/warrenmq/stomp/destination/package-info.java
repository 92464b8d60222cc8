/** What clients send to and subscribe to. */
@NullMarked
package io.warrenmq.stomp.destination;

import org.jspecify.annotations.NullMarked;

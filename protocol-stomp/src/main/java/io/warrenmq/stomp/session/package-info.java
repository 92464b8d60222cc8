/** What a client that is logged in may do: send, subscribe, acknowledge, in transactions or not. */
@NullMarked
package io.warrenmq.stomp.session;

import org.jspecify.annotations.NullMarked;

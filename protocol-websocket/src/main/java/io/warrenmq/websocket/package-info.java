/** Carries any protocol plugin over WebSocket. Empty for now: nothing is served yet. */
@NullMarked
package io.warrenmq.websocket;

import org.jspecify.annotations.NullMarked;

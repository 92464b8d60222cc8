/** Carries protocols over WebSocket, and knows them by the SPI alone. */
@NullMarked
package io.warrenmq.websocket;

import org.jspecify.annotations.NullMarked;

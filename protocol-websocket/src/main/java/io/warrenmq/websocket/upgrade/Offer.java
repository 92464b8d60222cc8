package io.warrenmq.websocket.upgrade;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.api.protocol.WebSocketSpec;

/**
 * A protocol at an endpoint. Immutable.
 *
 * @param protocol who serves it
 * @param spec what it wants
 * @param options what the configuration says
 */
public record Offer(ProtocolPlugin protocol, WebSocketSpec spec, WebSocketOptions options) {}

package io.warrenmq.mqtt.packet;

import org.jspecify.annotations.Nullable;

/**
 * DISCONNECT. MQTT 5.0 §3.14.
 *
 * @param reasonCode why
 * @param sessionExpiry seconds; −1 when it stays as it is
 * @param reasonString for people; {@code null} for none
 */
public record DisconnectPacket(int reasonCode, long sessionExpiry, @Nullable String reasonString) {}

package io.warrenmq.mqtt.packet;

import org.jspecify.annotations.Nullable;

/**
 * AUTH. MQTT 5.0 §3.15.
 *
 * @param reasonCode to go on, or to begin anew
 * @param method of the authentication
 * @param data of the method; {@code null} for none
 */
public record AuthPacket(int reasonCode, @Nullable String method, byte @Nullable [] data) {
  @Override
  public String toString() { // Without what is secret.
    return "AUTH[" + reasonCode + ", " + method + "]";
  }
}

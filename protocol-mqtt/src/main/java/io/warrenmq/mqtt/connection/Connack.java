package io.warrenmq.mqtt.connection;

import io.warrenmq.mqtt.packet.ReasonCode;

/** How CONNACK says why a client is not let in. Stateless. */
final class Connack {
  private Connack() {}

  /** CONNACK does not have all reasons that DISCONNECT has. [MQTT-3.2.2-8] */
  static int reason(int reasonCode) {
    return switch (reasonCode) {
      case ReasonCode.SESSION_TAKEN_OVER,
          ReasonCode.SERVER_SHUTTING_DOWN,
          ReasonCode.ADMINISTRATIVE_ACTION ->
          ReasonCode.SERVER_UNAVAILABLE;
      default -> reasonCode;
    };
  }

  /** The return codes of 3.1.1 §3.2.2.3. */
  static int returnCode(int reasonCode) {
    return switch (reasonCode) {
      case ReasonCode.UNSUPPORTED_VERSION -> 1;
      case ReasonCode.CLIENT_ID_NOT_VALID -> 2;
      case ReasonCode.BAD_USER_NAME_OR_PASSWORD -> 4;
      case ReasonCode.NOT_AUTHORIZED, ReasonCode.QUOTA_EXCEEDED -> 5;
      default -> 3;
    };
  }
}

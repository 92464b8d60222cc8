package io.warrenmq.mqtt.packet;

import org.jspecify.annotations.Nullable;

/** The versions of MQTT that are spoken. */
public enum ProtocolVersion {
  /** 3.1. */
  V3_1("MQIsdp", 3),
  /** 3.1.1. */
  V3_1_1("MQTT", 4),
  /** 5.0. */
  V5("MQTT", 5);

  private final String protocolName;
  private final int level;

  ProtocolVersion(String protocolName, int level) {
    this.protocolName = protocolName;
    this.level = level;
  }

  /** The one of that name and level; {@code null} when there is none. */
  public static @Nullable ProtocolVersion of(String protocolName, int level) {
    for (ProtocolVersion version : values()) {
      if (version.protocolName.equals(protocolName) && version.level == level) {
        return version;
      }
    }
    return null;
  }

  /** The level in a CONNECT. */
  public int level() {
    return level;
  }
}

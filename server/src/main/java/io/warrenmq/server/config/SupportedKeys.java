package io.warrenmq.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that WarrenMQ reads, by the sections of docs/configuration.md. */
final class SupportedKeys {

  private SupportedKeys() {}

  /** Section title to keys, in the order of the documentation. */
  static Map<String, List<ConfigKey>> sections() {
    Map<String, List<ConfigKey>> sections = new LinkedHashMap<>();
    sections.put("Listeners and sockets", TransportKeys.core());
    sections.put("AMQP connections and limits", LimitKeys.all());
    sections.put("Users and authentication", UserKeys.all());
    sections.put("Queues, memory, disk and identity", BrokerKeys.all());
    sections.put("Logging", LogKeys.all());
    sections.put("MQTT", ProtocolKeys.mqtt());
    sections.put("STOMP", ProtocolKeys.stomp());
    sections.put("Streams", ConfigKey.planned(ProtocolKeys.stream()));
    sections.put("WebSockets", ProtocolKeys.web());
    sections.put("Management and metrics", ManagementKeys.all());
    sections.put("WarrenMQ's own", WarrenKeys.all());
    return sections;
  }

  static List<ConfigKey> all() {
    List<ConfigKey> all = new ArrayList<>();
    sections().values().forEach(all::addAll);
    return all;
  }
}

package io.warrenmq.server.clients.matrix;

/** The protocols, as the documents name them. */
enum Protocol {
  AMQP_091("AMQP 0-9-1", "amqp091", "web_amqp"),
  AMQP_10("AMQP 1.0", "amqp10", "web_amqp"),
  MQTT("MQTT 5.0", "mqtt", "web_mqtt"),
  STOMP("STOMP 1.2", "stomp", "web_stomp");

  private final String title;
  private final String plugin;
  private final String webPlugin;

  Protocol(String title, String plugin, String webPlugin) {
    this.title = title;
    this.plugin = plugin;
    this.webPlugin = webPlugin;
  }

  String title() {
    return title;
  }

  /** The name of the listener that serves it. */
  String listener(Carrier carrier) {
    return carrier.isWeb() ? webPlugin : plugin;
  }
}

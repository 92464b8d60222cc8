package io.warrenmq.cli.perf;

/** What a load is made with, by its name on the command line. */
enum Protocol {
  amqp091(5672, 5671, "amqp", "amqps"),
  amqp10(5672, 5671, "amqp", "amqps"),
  mqtt(1883, 8883, "mqtt", "mqtts"),
  stomp(61613, 61614, "stomp", "stomps");

  private final int port;
  private final int tlsPort;
  private final String scheme;
  private final String tlsScheme;

  Protocol(int port, int tlsPort, String scheme, String tlsScheme) {
    this.port = port;
    this.tlsPort = tlsPort;
    this.scheme = scheme;
    this.tlsScheme = tlsScheme;
  }

  int port(boolean isTls) {
    return isTls ? tlsPort : port;
  }

  String scheme(boolean isTls) {
    return isTls ? tlsScheme : scheme;
  }
}

package io.warrenmq.amqp091.channel;

/** RabbitMQ's rules for names that clients send. */
final class Names {
  private Names() {}

  /**
   * A name without carriage returns and line feeds: RabbitMQ drops them where names are declared or
   * bound.
   */
  static String strip(String name) {
    if (name.indexOf('\n') < 0 && name.indexOf('\r') < 0) {
      return name;
    }
    return name.replace("\n", "").replace("\r", "");
  }
}

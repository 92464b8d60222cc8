package io.warrenmq.server.clients.tutorials;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;

/** What the tutorials share: the broker's address, and a prefix that keeps runs apart. */
final class Tutorial {
  private Tutorial() {}

  static Channel connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(System.getenv("AMQP_URL"));
    return factory.newConnection().createChannel();
  }

  static String name(String plain) {
    return System.getenv().getOrDefault("PREFIX", "") + plain;
  }

  static void say(String text) {
    System.out.println(text);
    System.out.flush();
  }
}

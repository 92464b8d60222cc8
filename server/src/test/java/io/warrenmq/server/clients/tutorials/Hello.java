package io.warrenmq.server.clients.tutorials;

import static io.warrenmq.server.clients.tutorials.Tutorial.connect;
import static io.warrenmq.server.clients.tutorials.Tutorial.name;
import static io.warrenmq.server.clients.tutorials.Tutorial.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;

/** {@code send | receive}: one message through one queue. */
final class Hello {
  private Hello() {}

  public static void main(String[] args) throws Exception {
    Channel channel = connect();
    String queue = name("hello");
    channel.queueDeclare(queue, false, false, false, null);
    if (args[0].equals("send")) {
      channel.basicPublish("", queue, null, "Hello World!".getBytes(UTF_8));
      say(" [x] Sent 'Hello World!'");
      channel.getConnection().close();
      return;
    }
    channel.basicConsume(
        queue,
        true,
        (tag, delivery) -> say(" [x] Received " + new String(delivery.getBody(), UTF_8)),
        tag -> {});
    say(" [*] Waiting for messages");
  }
}

package io.warrenmq.server.clients.tutorials;

import static io.warrenmq.server.clients.tutorials.Tutorial.connect;
import static io.warrenmq.server.clients.tutorials.Tutorial.name;
import static io.warrenmq.server.clients.tutorials.Tutorial.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;

/** {@code emit TEXT | receive}: every receiver gets every log line. */
final class Logs {
  private Logs() {}

  public static void main(String[] args) throws Exception {
    Channel channel = connect();
    String exchange = name("logs");
    channel.exchangeDeclare(exchange, "fanout");
    if (args[0].equals("emit")) {
      channel.basicPublish(exchange, "", null, args[1].getBytes(UTF_8));
      say(" [x] Sent " + args[1]);
      channel.getConnection().close();
      return;
    }
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, exchange, "");
    channel.basicConsume(
        queue,
        true,
        (tag, delivery) -> say(" [x] " + new String(delivery.getBody(), UTF_8)),
        tag -> {});
    say(" [*] Waiting for logs");
  }
}

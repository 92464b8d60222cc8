package io.warrenmq.server.clients.tutorials;

import static io.warrenmq.server.clients.tutorials.Tutorial.connect;
import static io.warrenmq.server.clients.tutorials.Tutorial.name;
import static io.warrenmq.server.clients.tutorials.Tutorial.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;

/** {@code emit KEY TEXT | receive SEVERITY...}: receivers choose by routing key. */
final class Routing {
  private Routing() {}

  public static void main(String[] args) throws Exception {
    Channel channel = connect();
    String exchange = name("direct_logs");
    channel.exchangeDeclare(exchange, "direct");
    if (args[0].equals("emit")) {
      channel.basicPublish(exchange, args[1], null, args[2].getBytes(UTF_8));
      say(" [x] Sent " + args[1] + ":" + args[2]);
      channel.getConnection().close();
      return;
    }
    String queue = channel.queueDeclare().getQueue();
    for (int i = 1; i < args.length; i++) {
      channel.queueBind(queue, exchange, args[i]);
    }
    channel.basicConsume(
        queue,
        true,
        (tag, delivery) ->
            say(
                " [x] "
                    + delivery.getEnvelope().getRoutingKey()
                    + ":"
                    + new String(delivery.getBody(), UTF_8)),
        tag -> {});
    say(" [*] Waiting for logs");
  }
}

package io.warrenmq.server.clients.tutorials;

import static io.warrenmq.server.clients.tutorials.Tutorial.connect;
import static io.warrenmq.server.clients.tutorials.Tutorial.name;
import static io.warrenmq.server.clients.tutorials.Tutorial.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;

/** {@code task TEXT | worker}: durable tasks, shared fairly among workers. */
final class Work {
  private Work() {}

  public static void main(String[] args) throws Exception {
    Channel channel = connect();
    String queue = name("task_queue");
    channel.queueDeclare(queue, true, false, false, null);
    if (args[0].equals("task")) {
      channel.basicPublish(
          "", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, args[1].getBytes(UTF_8));
      say(" [x] Sent " + args[1]);
      channel.getConnection().close();
      return;
    }
    channel.basicQos(1);
    channel.basicConsume(
        queue,
        false,
        (tag, delivery) -> {
          say(" [x] Received " + new String(delivery.getBody(), UTF_8));
          channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          say(" [x] Done");
        },
        tag -> {});
    say(" [*] Waiting for messages");
  }
}

package io.warrenmq.server.clients.tutorials;

import static io.warrenmq.server.clients.tutorials.Tutorial.connect;
import static io.warrenmq.server.clients.tutorials.Tutorial.name;
import static io.warrenmq.server.clients.tutorials.Tutorial.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** {@code server | client N}: asks for a Fibonacci number and awaits the reply of its own. */
final class Rpc {
  private Rpc() {}

  public static void main(String[] args) throws Exception {
    Channel channel = connect();
    if (args[0].equals("server")) {
      serve(channel);
      return;
    }
    say(" [.] Got " + call(channel, args[1]));
    channel.getConnection().close();
  }

  private static void serve(Channel channel) throws Exception {
    String queue = name("rpc_queue");
    channel.queueDeclare(queue, false, false, false, null);
    channel.basicQos(1);
    channel.basicConsume(
        queue,
        false,
        (tag, request) -> {
          int n = Integer.parseInt(new String(request.getBody(), UTF_8));
          say(" [.] fib(" + n + ")");
          BasicProperties reply =
              new BasicProperties.Builder()
                  .correlationId(request.getProperties().getCorrelationId())
                  .build();
          channel.basicPublish(
              "",
              request.getProperties().getReplyTo(),
              reply,
              Long.toString(fib(n)).getBytes(UTF_8));
          channel.basicAck(request.getEnvelope().getDeliveryTag(), false);
        },
        tag -> {});
    say(" [*] Awaiting RPC requests");
  }

  private static String call(Channel channel, String n) throws Exception {
    String replyTo = channel.queueDeclare().getQueue();
    String correlationId = UUID.randomUUID().toString();
    CompletableFuture<String> answer = new CompletableFuture<>();
    channel.basicConsume(
        replyTo,
        true,
        (tag, reply) -> {
          if (correlationId.equals(reply.getProperties().getCorrelationId())) {
            answer.complete(new String(reply.getBody(), UTF_8));
          }
        },
        tag -> {});
    channel.basicPublish(
        "",
        name("rpc_queue"),
        new BasicProperties.Builder().correlationId(correlationId).replyTo(replyTo).build(),
        n.getBytes(UTF_8));
    return answer.get();
  }

  private static long fib(int n) {
    long a = 0;
    long b = 1;
    for (int i = 0; i < n; i++) {
      long next = a + b;
      a = b;
      b = next;
    }
    return a;
  }
}

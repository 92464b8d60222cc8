package io.warrenmq.server.clients.tutorials;

import static io.warrenmq.server.clients.tutorials.Tutorial.connect;
import static io.warrenmq.server.clients.tutorials.Tutorial.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** Publishes and learns what the broker took: one by one, in a batch, and by callbacks. */
final class Confirms {
  private static final int MESSAGES = 200;
  private static final int PATIENCE_MS = 20_000;

  private Confirms() {}

  public static void main(String[] args) throws Exception {
    Channel channel = connect();
    String queue = channel.queueDeclare().getQueue();
    channel.confirmSelect();

    for (int i = 0; i < MESSAGES; i++) {
      publish(channel, queue, i);
      channel.waitForConfirmsOrDie(PATIENCE_MS);
    }
    say(" [x] Published " + MESSAGES + " messages individually");

    for (int i = 0; i < MESSAGES; i++) {
      publish(channel, queue, i);
    }
    channel.waitForConfirmsOrDie(PATIENCE_MS);
    say(" [x] Published " + MESSAGES + " messages in a batch");

    asynchronously(channel, queue);
    returned(channel, queue);
    channel.getConnection().close();
  }

  private static void asynchronously(Channel channel, String queue) throws Exception {
    ConcurrentSkipListMap<Long, Integer> outstanding = new ConcurrentSkipListMap<>();
    CompletableFuture<Void> all = new CompletableFuture<>();
    channel.addConfirmListener(
        (tag, multiple) -> {
          if (multiple) {
            outstanding.headMap(tag, true).clear();
          } else {
            outstanding.remove(tag);
          }
          if (outstanding.isEmpty()) {
            all.complete(null);
          }
        },
        (tag, multiple) -> all.completeExceptionally(new IllegalStateException("nack " + tag)));
    long first = channel.getNextPublishSeqNo();
    for (int i = 0; i < MESSAGES; i++) {
      outstanding.put(first + i, i);
    }
    for (int i = 0; i < MESSAGES; i++) {
      publish(channel, queue, i);
    }
    all.get();
    say(" [x] Published " + MESSAGES + " messages and handled confirms asynchronously");
  }

  private static void returned(Channel channel, String queue) throws Exception {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    channel.addReturnListener(r -> code.complete(r.getReplyCode()));
    channel.basicPublish("", queue + ".nobody", true, null, new byte[0]);
    code.get();
    say(" [x] Unroutable message returned");
  }

  private static void publish(Channel channel, String queue, int i) throws Exception {
    channel.basicPublish("", queue, null, Integer.toString(i).getBytes(UTF_8));
  }
}

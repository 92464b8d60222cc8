package io.warrenmq.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer that keeps its deliveries until the test takes them. Thread-safe. */
public final class Inbox extends DefaultConsumer {
  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> cancelled = new CompletableFuture<>();

  public Inbox(Channel channel) {
    super(channel);
  }

  @Override
  public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] b) {
    deliveries.add(new Delivery(envelope, properties, b));
  }

  @Override
  public void handleCancel(String tag) {
    cancelled.complete(tag);
  }

  /** The next delivery, waited for; fails when none comes. */
  public Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (delivery == null) {
      throw new AssertionError("no delivery came");
    }
    return delivery;
  }

  /** The body of the next delivery. */
  public String nextBody() throws InterruptedException {
    return body(next());
  }

  /** The bodies of the next {@code count} deliveries, in their order. */
  public List<String> bodies(int count) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(nextBody());
    }
    return bodies;
  }

  /** How many deliveries are here that the test has not taken; does not wait. */
  public int waiting() {
    return deliveries.size();
  }

  /** Waits for the broker's {@code basic.cancel}; returns the consumer tag it named. */
  public String cancelledTag() throws Exception {
    return cancelled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the broker has cancelled this consumer by now; does not wait. */
  public boolean isCancelled() {
    return cancelled.isDone();
  }

  public static String body(Delivery delivery) {
    return new String(delivery.getBody(), UTF_8);
  }
}

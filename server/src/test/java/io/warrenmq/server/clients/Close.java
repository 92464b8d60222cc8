package io.warrenmq.server.clients;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownNotifier;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How the broker closed a channel or connection.
 *
 * @param scope {@code "channel"} or {@code "connection"}
 * @param code the AMQP reply code
 * @param text the reply text, whole
 */
public record Close(String scope, int code, String text) {
  private static final int PATIENCE_SECONDS = 20;

  /** What a client does that the broker is to refuse. */
  @FunctionalInterface
  public interface Act {
    /** Does it, on a channel that nothing else uses. */
    void on(Channel channel) throws Exception;
  }

  public static Close channel(int code, String text) {
    return new Close("channel", code, text);
  }

  public static Close connection(int code, String text) {
    return new Close("connection", code, text);
  }

  /** Does {@code act} on a fresh channel of {@code connection}, and waits until it is closed. */
  public static Close of(Connection connection, Act act) throws Exception {
    return of(connection.createChannel(), act);
  }

  /** Does {@code act} on {@code channel}, and waits until the broker has closed it. */
  public static Close of(Channel channel, Act act) throws Exception {
    CompletableFuture<ShutdownSignalException> closed = watch(channel);
    try {
      act.on(channel);
    } catch (IOException e) {
      if (!(e.getCause() instanceof ShutdownSignalException)) {
        throw e;
      }
    } catch (AlreadyClosedException ignored) {
      // The close overtook a second call of the act; the future has its reason.
    }
    return await(closed);
  }

  /** Waits until {@code channel} is closed by the broker. */
  public static Close await(Channel channel) throws Exception {
    return await(watch(channel));
  }

  /** What the broker's close that ended in {@code signal} said. */
  public static Close from(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return channel(close.getReplyCode(), close.getReplyText());
    }
    if (reason instanceof AMQP.Connection.Close close) {
      return connection(close.getReplyCode(), close.getReplyText());
    }
    throw new AssertionError("closed without a close method of the broker's", signal);
  }

  private static CompletableFuture<ShutdownSignalException> watch(ShutdownNotifier notifier) {
    CompletableFuture<ShutdownSignalException> closed = new CompletableFuture<>();
    notifier.addShutdownListener(closed::complete);
    return closed;
  }

  private static Close await(CompletableFuture<ShutdownSignalException> closed) throws Exception {
    try {
      return from(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      throw new AssertionError("the broker closed nothing", e);
    }
  }
}

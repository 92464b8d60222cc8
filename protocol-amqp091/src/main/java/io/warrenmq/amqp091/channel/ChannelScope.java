package io.warrenmq.amqp091.channel;

import io.vertx.core.Future;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one channel share: its number, its session, its way out, and waiting. Confined
 * to the connection's loop.
 */
final class ChannelScope {
  private final ConnectionContext connection;
  private final Channel channel;
  private final VhostAccess session;

  ChannelScope(ConnectionContext connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
    this.session = connection.broker().openSession(channel);
  }

  int number() {
    return channel.number();
  }

  VhostAccess session() {
    return session;
  }

  ConnectionContext connection() {
    return connection;
  }

  ContentWriter writer() {
    return connection.writer();
  }

  /** Whether the session is over; nothing but the closing handshake is sent then. */
  boolean isReleased() {
    return channel.isReleased();
  }

  void send(Method method) {
    connection.owner().send(channel.number(), method);
  }

  /** Sends the answer to a request unless the client has asked for none. */
  void reply(boolean nowait, Method method) {
    if (!nowait) {
      send(method);
    }
  }

  /** Suspends the connection until {@link #resume}, when an answer takes longer than the call. */
  void suspend() {
    connection.owner().suspend();
  }

  /** Has the confirms of this turn sent at its end. */
  void flushAtTurnEnd() {
    channel.flushAtTurnEnd();
  }

  void resume() {
    connection.owner().resume();
  }

  /** Fails the channel, or the connection, from outside the handling of a frame. */
  void fail(AmqpFault fault) {
    connection.owner().fail(channel, fault);
  }

  /**
   * Goes on with the result when it is there; until then the connection takes no further frames. A
   * failure closes the channel or the connection. Nothing happens with the result when the channel
   * is gone by then.
   *
   * @throws AmqpFault when the future has failed already
   */
  <T extends @Nullable Object> void await(Future<T> future, Consumer<T> andThen) {
    if (future.isComplete()) {
      if (future.failed()) {
        throw toFault(future.cause());
      }
      andThen.accept(future.result());
      return;
    }
    suspend();
    future.onComplete(
        result -> {
          if (!isReleased()) {
            finish(
                result.succeeded() ? () -> andThen.accept(result.result()) : null, result.cause());
          }
          resume();
        });
  }

  private void finish(@Nullable Runnable andThen, Throwable cause) {
    try {
      if (andThen == null) {
        throw toFault(cause);
      }
      andThen.run();
    } catch (AmqpFault fault) {
      connection.owner().fail(channel, fault);
    } catch (BrokerException refusal) {
      connection.owner().fail(channel, AmqpFault.of(refusal));
    } catch (RuntimeException bug) {
      connection.owner().fail(channel, bug);
    }
  }

  private static RuntimeException toFault(Throwable cause) {
    if (cause instanceof BrokerException refusal) {
      return AmqpFault.of(refusal);
    }
    return cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
  }
}

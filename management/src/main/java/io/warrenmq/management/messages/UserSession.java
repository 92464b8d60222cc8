package io.warrenmq.management.messages;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is done as a client of the user's would do it. Confined to its loop. */
final class UserSession implements SessionListener {
  private final Loop loop;
  private final VhostAccess access;
  private @Nullable Promise<Boolean> confirmed;

  private UserSession(Loop loop, BrokerConnection connection) {
    this.loop = loop;
    this.access = connection.openSession(this);
  }

  /**
   * Opens a session, and closes it when what is done is done. Any thread.
   *
   * @param loop an event loop
   * @return completes on the loop; what is refused is told as RabbitMQ's API tells what a channel
   *     is closed for
   */
  static <T> Future<T> run(
      Broker broker,
      Loop loop,
      String vhost,
      ApiRequest request,
      Function<UserSession, Future<T>> work) {
    Promise<T> answer = Promise.promise();
    loop.execute(
        () ->
            broker
                .openFor(loop, vhost, request.user())
                .compose(
                    connection ->
                        attempt(() -> work.apply(new UserSession(loop, connection)))
                            .eventually(connection::close))
                .recover(failure -> Future.failedFuture(told(failure)))
                .onComplete(answer));
    return answer.future();
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (BrokerException | ApiException e) {
      return Future.failedFuture(e);
    }
  }

  private static Throwable told(Throwable failure) {
    return failure instanceof BrokerException refusal ? ChannelFault.of(refusal) : failure;
  }

  /** Its loop. */
  Loop loop() {
    return loop;
  }

  /** The session. */
  VhostAccess access() {
    return access;
  }

  /** The publish that is to be confirmed; the only one. */
  Future<Boolean> confirmation() {
    Promise<Boolean> promise = Promise.promise();
    confirmed = promise;
    return promise.future();
  }

  @Override
  public void onConfirm(long publishId, boolean accepted) {
    if (confirmed != null) {
      confirmed.complete(accepted);
    }
  }
}

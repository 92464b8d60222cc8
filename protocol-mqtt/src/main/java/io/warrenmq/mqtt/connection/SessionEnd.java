package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.session.SessionLimit;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.store.SessionRecords;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.sys.Counter;
import io.warrenmq.mqtt.sys.SysTopics;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what a session leaves behind when it ends: its queue, its shares, its records, in this
 * order, so that what a crash leaves is taken away at the next start. Thread-safe.
 */
final class SessionEnd {
  private static final Logger LOG = LoggerFactory.getLogger(SessionEnd.class);
  private static final SessionListener NOBODY = (publishId, accepted) -> {};

  private final BrokerAccess broker;
  private final SharedSubscriptions shares;
  private final KeptBytes kept;
  private final SessionLimit limit;
  private final SessionRecords records;
  private final SysTopics sys;

  SessionEnd(
      BrokerAccess broker,
      SharedSubscriptions shares,
      KeptBytes kept,
      SessionLimit limit,
      SessionRecords records,
      SysTopics sys) {
    this.broker = broker;
    this.shares = shares;
    this.kept = kept;
    this.limit = limit;
    this.records = records;
    this.sys = sys;
  }

  /** Removes a session whose time was over while its client was away. The loop. */
  void expire(Loop loop, SessionState state) {
    sys.counters(loop).increment(Counter.EXPIRED);
    remove(loop, state);
  }

  /**
   * Removes a session that no connection has. The loop.
   *
   * @return completes there when it has gone; never fails
   */
  Future<Void> remove(Loop loop, SessionState state) {
    kept.release(state);
    if (state.isKept()) {
      limit.release(state.key().vhost());
    }
    List<TopicFilter> shared = new ArrayList<>(0);
    for (Subscription subscription : state.subscriptions().all()) {
      sys.counters(loop).addSubscription(subscription.filter(), -1);
      if (subscription.filter().isShared()) {
        shared.add(subscription.filter());
      }
    }
    String vhost = state.key().vhost();
    Future<Void> gone =
        !state.hasQueue() && shared.isEmpty()
            ? Future.succeededFuture()
            : internally(loop, vhost, access -> remove(loop, state, shared, access))
                .recover(failure -> withItsVhost(failure, loop, vhost, shared));
    return gone.onSuccess(done -> records.end(state))
        .otherwise(
            failure -> {
              LOG.warn("the session of {} could not be removed", state.key(), failure);
              return null;
            });
  }

  /** Its vhost may have gone before, and all that was in it. */
  private Future<Void> withItsVhost(
      Throwable failure, Loop loop, String vhost, List<TopicFilter> shared) {
    if (!(failure instanceof BrokerException refusal) || refusal.kind() != ErrorKind.NOT_FOUND) {
      return Future.failedFuture(failure);
    }
    List<Future<Void>> left = new ArrayList<>(shared.size());
    for (TopicFilter filter : shared) {
      left.add(
          shares.leave(
              loop,
              vhost,
              filter,
              () -> {
                records.removeShare(vhost, filter);
                return Future.succeededFuture();
              }));
    }
    return Future.join(left).mapEmpty();
  }

  private Future<Void> remove(
      Loop loop, SessionState state, List<TopicFilter> shared, VhostAccess access) {
    List<Future<Void>> gone = new ArrayList<>(1);
    if (state.hasQueue()) {
      gone.add(access.deleteQueue(state.key().qos1Queue(), false, false).mapEmpty());
    }
    for (TopicFilter filter : shared) {
      gone.add(leave(loop, access, state.key().vhost(), filter));
    }
    return Future.join(gone).mapEmpty();
  }

  /**
   * A session leaves a shared subscription.
   *
   * @param access of the loop
   */
  Future<Void> leave(Loop loop, VhostAccess access, String vhost, TopicFilter filter) {
    return shares.leave(loop, vhost, filter, () -> removeShared(access, vhost, filter));
  }

  private Future<Void> removeShared(VhostAccess access, String vhost, TopicFilter filter) {
    return access
        .deleteQueue(SharedSubscriptions.queue(filter), false, false)
        .map(
            gone -> {
              records.removeShare(vhost, filter);
              return null;
            });
  }

  /** Removes the queue of a shared subscription that no session is in. The loop. */
  Future<Void> removeShared(Loop loop, String vhost, TopicFilter filter) {
    return internally(loop, vhost, access -> removeShared(access, vhost, filter))
        .otherwise(
            failure -> {
              LOG.warn("{} in {} could not be removed", filter, vhost, failure);
              return null;
            });
  }

  private Future<Void> internally(
      Loop loop, String vhost, Function<VhostAccess, Future<Void>> work) {
    return broker
        .openInternal(loop, vhost)
        .compose(
            connection -> work.apply(connection.openSession(NOBODY)).eventually(connection::close));
  }
}

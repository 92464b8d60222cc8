package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.store.SessionRecords;
import io.warrenmq.mqtt.store.SessionRecords.Restored;
import io.warrenmq.mqtt.subscription.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what the broker's former life has left: retained messages, sessions whose clients may
 * come back, their wills, and what is to be taken away.
 */
final class Restart {
  private static final Logger LOG = LoggerFactory.getLogger(Restart.class);

  private final Node node;
  private final List<Loop> loops;

  Restart(Node node) {
    this.node = node;
    this.loops = node.broker().loops();
  }

  /**
   * Does so. The starting thread, before any client comes.
   *
   * @return completes, on any thread, when clients may come
   */
  Future<Void> run() {
    node.store()
        .retained()
        .restore(
            (vhost, topic, stored) ->
                node.retained().restore(vhost, topic, node.restored(topic, stored)));
    SessionRecords records = node.store().sessions();
    List<Restored> sessions = records.restore(node::restored);
    for (Restored each : sessions) {
      SessionState state = each.state();
      node.kept().restore(state);
      node.limit().restore(state.key().vhost());
      for (Subscription subscription : state.subscriptions().all()) {
        if (subscription.filter().isShared()) {
          node.shares().restore(state.key().vhost(), subscription.filter());
        }
      }
    }
    List<Future<Void>> done = new ArrayList<>();
    records.shares(
        (vhost, filter) -> {
          if (!node.shares().hasMembers(vhost, filter)) {
            Loop loop = loops.get(0);
            done.add(on(loop, () -> node.ends().removeShared(loop, vhost, filter)));
          }
        });
    node.store().start();
    for (Loop loop : loops) {
      List<Restored> mine =
          sessions.stream().filter(each -> loopOf(each.state()) == loop.index()).toList();
      done.add(
          on(
              loop,
              () -> {
                mine.forEach(each -> restore(loop, each));
                return Future.succeededFuture();
              }));
    }
    if (!sessions.isEmpty() || node.retained().size() > 0) {
      LOG.info("{} sessions, {} retained messages", sessions.size(), node.retained().size());
    }
    Set<String> vhosts = new HashSet<>(node.retained().vhosts());
    sessions.forEach(each -> vhosts.add(each.state().key().vhost()));
    return Future.join(done).compose(there -> on(loops.get(0), () -> forgetThoseGone(vhosts)));
  }

  /** What is of a vhost that has gone when nobody was there to note it. Loop 0. */
  private Future<Void> forgetThoseGone(Set<String> vhosts) {
    List<Future<Void>> looked = new ArrayList<>();
    for (String vhost : vhosts) {
      looked.add(
          node.broker()
              .openInternal(loops.get(0), vhost)
              .compose(
                  BrokerConnection::close,
                  gone -> {
                    LOG.warn("vhost {} has gone: so do its sessions and retained messages", vhost);
                    node.forget(vhost);
                    return Future.succeededFuture();
                  }));
    }
    return Future.join(looked).mapEmpty();
  }

  private int loopOf(SessionState state) {
    return Math.floorMod(state.key().hashCode(), loops.size());
  }

  private static Future<Void> on(Loop loop, Supplier<Future<Void>> work) {
    Promise<Void> done = Promise.promise();
    loop.execute(() -> work.get().onComplete(done));
    return done.future();
  }

  private void restore(Loop loop, Restored restored) {
    SessionState state = restored.state();
    long nowMs = loop.clock().wallMs();
    if (state.awaySinceMs() == 0) { // It was there: it went with the broker.
      state.awaySinceMs(nowMs);
      node.store().sessions().put(state);
    }
    if (restored.will() != null) {
      Wills.leave(node, loop, state, restored.will(), Math.max(0, nowMs - state.awaySinceMs()));
    }
    for (Subscription subscription : state.subscriptions().all()) {
      node.sys().counters(loop).addSubscription(subscription.filter(), 1);
    }
    node.sessions().restore(loop, state);
  }
}

package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How many sessions are in each shared subscription: its queue comes with the first and goes with
 * the last of them. Thread-safe.
 */
final class SharedSubscriptions {
  private static final String PREFIX = "mqtt-shared-";
  private static final int NAME_BYTES_MAX = 255;

  private final ConcurrentHashMap<Key, Share> shares = new ConcurrentHashMap<>();

  private record Key(String vhost, TopicFilter filter) {}

  /** Changed by one thread at a time, which has its place in the map. */
  private static final class Share {
    int members;
    Future<Void> last = Future.succeededFuture(); // what is done to its queue: one after the other
  }

  /** The name of the queue of a shared subscription. */
  static String queue(TopicFilter filter) {
    String name = PREFIX + filter.shareName() + "/" + filter.text();
    if (name.getBytes(UTF_8).length <= NAME_BYTES_MAX) {
      return name;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** A session of the broker's former life is in it. */
  void restore(String vhost, TopicFilter filter) {
    change(vhost, filter, 1, Future.succeededFuture());
  }

  /**
   * A session is in it.
   *
   * @param loop the caller's
   * @param make sees that there is a queue; called there when nobody else is at it
   * @return completes, on any thread, with what that gives; when it fails, the session is to leave
   */
  Future<Void> join(Loop loop, String vhost, TopicFilter filter, Supplier<Future<Void>> make) {
    return inTurn(loop, vhost, filter, 1, make);
  }

  /**
   * A session has left it.
   *
   * @param loop the caller's
   * @param remove removes the queue; called there when nobody else is at it, and if nobody has come
   *     meanwhile
   * @return completes, on any thread, with what that gives
   */
  Future<Void> leave(Loop loop, String vhost, TopicFilter filter, Supplier<Future<Void>> remove) {
    return inTurn(
        loop,
        vhost,
        filter,
        -1,
        () -> hasMembers(vhost, filter) ? Future.succeededFuture() : remove.get());
  }

  private Future<Void> inTurn(
      Loop loop, String vhost, TopicFilter filter, int change, Supplier<Future<Void>> what) {
    Promise<Void> done = Promise.promise();
    Future<Void> before = change(vhost, filter, change, done.future());
    before.onComplete(
        free ->
            loop.execute(
                () ->
                    what.get()
                        .onComplete(
                            result -> {
                              forget(vhost, filter, done.future());
                              done.handle(result);
                            })));
    return done.future();
  }

  private Future<Void> change(String vhost, TopicFilter filter, int change, Future<Void> next) {
    Future<?>[] before = new Future<?>[1];
    shares.compute(
        new Key(vhost, filter),
        (key, known) -> {
          Share share = known == null ? new Share() : known;
          share.members += change;
          before[0] = share.last;
          share.last = next;
          return share;
        });
    return before[0].mapEmpty();
  }

  /** Whether a session is in it. */
  boolean hasMembers(String vhost, TopicFilter filter) {
    boolean[] has = new boolean[1];
    shares.computeIfPresent(
        new Key(vhost, filter),
        (key, share) -> {
          has[0] = share.members > 0;
          return share;
        });
    return has[0];
  }

  /** Nobody is in it, and nobody is at it. */
  private void forget(String vhost, TopicFilter filter, Future<Void> mine) {
    shares.computeIfPresent(
        new Key(vhost, filter),
        (key, share) -> share.members == 0 && share.last == mine ? null : share);
  }

  /** How many there are. */
  int size() {
    return shares.size();
  }
}

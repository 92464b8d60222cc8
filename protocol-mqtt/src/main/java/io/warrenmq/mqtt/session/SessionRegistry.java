package io.warrenmq.mqtt.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.mqtt.packet.ConnectPacket;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which connection has which session, and the sessions that none has at present. A client that
 * comes a second time takes its session over: the connection that has it is told, and hands it on
 * when it has let go of everything. MQTT 5.0 §3.1.4, [MQTT-3.1.4-3]. Thread-safe.
 */
public final class SessionRegistry {
  private static final IllegalStateException OVERTAKEN =
      new IllegalStateException("another connection was faster");

  private final ConcurrentHashMap<ClientKey, Place> places = new ConcurrentHashMap<>();
  private final BiConsumer<Loop, SessionState> onExpired;
  private final BiConsumer<Loop, SessionState> onEnded;

  /** A connection that has a session or wants one. */
  public interface Holder {
    /** Where it lives. */
    Loop loop();

    /** Another connection of its client wants the session. Its loop. */
    void onTakenOver();
  }

  /**
   * Where a client's session is.
   *
   * @param holder who has it; {@code null} while the client is away
   * @param next who is to have it next
   * @param kept the session while the client is away
   * @param ends whether the session ends when its holder lets go of it
   */
  private record Place(
      @Nullable Holder holder, @Nullable Waiting next, @Nullable Kept kept, boolean ends) {

    Place(@Nullable Holder holder, @Nullable Waiting next, @Nullable Kept kept) {
      this(holder, next, kept, false);
    }
  }

  private record Waiting(Holder holder, Promise<@Nullable SessionState> granted) {}

  /** A session without its client; the timer is the loop's. */
  private record Kept(SessionState state, Loop loop, @Nullable TimerHandle timer) {
    void cancelTimer() {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  /**
   * Without any session.
   *
   * @param onExpired called on some event loop with a session whose time is over
   * @param onEnded the same of one that has come to its end before
   */
  public SessionRegistry(
      BiConsumer<Loop, SessionState> onExpired, BiConsumer<Loop, SessionState> onEnded) {
    this.onExpired = onExpired;
    this.onEnded = onEnded;
  }

  /** Whether a claim has failed since another connection has come after it. */
  @SuppressWarnings("ReferenceEquality") // There is one.
  public static boolean isOvertaken(Throwable failure) {
    return failure == OVERTAKEN;
  }

  /** How many sessions there are, with and without a connection. */
  public int size() {
    return places.size();
  }

  /**
   * Asks for a session. The connection's loop.
   *
   * @return completes there once nobody else has it: with what there is of it, or {@code null};
   *     fails when another connection was faster to take it over
   */
  public Future<@Nullable SessionState> claim(ClientKey key, Holder holder) {
    assert holder.loop().inThread();
    Place[] before = new Place[1];
    Promise<@Nullable SessionState> granted = Promise.promise();
    places.compute(
        key,
        (same, place) -> {
          before[0] = place;
          return place == null || place.holder == null
              ? new Place(holder, null, null)
              : new Place(place.holder, new Waiting(holder, granted), null, place.ends);
        });
    Place found = before[0];
    if (found == null || found.holder == null) {
      Kept kept = found == null ? null : found.kept;
      if (kept != null && kept.timer != null) {
        kept.loop.execute(kept::cancelTimer);
      }
      return Future.succeededFuture(kept == null ? null : kept.state);
    }
    Waiting overtaken = found.next;
    if (overtaken != null) {
      overtaken.holder.loop().execute(() -> overtaken.granted.fail(OVERTAKEN));
    }
    Holder other = found.holder;
    other.loop().execute(other::onTakenOver);
    return granted.future();
  }

  /** Takes in a session of the broker's former life, that nobody has yet. The loop. */
  public void restore(Loop loop, SessionState state) {
    places.put(state.key(), new Place(null, null, new Kept(state, loop, timer(state, loop))));
  }

  /**
   * Lets go of a session: nothing of the connection is at its queue any more. The connection's
   * loop.
   *
   * @param kept what lives on, for the client's next connection; {@code null} when it has ended
   */
  public void release(ClientKey key, Holder holder, @Nullable SessionState kept) {
    assert holder.loop().inThread();
    Waiting[] next = new Waiting[1];
    boolean[] ends = new boolean[1];
    Kept away = kept == null ? null : new Kept(kept, holder.loop(), timer(kept, holder.loop()));
    places.computeIfPresent(
        key,
        (same, place) -> {
          if (place.holder != holder) {
            return place;
          }
          Waiting waiting = place.next;
          next[0] = waiting;
          ends[0] = place.ends && away != null;
          if (waiting != null) {
            return new Place(waiting.holder, null, null);
          }
          return away == null || place.ends ? null : new Place(null, null, away);
        });
    Waiting waiting = next[0];
    if (away != null && (waiting != null || ends[0])) {
      away.cancelTimer();
    }
    if (ends[0]) {
      end(holder.loop(), Objects.requireNonNull(kept));
    }
    if (waiting != null) {
      @Nullable SessionState left = ends[0] ? null : kept;
      waiting.holder.loop().execute(() -> waiting.granted.complete(left));
    }
  }

  /**
   * All sessions of a vhost end: now, or when the connections that have them have gone. Any loop.
   */
  public void removeAll(String vhost) {
    for (ClientKey key : places.keySet()) {
      if (key.vhost().equals(vhost)) {
        Kept[] away = new Kept[1];
        places.computeIfPresent(
            key,
            (same, place) -> {
              away[0] = place.kept;
              return place.holder == null ? null : new Place(place.holder, place.next, null, true);
            });
        Kept kept = away[0];
        if (kept != null) {
          kept.loop.execute(
              () -> {
                kept.cancelTimer();
                end(kept.loop, kept.state);
              });
        }
      }
    }
  }

  /** Before its time. The session's loop. */
  private void end(Loop loop, SessionState state) {
    PendingWill will = state.takeWill();
    if (will != null) {
      will.cancel();
    }
    onEnded.accept(loop, state);
  }

  private @Nullable TimerHandle timer(SessionState state, Loop loop) {
    return state.expiry() == ConnectPacket.NEVER
        ? null
        : loop.schedule(state.remainingMs(loop.clock().wallMs()), () -> expire(loop, state));
  }

  private void expire(Loop loop, SessionState state) {
    boolean[] ended = new boolean[1];
    places.computeIfPresent(
        state.key(),
        (same, place) -> {
          Kept kept = place.kept;
          ended[0] = kept != null && kept.state == state;
          return ended[0] ? null : place;
        });
    if (ended[0]) {
      onExpired.accept(loop, state);
    }
  }
}

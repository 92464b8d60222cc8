package io.warrenmq.mqtt.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.mqtt.packet.ConnectPacket;
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
   */
  private record Place(@Nullable Holder holder, @Nullable Waiting next, @Nullable Kept kept) {}

  private record Waiting(Holder holder, Promise<@Nullable SessionState> granted) {}

  /** A session without its client; the timer is the loop's. */
  private record Kept(SessionState state, Loop loop, @Nullable TimerHandle timer) {}

  /**
   * Without any session.
   *
   * @param onExpired called on some event loop with a session that has come to its end
   */
  public SessionRegistry(BiConsumer<Loop, SessionState> onExpired) {
    this.onExpired = onExpired;
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
              : new Place(place.holder, new Waiting(holder, granted), null);
        });
    Place found = before[0];
    if (found == null || found.holder == null) {
      Kept kept = found == null ? null : found.kept;
      TimerHandle timer = kept == null ? null : kept.timer;
      if (kept != null && timer != null) {
        kept.loop.execute(timer::cancel);
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
    Kept away = kept == null ? null : new Kept(kept, holder.loop(), timer(kept, holder.loop()));
    places.computeIfPresent(
        key,
        (same, place) -> {
          if (place.holder != holder) {
            return place;
          }
          Waiting waiting = place.next;
          next[0] = waiting;
          if (waiting != null) {
            return new Place(waiting.holder, null, null);
          }
          return away == null ? null : new Place(null, null, away);
        });
    Waiting waiting = next[0];
    if (waiting != null) {
      if (away != null && away.timer != null) {
        away.timer.cancel();
      }
      waiting.holder.loop().execute(() -> waiting.granted.complete(kept));
    }
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

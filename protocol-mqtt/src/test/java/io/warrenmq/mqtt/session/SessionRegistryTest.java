package io.warrenmq.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
  private static final ClientKey KEY = new ClientKey("/", "c");

  private final SimulatedLoops loops = new SimulatedLoops(2, 1);
  private final List<SessionState> expired = new ArrayList<>();
  private final List<SessionState> ended = new ArrayList<>();
  private final SessionRegistry registry =
      new SessionRegistry((loop, state) -> expired.add(state), (loop, state) -> ended.add(state));

  private final class Client implements SessionRegistry.Holder {
    private final Loop loop;
    private int takenOver;
    private @Nullable Future<@Nullable SessionState> claim;

    Client(int loop) {
      this.loop = loops.loop(loop);
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void onTakenOver() {
      takenOver++;
    }

    Client claims() {
      loops.run(loop, () -> claim = registry.claim(KEY, this));
      loops.runUntilIdle();
      return this;
    }

    void releases(@Nullable SessionState kept) {
      loops.run(loop, () -> registry.release(KEY, this, kept));
      loops.runUntilIdle();
    }

    boolean has(@Nullable SessionState state) {
      return claim != null && claim.succeeded() && claim.result() == state;
    }
  }

  private static SessionState session(long expiry) {
    SessionState state = new SessionState(KEY);
    state.expiry(expiry);
    return state;
  }

  @Test
  void aSessionIsThereForTheClientsNextConnection() {
    SessionState kept = session(60);
    new Client(0).claims().releases(kept);

    assertThat(new Client(1).claims().has(kept)).isTrue();
    assertThat(registry.size()).isEqualTo(1);
  }

  @Test
  void aSessionThatHasEndedIsNotThere() {
    new Client(0).claims().releases(null);

    assertThat(registry.size()).isZero();
    assertThat(new Client(1).claims().has(null)).isTrue();
  }

  @Test
  void theNewcomerWaitsUntilTheFormerConnectionHasLetGo() {
    Client former = new Client(0).claims();
    Client newcomer = new Client(1).claims();
    assertThat(former.takenOver).isEqualTo(1);
    assertThat(newcomer.claim.isComplete()).isFalse();
    SessionState kept = session(60);

    former.releases(kept);

    assertThat(newcomer.has(kept)).isTrue();
    loops.advanceMs(61_000);
    assertThat(expired).isEmpty();
  }

  @Test
  void theLastOfSeveralNewcomersGetsIt() {
    Client former = new Client(0).claims();
    Client second = new Client(1).claims();
    Client third = new Client(0).claims();

    former.releases(null);

    assertThat(SessionRegistry.isOvertaken(second.claim.cause())).isTrue();
    assertThat(third.has(null)).isTrue();
  }

  @Test
  void aSessionExpiresWhenItsClientStaysAway() {
    SessionState kept = session(60);
    new Client(0).claims().releases(kept);

    loops.advanceMs(61_000);

    assertThat(expired).containsExactly(kept);
    assertThat(registry.size()).isZero();
  }

  @Test
  void aSessionDoesNotExpireWhileItsClientIsThere() {
    new Client(0).claims().releases(session(60));
    new Client(1).claims();

    loops.advanceMs(61_000);

    assertThat(expired).isEmpty();
    assertThat(registry.size()).isEqualTo(1);
  }

  @Test
  void sessionsOfAVhostEndAtOnceOrWithTheirConnections() {
    SessionState away = session(60);
    new Client(0).claims().releases(away);
    registry.removeAll("another");
    loops.runUntilIdle();
    assertThat(ended).isEmpty();

    registry.removeAll(KEY.vhost());
    loops.runUntilIdle();
    assertThat(ended).containsExactly(away);
    assertThat(registry.size()).isZero();

    Client there = new Client(0).claims();
    registry.removeAll(KEY.vhost());
    Client next = new Client(1).claims();
    SessionState left = session(60);
    there.releases(left);
    assertThat(ended).containsExactly(away, left);
    assertThat(next.has(null)).isTrue();
    SessionState kept = session(60);
    next.releases(kept);
    assertThat(new Client(0).claims().has(kept)).isTrue(); // of the vhost that is there now
    assertThat(expired).isEmpty();
  }

  @Test
  void aSessionWithoutEndDoesNotExpire() {
    new Client(0).claims().releases(session(ConnectPacket.NEVER));

    loops.advanceMs(100_000_000);

    assertThat(registry.size()).isEqualTo(1);
  }
}

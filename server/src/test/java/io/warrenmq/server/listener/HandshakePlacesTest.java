package io.warrenmq.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.testkit.loop.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakePlacesTest {
  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final HandshakePlaces places = new HandshakePlaces(loops.loop(0), 2);
  private final List<String> served = new ArrayList<>();

  private final class Client implements HandshakePlaces.Waiting {
    private final String name;

    Client(String name) {
      this.name = name;
    }

    @Override
    public void onPlace() {
      served.add(name);
    }
  }

  @Test
  void servesThoseWhoWaitInTheirOrder() {
    assertThat(places.take(new Client("a"))).isTrue();
    assertThat(places.take(new Client("b"))).isTrue();
    assertThat(places.take(new Client("c"))).isFalse();
    assertThat(places.take(new Client("d"))).isFalse();

    places.free();
    assertThat(served).isEmpty(); // not within the call
    loops.runUntilIdle();
    assertThat(served).containsExactly("c");
    assertThat(places.take(new Client("e"))).isFalse();

    places.free();
    places.free();
    loops.runUntilIdle();
    assertThat(served).containsExactly("c", "d", "e");
  }

  @Test
  void passesOverWhoHasLeft() {
    places.take(new Client("a"));
    places.take(new Client("b"));
    Client leaving = new Client("c");
    places.take(leaving);
    places.take(new Client("d"));

    places.leave(leaving);
    places.free();
    loops.runUntilIdle();

    assertThat(served).containsExactly("d");
  }

  @Test
  void hasAsManyPlacesAsAreGivenBack() {
    for (int i = 0; i < 10; i++) {
      assertThat(places.take(new Client("a"))).isTrue();
      assertThat(places.take(new Client("b"))).isTrue();
      places.free();
      places.free();
    }

    places.take(new Client("a"));
    places.take(new Client("b"));
    assertThat(places.take(new Client("c"))).isFalse();
  }
}

package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceEventsTest {
  private final ControlPlane plane = new ControlPlane();
  private final RecordingListener listener = plane.listener;

  @Test
  void tellsOfAVhostAndTheExchangesItBeginsWith() {
    assertThat(listener.takeNames())
        .startsWith("vhost.created", "exchange.created")
        .hasSize(1 + ExchangeCommands.predeclared().size());
  }

  @Test
  void tellsWhatACommandChanged() {
    listener.events.clear();

    plane.declare("q");
    plane.exchange("x", "direct");
    plane.bind("x", "q", "key");

    assertThat(listener.events)
        .extracting(BrokerEvent::name)
        .containsExactly("queue.created", "exchange.created", "binding.created");
    assertThat(listener.events.get(2).attributes())
        .containsEntry("source_name", "x")
        .containsEntry("destination_name", "q")
        .containsEntry("destination_kind", "queue")
        .containsEntry("routing_key", "key")
        .containsEntry("vhost", "/");
  }

  @Test
  void tellsNothingWhenNothingChanged() {
    plane.declare("q");
    listener.events.clear();

    plane.declare("q");
    plane.unbind("amq.direct", "q", "never bound");

    assertThat(listener.events).isEmpty();
  }

  @Test
  void tellsWhatARemovalTakesAlong() {
    plane.declare("q");
    plane.autoDeleteExchange("x");
    plane.bind("x", "q", "key");
    listener.events.clear();

    plane.delete("q");

    assertThat(listener.takeNames())
        .containsExactly("binding.deleted", "queue.deleted", "exchange.deleted");
  }

  @Test
  void tellsWhoseCommandItWas() {
    plane.declare("before");
    listener.events.clear();

    // Put together of two changes, of which the second comes once the first is visible.
    plane.loops.await(
        plane.group.metadata(),
        () ->
            plane.metadata.as(
                "bob",
                () ->
                    plane
                        .vhosts
                        .put("one", VhostSettings.NONE)
                        .compose(done -> plane.vhosts.put("two", VhostSettings.NONE))));

    assertThat(listener.events)
        .filteredOn(event -> event.name().equals("vhost.created"))
        .extracting(event -> event.attributes().get("user_who_performed_action"))
        .containsExactly("bob", "bob");
    listener.events.clear();
    plane.delete("before");
    assertThat(listener.events.get(0).attributes().get("user_who_performed_action"))
        .isNotEqualTo("bob");
  }

  @Test
  void tellsOfAVhostThatIsChangedUnlessItIsInItsLimits() {
    listener.events.clear();
    VhostSettings described = new VhostSettings("new", List.of("a"), null, -1, -1);

    put(described);
    put(described.withLimits(5, 5));

    assertThat(listener.takeNames()).containsExactly("vhost.updated");
  }

  private void put(VhostSettings settings) {
    plane.loops.await(plane.group.metadata(), () -> plane.vhosts.put("/", settings));
  }
}

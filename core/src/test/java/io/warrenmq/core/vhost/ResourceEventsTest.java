package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.event.BrokerEvent;
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
}

package io.warrenmq.stomp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.stomp.destination.Destination;
import org.junit.jupiter.api.Test;

class QueueNamesTest {
  @Test
  void durableSubscriptionsHaveTheirNamesOfRabbitMq() {
    assertThat(QueueNames.durable(Destination.parse("/topic/a.b"), "1")) // as RabbitMQ 4.0.5 has it
        .isEqualTo("stomp-subscription-IAaBHaIHmnqKPfneadh9MA");
  }

  @Test
  void eachDestinationAndIdHasOneOfItsOwn() {
    assertThat(QueueNames.durable(Destination.parse("/topic/a.b"), "2"))
        .isNotEqualTo(QueueNames.durable(Destination.parse("/topic/a.b"), "1"))
        .isNotEqualTo(QueueNames.durable(Destination.parse("/topic/a"), "2"))
        .isNotEqualTo(QueueNames.durable(Destination.parse("/exchange/a.b"), "2"));
  }

  @Test
  void othersAreUnique() {
    assertThat(QueueNames.unique("x-")).startsWith("x-").isNotEqualTo(QueueNames.unique("x-"));
  }
}

package io.warrenmq.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageTest {
  private final CountingFormat amqp = new CountingFormat("amqp");
  private final CountingFormat mqtt = new CountingFormat("mqtt");
  private final Message message =
      new Message(amqp, new byte[] {1, 2, 3}, 1, false, 4, 5, 6, "x", "key", List.of());

  /** Converts bodies, and counts how often. */
  private record CountingFormat(String name, int[] conversions) implements MessageFormat {
    CountingFormat(String name) {
      this(name, new int[1]);
    }

    @Override
    public CanonicalMessage toCanonical(Message from) {
      return new CanonicalMessage(
          from.isDurable(),
          from.priority(),
          from.ttlMs(),
          Map.of(),
          CanonicalMessage.Properties.NONE,
          Map.of(),
          new CanonicalMessage.Data(List.of()));
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      conversions[0]++;
      return new Message(
          this,
          original.bytes(),
          original.headerLength(),
          content.durable(),
          content.priority(),
          content.ttlMs(),
          original.receivedMs(),
          original.exchange(),
          original.routingKey(),
          List.of());
    }

    @Override
    public Map<String, Object> headers(Message from) {
      return Map.of();
    }

    @Override
    public @Nullable Object property(Message from, Property property) {
      return null;
    }
  }

  @Test
  void isItselfInItsOwnFormat() {
    assertThat(message.in(amqp)).isSameAs(message);
  }

  @Test
  void isConvertedOnceForAllConsumersOfAnotherProtocol() {
    Message first = message.in(mqtt);
    Message second = message.in(mqtt);

    assertThat(first.format()).isSameAs(mqtt);
    assertThat(second).isSameAs(first);
    assertThat(mqtt.conversions[0]).isEqualTo(1);
  }
}

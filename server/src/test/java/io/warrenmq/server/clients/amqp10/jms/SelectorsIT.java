package io.warrenmq.server.clients.amqp10.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.server.clients.amqp10.Amqp10Test;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that take some of a queue's messages, chosen by a selector. */
@Tag(Amqp10Test.NOT_RABBITMQ)
class SelectorsIT extends JmsTest {
  private JMSContext context;
  private Queue queue;

  @BeforeEach
  void open() throws Exception {
    context = context();
    queue = jmsQueue();
  }

  private void send(String text, String colour, int size) {
    context
        .createProducer()
        .setProperty("colour", colour)
        .setProperty("size", size)
        .setPriority(size)
        .setJMSType("type-" + colour)
        .setJMSCorrelationID("c" + size)
        .send(queue, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour = 'red'",
        "colour <> 'blue' AND size > 2",
        "size BETWEEN 3 AND 5",
        "colour IN ('red', 'green')",
        "colour LIKE 'r_d'",
        "size * 2 = 6",
        "missing IS NULL AND size = 3",
        "NOT (colour = 'blue' OR size < 3)",
        "JMSPriority = 3",
        "JMSType = 'type-red'",
        "JMSCorrelationID = 'c3'",
        "JMSDeliveryMode = 'PERSISTENT' AND colour = 'red'",
      })
  void aConsumerGetsWhatItsSelectorMatches(String selector) throws Exception {
    send("not this", "blue", 1);
    send("this", "red", 3);

    assertThat(receiveText(context.createConsumer(queue, selector))).isEqualTo("this");
  }

  @Test
  void whatASelectorLeavesIsThereForOthers() throws Exception {
    for (int i = 0; i < 6; i++) {
      send("m" + i, i % 2 == 0 ? "red" : "blue", i);
    }

    assertThat(receiveTexts(context.createConsumer(queue, "colour = 'blue'"), 3))
        .containsExactly("m1", "m3", "m5");
    assertThat(receiveTexts(context.createConsumer(queue), 3)).containsExactly("m0", "m2", "m4");
  }

  @Test
  void messagesThatComeLaterAreChosenToo() throws Exception {
    JMSConsumer red = context.createConsumer(queue, "colour = 'red'");
    JMSConsumer blue = context.createConsumer(queue, "colour = 'blue'");
    send("r1", "red", 1);
    send("b1", "blue", 1);
    send("r2", "red", 1);

    assertThat(receiveTexts(red, 2)).containsExactly("r1", "r2");
    assertThat(receiveText(blue)).isEqualTo("b1");
  }

  @Test
  void aSelectorThatIsNoneIsToldOf() {
    assertThatThrownBy(() -> context.createConsumer(queue, "colour = = 'red'"))
        .isInstanceOf(InvalidSelectorRuntimeException.class);
  }
}

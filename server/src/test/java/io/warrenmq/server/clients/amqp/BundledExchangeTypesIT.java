package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The exchange types that RabbitMQ has as plugins, and {@code x-local-random}. */
class BundledExchangeTypesIT extends ClientTest {
  private static final int MESSAGES = 200;

  private String exchange;
  private String one;
  private String two;

  private void arrange(String type, Map<String, Object> arguments) throws Exception {
    exchange = exchange(type, arguments);
    one = boundQueue(exchange, "1");
    two = boundQueue(exchange, "1");
  }

  @Test
  void consistentHashSendsAKeyToOneQueue() throws Exception {
    arrange("x-consistent-hash", Map.of());

    for (int i = 0; i < 10; i++) {
      publish(exchange, "same key", "m");
    }

    assertThat(List.of(takeAll(one).size(), takeAll(two).size())).containsExactlyInAnyOrder(0, 10);
  }

  @Test
  void consistentHashSpreadsKeys() throws Exception {
    arrange("x-consistent-hash", Map.of());

    for (int i = 0; i < MESSAGES; i++) {
      publish(exchange, "key " + i, "m");
    }

    assertSpread();
  }

  @Test
  void consistentHashByHeader() throws Exception {
    arrange("x-consistent-hash", Map.of("hash-header", "h"));

    for (int i = 0; i < 10; i++) {
      publish(exchange, "key " + i, headers(Map.of("h", "same")), "m");
    }

    assertThat(List.of(takeAll(one).size(), takeAll(two).size())).containsExactlyInAnyOrder(0, 10);
  }

  @Test
  void consistentHashByProperty() throws Exception {
    arrange("x-consistent-hash", Map.of("hash-property", "message_id"));
    BasicProperties same = new BasicProperties.Builder().messageId("same").build();

    for (int i = 0; i < 10; i++) {
      publish(exchange, "key " + i, same, "m");
    }

    assertThat(List.of(takeAll(one).size(), takeAll(two).size())).containsExactlyInAnyOrder(0, 10);
  }

  @Test
  void consistentHashRefusesAWeightThatIsNoNumber() throws Exception {
    exchange = exchange("x-consistent-hash", Map.of());
    String queue = queue();

    Close close = Close.of(connection, c -> c.queueBind(queue, exchange, "heavy"));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406, "PRECONDITION_FAILED - The binding key must be an integer: <<\"heavy\">>"));
  }

  @Test
  void consistentHashRefusesANegativeWeight() throws Exception {
    exchange = exchange("x-consistent-hash", Map.of());
    String queue = queue();

    Close close = Close.of(connection, c -> c.queueBind(queue, exchange, "-1"));

    assertThat(close.code()).isEqualTo(406);
    assertThat(close.text())
        .isEqualTo("PRECONDITION_FAILED - The binding key must be greater than 0");
  }

  @Test
  void consistentHashRefusesHeaderAndProperty() throws Exception {
    Map<String, Object> both = new HashMap<>();
    both.put("hash-header", "h");
    both.put("hash-property", "message_id");

    Close close =
        Close.of(
            connection, c -> c.exchangeDeclare(name(), "x-consistent-hash", false, false, both));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406, "PRECONDITION_FAILED - hash-header and hash-property are mutually exclusive"));
  }

  @Test
  void consistentHashRefusesAnotherProperty() throws Exception {
    Close close =
        Close.of(
            connection,
            c ->
                c.exchangeDeclare(
                    name(), "x-consistent-hash", false, false, Map.of("hash-property", "app_id")));

    assertThat(close)
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - Unsupported property: app_id"));
  }

  @Test
  void modulusHashSendsAKeyToOneQueue() throws Exception {
    arrange("x-modulus-hash", Map.of());

    for (int i = 0; i < 10; i++) {
      publish(exchange, "same key", "m");
    }

    assertThat(List.of(takeAll(one).size(), takeAll(two).size())).containsExactlyInAnyOrder(0, 10);
  }

  @Test
  void modulusHashSpreadsKeys() throws Exception {
    arrange("x-modulus-hash", Map.of());

    for (int i = 0; i < MESSAGES; i++) {
      publish(exchange, "key " + i, "m");
    }

    assertSpread();
  }

  @Test
  void randomSpreads() throws Exception {
    arrange("x-random", Map.of());

    for (int i = 0; i < MESSAGES; i++) {
      publish(exchange, "same key", "m");
    }

    assertSpread();
  }

  @Test
  void localRandomSpreads() throws Exception {
    exchange = exchange("x-local-random", Map.of());
    one = boundQueue(exchange, "");
    two = boundQueue(exchange, "");

    for (int i = 0; i < MESSAGES; i++) {
      publish(exchange, "same key", "m");
    }

    assertSpread();
  }

  @Test
  void localRandomRefusesABindingKey() throws Exception {
    exchange = exchange("x-local-random", Map.of());
    String queue = queue();

    Close close = Close.of(connection, c -> c.queueBind(queue, exchange, "1"));

    assertThat(close)
        .isEqualTo(
            Close.channel(406, "PRECONDITION_FAILED - Non empty binding '1' key not permitted"));
  }

  /** Every message once, and neither queue with less than a tenth. */
  private void assertSpread() throws Exception {
    int first = takeAll(one).size();
    int second = takeAll(two).size();
    assertThat(first + second).isEqualTo(MESSAGES);
    assertThat(Math.min(first, second)).isGreaterThan(MESSAGES / 10);
  }

  @Test
  void recentHistoryIsDeliveredToANewBinding() throws Exception {
    exchange = exchange("x-recent-history", Map.of());
    for (int i = 0; i < 25; i++) {
      publish(exchange, "", Integer.toString(i));
    }

    String late = boundQueue(exchange, "");

    awaitReady(late, 20);
    assertThat(takeAll(late)).contains("5", "24").doesNotContain("4");
  }

  @Test
  void recentHistoryOfAGivenLength() throws Exception {
    exchange = exchange("x-recent-history", Map.of("x-recent-history-length", 2));
    for (int i = 0; i < 5; i++) {
      publish(exchange, "", Integer.toString(i));
    }

    String late = boundQueue(exchange, "");

    awaitReady(late, 2);
    assertThat(takeAll(late)).containsExactlyInAnyOrder("3", "4");
  }

  @Test
  void recentHistoryDeliversLikeAFanout() throws Exception {
    exchange = exchange("x-recent-history", Map.of());
    String queue = boundQueue(exchange, "whatever");

    publish(exchange, "other", "m");

    assertThat(takeAll(queue)).containsExactly("m");
  }

  @Test
  void recentHistoryForgetsWhatAsksForIt() throws Exception {
    exchange = exchange("x-recent-history", Map.of());
    publish(exchange, "", headers(Map.of("x-recent-history-no-store", true)), "secret");
    publish(exchange, "", "kept");

    String late = boundQueue(exchange, "");

    awaitReady(late, 1);
    assertThat(takeAll(late)).containsExactly("kept");
  }

  @Test
  void recentHistoryRefusesALengthOfZero() throws Exception {
    Close close =
        Close.of(
            connection,
            c ->
                c.exchangeDeclare(
                    name(),
                    "x-recent-history",
                    false,
                    false,
                    Map.of("x-recent-history-length", 0)));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - Invalid argument 0, 'x-recent-history-length' must be a"
                    + " positive integer"));
  }
}

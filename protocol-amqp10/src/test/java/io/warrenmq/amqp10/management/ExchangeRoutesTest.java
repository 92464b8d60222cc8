package io.warrenmq.amqp10.management;

import static io.warrenmq.amqp10.management.ManagedBroker.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.management.ManagedBroker.Client;
import io.warrenmq.amqp10.management.ManagedBroker.Reply;
import org.junit.jupiter.api.Test;

class ExchangeRoutesTest {
  private final ManagedBroker broker = new ManagedBroker();
  private final Client client = broker.client();

  @Test
  void declaresAnExchange() {
    assertThat(client.ask("PUT", "/exchanges/x", map())).isEqualTo(Reply.of(204));
    assertThat(client.ask("PUT", "/exchanges/x", map())).isEqualTo(Reply.of(204));
    assertThat(
            client.ask(
                "PUT",
                "/exchanges/y",
                map(
                    "type", "topic",
                    "durable", false,
                    "auto_delete", true,
                    "internal", true,
                    "arguments", map("alternate-exchange", "x"))))
        .isEqualTo(Reply.of(204));
  }

  @Test
  void anExchangeThatExistsOtherwiseIsAConflict() {
    client.ask("PUT", "/exchanges/x", map("type", "topic"));

    assertThat(client.ask("PUT", "/exchanges/x", map()))
        .isEqualTo(
            new Reply(
                409,
                "inequivalent arg 'type' for exchange 'x' in vhost '/': received 'direct' but"
                    + " current is 'topic'"));
    assertThat(client.ask("PUT", "/exchanges/amq.direct", map("internal", true)).status())
        .isEqualTo(409);
    assertThat(client.ask("PUT", "/exchanges/amq.direct", map())).isEqualTo(Reply.of(204));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThat(client.ask("PUT", "/exchanges/x", map("type", "nope")))
        .isEqualTo(new Reply(400, "unknown exchange type 'nope'"));
    assertThat(client.ask("PUT", "/exchanges/x", map("type", true)))
        .isEqualTo(new Reply(400, "bad exchange property {{utf8,<<\"type\">>},true}"));
    assertThat(client.ask("PUT", "/exchanges/x", map("exclusive", true)))
        .isEqualTo(new Reply(400, "bad exchange property {{utf8,<<\"exclusive\">>},true}"));
    // RabbitMQ declares it, without an alternate exchange.
    assertThat(client.ask("PUT", "/exchanges/x", map("arguments", map("alternate-exchange", 1))))
        .isEqualTo(
            new Reply(
                400,
                "invalid type 'signedint' for arg 'alternate-exchange' in exchange 'x' in"
                    + " vhost '/'"));
  }

  @Test
  void refusesNames() {
    Reply isDefault = new Reply(403, "operation not permitted on the default exchange");
    Reply reserved =
        new Reply(403, "exchange 'amq.mine' in vhost '/' starts with reserved prefix 'amq.'");

    assertThat(client.ask("PUT", "/exchanges/", map())).isEqualTo(isDefault);
    assertThat(client.ask("DELETE", "/exchanges/")).isEqualTo(isDefault);
    assertThat(client.ask("PUT", "/exchanges/amq.mine", map())).isEqualTo(reserved);
    assertThat(client.ask("DELETE", "/exchanges/amq.mine")).isEqualTo(reserved);
    assertThat(client.ask("DELETE", "/exchanges/amq.direct").status()).isEqualTo(403);
    assertThat(client.ask("PUT", "/exchanges/a%0Db", map()))
        .isEqualTo(
            new Reply(
                400, "Bad name 'a\rb': line feed and carriage return characters not allowed"));
  }

  @Test
  void deletesWhetherItIsThereOrNot() {
    client.ask("PUT", "/exchanges/x", map());

    assertThat(client.ask("DELETE", "/exchanges/x")).isEqualTo(Reply.of(204));
    assertThat(client.ask("DELETE", "/exchanges/x")).isEqualTo(Reply.of(204));
  }

  @Test
  void whoMayNotLosesTheSession() {
    Client weak = broker.client("^mine", ".*", ".*");
    String refusal = "configure access to exchange 'x' in vhost '/' refused for user 'u'";

    assertThat(weak.ask("PUT", "/exchanges/mine", map())).isEqualTo(Reply.of(204));
    assertThatThrownBy(() -> weak.ask("PUT", "/exchanges/x", map()))
        .isInstanceOf(AmqpFault.class)
        .hasMessage(refusal);
    // RabbitMQ ends the session over reserved names too, where we say what is wrong with them.
    assertThat(broker.client("^mine", "", "").ask("PUT", "/exchanges/amq.x", map()).status())
        .isEqualTo(403);
    assertThatThrownBy(() -> broker.client("^mine", "", "").ask("DELETE", "/exchanges/x"))
        .isInstanceOf(AmqpFault.class)
        .hasMessage(refusal);
  }
}

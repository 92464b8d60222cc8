package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.BuiltinExchangeType;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declaring and deleting exchanges. */
class ExchangesIT extends ClientTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "amq.direct",
        "amq.fanout",
        "amq.topic",
        "amq.headers",
        "amq.match",
        "amq.rabbitmq.trace"
      })
  void hasThePredeclaredExchange(String name) throws Exception {
    assertThat(channel.exchangeDeclarePassive(name)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"amq.direct, direct", "amq.fanout, fanout", "amq.topic, topic", "amq.match, headers"})
  void takesAnEqualRedeclarationOfAPredeclaredExchange(String name, String type) throws Exception {
    assertThat(channel.exchangeDeclare(name, type, true)).isNotNull();
  }

  @Test
  void passiveDeclareOfAMissingExchange() throws Exception {
    String missing = name();

    Close close = Close.of(connection, c -> c.exchangeDeclarePassive(missing));

    assertThat(close)
        .isEqualTo(
            Close.channel(404, "NOT_FOUND - no exchange '%s' in vhost '/'".formatted(missing)));
  }

  @Test
  void passiveDeclareIgnoresTheOtherArguments() throws Exception {
    String exchange = exchange(BuiltinExchangeType.TOPIC);

    assertThat(channel.exchangeDeclarePassive(exchange)).isNotNull();
  }

  @Test
  void refusesAPassiveDeclareOfTheDefaultExchange() throws Exception {
    assertThat(Close.of(connection, c -> c.exchangeDeclarePassive("")))
        .isEqualTo(OnDefault.REFUSED);
  }

  @Test
  void refusesAnUnknownType() throws Exception {
    Close close = Close.of(anotherConnection(), c -> c.exchangeDeclare(name(), "novel"));

    assertThat(close)
        .isEqualTo(Close.channel(406, "PRECONDITION_FAILED - unknown exchange type 'novel'"));
  }

  @Test
  void refusesAnotherType() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);

    Close close = Close.of(connection, c -> c.exchangeDeclare(exchange, "fanout"));

    assertInequivalent(close, exchange, "type", "'fanout' but current is 'direct'");
  }

  @Test
  void refusesAnotherDurability() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);

    Close close = Close.of(connection, c -> c.exchangeDeclare(exchange, "direct", true));

    assertInequivalent(close, exchange, "durable", "'true' but current is 'false'");
  }

  @Test
  void refusesAnotherAutoDelete() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);

    Close close =
        Close.of(connection, c -> c.exchangeDeclare(exchange, "direct", false, true, null));

    assertInequivalent(close, exchange, "auto_delete", "'true' but current is 'false'");
  }

  @Test
  void refusesAnotherInternal() throws Exception {
    String exchange = exchange(BuiltinExchangeType.DIRECT);

    Close close =
        Close.of(connection, c -> c.exchangeDeclare(exchange, "direct", false, false, true, null));

    assertInequivalent(close, exchange, "internal", "'true' but current is 'false'");
  }

  @Test
  void refusesAnotherAlternateExchange() throws Exception {
    String exchange = exchange("direct", Map.of("alternate-exchange", "amq.fanout"));

    Close close =
        Close.of(
            connection,
            c ->
                c.exchangeDeclare(
                    exchange, "direct", false, false, Map.of("alternate-exchange", "amq.direct")));

    assertInequivalent(
        close, exchange, "alternate-exchange", "'amq.direct' but current is 'amq.fanout'");
  }

  @Test
  void refusesToForgetTheAlternateExchange() throws Exception {
    String exchange = exchange("direct", Map.of("alternate-exchange", "amq.fanout"));

    Close close = Close.of(connection, c -> c.exchangeDeclare(exchange, "direct"));

    assertInequivalent(
        close,
        exchange,
        "alternate-exchange",
        "none but current is the value 'amq.fanout' of type 'longstr'");
  }

  @Test
  void ignoresUnknownArgumentsOnRedeclaration() throws Exception {
    String exchange = exchange("direct", Map.of("x-note", "first"));

    assertThat(
            channel.exchangeDeclare(exchange, "direct", false, false, Map.of("x-note", "second")))
        .isNotNull();
  }

  private static void assertInequivalent(Close close, String exchange, String arg, String rest) {
    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - inequivalent arg '%s' for exchange '%s' in vhost '/':"
                        .formatted(arg, exchange)
                    + " received "
                    + rest));
  }

  @Test
  void reservesNames() throws Exception {
    Close close = Close.of(connection, c -> c.exchangeDeclare("amq.mine", "direct"));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                403, "ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'"));
  }

  @Test
  void refusesToDeclareTheDefaultExchange() throws Exception {
    Close close = Close.of(connection, c -> c.exchangeDeclare("", "direct", true));

    assertThat(close).isEqualTo(OnDefault.REFUSED);
  }

  @Test
  void refusesToDeleteTheDefaultExchange() throws Exception {
    assertThat(Close.of(connection, c -> c.exchangeDelete(""))).isEqualTo(OnDefault.REFUSED);
  }

  @Test
  void refusesToBindToTheDefaultExchange() throws Exception {
    String queue = queue();

    assertThat(Close.of(connection, c -> c.queueBind(queue, "", "k"))).isEqualTo(OnDefault.REFUSED);
  }

  @Test
  void refusesToUnbindFromTheDefaultExchange() throws Exception {
    String queue = queue();

    assertThat(Close.of(connection, c -> c.queueUnbind(queue, "", queue)))
        .isEqualTo(OnDefault.REFUSED);
  }

  @Test
  void refusesTheDefaultExchangeAsDestination() throws Exception {
    assertThat(Close.of(connection, c -> c.exchangeBind("", "amq.direct", "k")))
        .isEqualTo(OnDefault.REFUSED);
  }

  @Test
  void refusesTheDefaultExchangeAsSource() throws Exception {
    assertThat(Close.of(connection, c -> c.exchangeBind("amq.direct", "", "k")))
        .isEqualTo(OnDefault.REFUSED);
  }

  private static final class OnDefault {
    static final Close REFUSED =
        Close.channel(403, "ACCESS_REFUSED - operation not permitted on the default exchange");
  }

  @Test
  void refusesToDeleteAPredeclaredExchange() throws Exception {
    Close close = Close.of(connection, c -> c.exchangeDelete("amq.topic"));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                403,
                "ACCESS_REFUSED - deletion of system exchange 'amq.topic' in vhost '/' not"
                    + " allowed"));
  }

  @Test
  void deletesAMissingExchangeWithoutComplaint() throws Exception {
    assertThat(channel.exchangeDelete(name())).isNotNull();
  }

  @Test
  void keepsAnExchangeInUse() throws Exception {
    String exchange = exchange(BuiltinExchangeType.FANOUT);
    boundQueue(exchange, "");

    Close close = Close.of(connection, c -> c.exchangeDelete(exchange, true));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - exchange '%s' in vhost '/' in use".formatted(exchange)));
  }

  @Test
  void deletesAnUnusedExchange() throws Exception {
    String exchange = exchange(BuiltinExchangeType.FANOUT);

    channel.exchangeDelete(exchange, true);

    assertThat(Close.of(connection, c -> c.exchangeDeclarePassive(exchange)).code()).isEqualTo(404);
  }

  @Test
  void deletesWithItsBindings() throws Exception {
    String exchange = exchange(BuiltinExchangeType.FANOUT);
    String queue = boundQueue(exchange, "");
    channel.exchangeDelete(exchange);
    channel.exchangeDeclare(exchange, "fanout");

    publish(exchange, "", "lost");

    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void autoDeletesAfterTheLastBinding() throws Exception {
    String exchange = name();
    channel.exchangeDeclare(exchange, "direct", false, true, null);
    String queue = boundQueue(exchange, "a");
    channel.queueBind(queue, exchange, "b");
    channel.queueUnbind(queue, exchange, "a");
    channel.exchangeDeclarePassive(exchange);

    channel.queueUnbind(queue, exchange, "b");

    assertThat(Close.of(connection, c -> c.exchangeDeclarePassive(exchange)).code()).isEqualTo(404);
  }

  @Test
  void autoDeletesWhenItsQueueGoes() throws Exception {
    String exchange = name();
    channel.exchangeDeclare(exchange, "direct", false, true, null);
    String queue = boundQueue(exchange, "a");

    channel.queueDelete(queue);

    assertThat(Close.of(connection, c -> c.exchangeDeclarePassive(exchange)).code()).isEqualTo(404);
  }

  @Test
  void keepsAnAutoDeleteExchangeThatNeverHadABinding() throws Exception {
    String exchange = name();
    deleteExchangeAfterwards(exchange);
    channel.exchangeDeclare(exchange, "direct", false, true, null);

    assertThat(channel.exchangeDeclarePassive(exchange)).isNotNull();
  }

  @Test
  void internalExchangesTakeNothingFromClients() throws Exception {
    String exchange = name();
    deleteExchangeAfterwards(exchange);
    channel.exchangeDeclare(exchange, "fanout", false, false, true, null);

    Close close = Close.of(connection, c -> c.basicPublish(exchange, "", null, new byte[] {1}));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                403,
                "ACCESS_REFUSED - cannot publish to internal exchange '%s' in vhost '/'"
                    .formatted(exchange)));
  }

  @Test
  void internalExchangesTakeFromExchanges() throws Exception {
    String internal = name();
    deleteExchangeAfterwards(internal);
    channel.exchangeDeclare(internal, "fanout", false, false, true, null);
    String front = exchange(BuiltinExchangeType.FANOUT);
    channel.exchangeBind(internal, front, "");
    String queue = boundQueue(internal, "");

    publish(front, "", "through");

    assertThat(takeBody(queue)).isEqualTo("through");
  }

  @Test
  void refusesAnAlternateExchangeThatIsNoString() throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("alternate-exchange", 5);

    Close close =
        Close.of(
            anotherConnection(),
            c -> c.exchangeDeclare("t-odd", "direct", false, false, arguments));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange' in"
                    + " exchange 't-odd' in vhost '/'"));
  }

  @Test
  void stripsLineBreaksFromNames() throws Exception {
    String name = name();
    deleteExchangeAfterwards(name);

    channel.exchangeDeclare(name + "\n", "direct");

    assertThat(channel.exchangeDeclarePassive(name)).isNotNull();
  }

  @Test
  void takesALongNameInUnicode() throws Exception {
    String name = name() + "é".repeat(100);
    deleteExchangeAfterwards(name);

    channel.exchangeDeclare(name, "direct");

    assertThat(channel.exchangeDeclarePassive(name)).isNotNull();
  }
}

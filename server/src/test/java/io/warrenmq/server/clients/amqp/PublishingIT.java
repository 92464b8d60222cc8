package io.warrenmq.server.clients.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import io.warrenmq.server.clients.Close;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code basic.publish} carries, and what is refused. */
class PublishingIT extends ClientTest {
  @Test
  void refusesAMissingExchange() throws Exception {
    Close close = Close.of(connection, c -> c.basicPublish("missing", "k", null, new byte[] {1}));

    assertThat(close)
        .isEqualTo(Close.channel(404, "NOT_FOUND - no exchange 'missing' in vhost '/'"));
  }

  @Test
  void keepsWhatWasSentBeforeARefusal() throws Exception {
    String queue = queue();

    Close.of(
        connection,
        c -> {
          c.basicPublish("", queue, null, "before".getBytes(UTF_8));
          c.basicPublish("missing", "k", null, new byte[0]);
          c.basicPublish("", queue, null, "after".getBytes(UTF_8));
        });

    assertThat(takeBody(queue)).isEqualTo("before");
    assertThat(takeAll(queue)).isEmpty();
  }

  @Test
  void carriesEveryProperty() throws Exception {
    String queue = queue();
    BasicProperties sent =
        new BasicProperties.Builder()
            .contentType("text/plain")
            .contentEncoding("identity")
            .headers(Map.of("h", 1))
            .deliveryMode(2)
            .priority(3)
            .correlationId("corr")
            .replyTo("reply")
            .expiration("60000")
            .messageId("id")
            .timestamp(new Date(1_700_000_000_000L))
            .type("type")
            .userId("guest")
            .appId("app")
            .clusterId("cluster")
            .build();

    publish("", queue, sent, "m");

    assertThat(take(queue).getProps()).isEqualTo(sent);
  }

  @Test
  void carriesNoPropertiesAsNone() throws Exception {
    String queue = queue();

    publish("", queue, new BasicProperties(), "m");

    assertThat(take(queue).getProps()).isEqualTo(new BasicProperties());
  }

  @Test
  void carriesHeadersOfEveryType() throws Exception {
    String queue = queue();
    Map<String, Object> sent = new HashMap<>();
    sent.put("byte", (byte) -5);
    sent.put("short", (short) 300);
    sent.put("int", 70_000);
    sent.put("long", 1L << 40);
    sent.put("float", 1.5f);
    sent.put("double", 2.5d);
    sent.put("bool", false);
    sent.put("decimal", new BigDecimal("12.34"));
    sent.put("timestamp", new Date(1_700_000_000_000L));
    sent.put("void", null);
    sent.put("bytes", new byte[] {1, 2});
    sent.put("list", List.of(1, 2L));
    sent.put("table", Map.of("inner", List.of(true)));

    publish("", queue, headers(sent), "m");

    assertThat(take(queue).getProps().getHeaders()).usingRecursiveComparison().isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_063, 131_064, 131_065, 1_000_000, 16 * 1024 * 1024})
  void carriesABodyOfBytes(int size) throws Exception {
    String queue = queue();
    byte[] body = new byte[size];
    for (int i = 0; i < size; i++) {
      body[i] = (byte) (i * 31);
    }

    channel.basicPublish("", queue, null, body);

    assertThat(take(queue).getBody()).isEqualTo(body);
  }

  @Test
  void refusesABodyOverTheLimit() throws Exception {
    Close close =
        Close.of(
            anotherConnection(),
            c -> c.basicPublish("", "q", null, new byte[16 * 1024 * 1024 + 1]));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - message size 16777217 is larger than configured max size"
                    + " 16777216"));
  }

  @Test
  void tellsExchangeAndKey() throws Exception {
    String exchange = exchange(BuiltinExchangeType.FANOUT);
    String queue = boundQueue(exchange, "");

    publish(exchange, "some.key", "m");

    GetResponse got = take(queue);
    assertThat(got.getEnvelope().getExchange()).isEqualTo(exchange);
    assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("some.key");
  }

  @Test
  void takesTheUserIdOfTheUser() throws Exception {
    String queue = queue();

    publish("", queue, new BasicProperties.Builder().userId("guest").build(), "m");

    assertThat(take(queue).getProps().getUserId()).isEqualTo("guest");
  }

  @Test
  void refusesTheUserIdOfAnother() throws Exception {
    Close close =
        Close.of(
            connection,
            c ->
                c.basicPublish(
                    "", "q", new BasicProperties.Builder().userId("other").build(), new byte[0]));

    assertThat(close)
        .isEqualTo(
            Close.channel(
                406,
                "PRECONDITION_FAILED - user_id property set to 'other' but authenticated user was"
                    + " 'guest'"));
  }

  @Test
  void letsAnImpersonatorBeAnother() throws Exception {
    ConnectionFactory factory = broker.factory();
    factory.setUsername("impersonator");
    factory.setPassword("impersonator");
    Connection impersonator = connect(factory);
    String queue = queue();

    impersonator
        .createChannel()
        .basicPublish("", queue, new BasicProperties.Builder().userId("x").build(), new byte[0]);

    assertThat(take(queue).getProps().getUserId()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 'invalid expiration ''abc'': no_integer'",
    "-1, 'invalid expiration ''-1'': {value_negative,-1}'",
    "1.5, 'invalid expiration ''1.5'': {leftover_string,\".5\"}'",
    "10000000000000, 'invalid expiration ''10000000000000'': {value_too_large,10000000000000}'"
  })
  void refusesAnExpiration(String expiration, String text) throws Exception {
    Close close =
        Close.of(
            anotherConnection(),
            c ->
                c.basicPublish(
                    "",
                    "q",
                    new BasicProperties.Builder().expiration(expiration).build(),
                    new byte[0]));

    assertThat(close).isEqualTo(Close.channel(406, "PRECONDITION_FAILED - " + text));
  }

  @Test
  void takesAnyDeliveryMode() throws Exception {
    String queue = queue();

    publish("", queue, new BasicProperties.Builder().deliveryMode(7).build(), "m");

    assertThat(take(queue).getProps().getDeliveryMode()).isEqualTo(7);
  }

  @Test
  void keepsTheOrderOfOneChannel() throws Exception {
    String queue = queue();
    for (int i = 0; i < 500; i++) {
      send(queue, Integer.toString(i));
    }

    var inbox = consume(channel, queue, true);

    for (int i = 0; i < 500; i++) {
      assertThat(inbox.nextBody()).isEqualTo(Integer.toString(i));
    }
  }
}

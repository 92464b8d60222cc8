package io.warrenmq.server.clients.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.GetResponse;
import io.warrenmq.server.clients.ClientTest;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where messages go when a queue gives them up, and what is written on them. */
class DeadLettersIT extends ClientTest {
  private String source;
  private String dead;

  /** A queue whose dead letters go to the queue {@link #dead}. */
  private void arrange(Map<String, Object> arguments) throws Exception {
    dead = queue();
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("x-dead-letter-exchange", "");
    all.put("x-dead-letter-routing-key", dead);
    source = queue(all);
  }

  private void reject(String queue) throws Exception {
    channel.basicReject(get(queue).getEnvelope().getDeliveryTag(), false);
  }

  private GetResponse get(String queue) {
    return Awaitility.await().until(() -> channel.basicGet(queue, false), r -> r != null);
  }

  /** The {@code x-death} of a letter, with strings as strings and {@code time} checked and gone. */
  private static List<Map<String, Object>> deaths(GetResponse letter) {
    List<?> deaths = (List<?>) letter.getProps().getHeaders().get("x-death");
    return deaths.stream().map(d -> plain((Map<?, ?>) d)).toList();
  }

  private static Map<String, Object> plain(Map<?, ?> death) {
    Map<String, Object> plain = new HashMap<>();
    death.forEach((k, v) -> plain.put((String) k, text(v)));
    assertThat(plain.remove("time")).isInstanceOf(Date.class);
    return plain;
  }

  private static Object text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    return value instanceof Long ? value : value instanceof Date ? value : value.toString();
  }

  private Map<String, Object> death(String reason, String... keys) {
    return new HashMap<>(
        Map.of(
            "reason",
            reason,
            "queue",
            source,
            "exchange",
            "",
            "count",
            1L,
            "routing-keys",
            List.of(keys)));
  }

  @Test
  void ofRejectedMessages() throws Exception {
    arrange(Map.of());
    send(source, "m");
    reject(source);

    GetResponse letter = take(dead);

    assertThat(body(letter)).isEqualTo("m");
    assertThat(letter.getEnvelope().getExchange()).isEmpty();
    assertThat(letter.getEnvelope().getRoutingKey()).isEqualTo(dead);
    assertThat(letter.getEnvelope().isRedeliver()).isFalse();
    assertThat(deaths(letter)).containsExactly(death("rejected", source));
  }

  @Test
  void ofNackedMessages() throws Exception {
    arrange(Map.of());
    send(source, "1", "2");
    get(source);
    channel.basicNack(get(source).getEnvelope().getDeliveryTag(), true, false);

    assertThat(takeBody(dead)).isEqualTo("1");
    assertThat(takeBody(dead)).isEqualTo("2");
  }

  @Test
  void ofExpiredMessagesByQueue() throws Exception {
    arrange(Map.of("x-message-ttl", 0));
    send(source, "m");

    assertThat(deaths(take(dead))).containsExactly(death("expired", source));
  }

  @Test
  void ofExpiredMessagesByThemselves() throws Exception {
    arrange(Map.of());
    publish("", source, new BasicProperties.Builder().expiration("0").build(), "m");

    GetResponse letter = take(dead);

    Map<String, Object> expected = death("expired", source);
    expected.put("original-expiration", "0");
    assertThat(deaths(letter)).containsExactly(expected);
    assertThat(letter.getProps().getExpiration()).isNull();
  }

  @Test
  void keepsNoExpirationOfRejectedMessages() throws Exception {
    arrange(Map.of());
    publish("", source, new BasicProperties.Builder().expiration("60000").build(), "m");
    reject(source);

    GetResponse letter = take(dead);

    assertThat(letter.getProps().getExpiration()).isNull();
    assertThat(deaths(letter).get(0)).containsEntry("original-expiration", "60000");
  }

  @Test
  void ofMessagesOverTheLength() throws Exception {
    arrange(Map.of("x-max-length", 1));
    send(source, "1", "2");

    GetResponse letter = take(dead);

    assertThat(body(letter)).isEqualTo("1");
    assertThat(deaths(letter)).containsExactly(death("maxlen", source));
  }

  @Test
  void namesTheFirstAndTheLastDeath() throws Exception {
    arrange(Map.of());
    send(source, "m");
    reject(source);

    Map<String, Object> headers = take(dead).getProps().getHeaders();

    assertThat(headers)
        .containsOnlyKeys(
            "x-death",
            "x-first-death-reason",
            "x-first-death-queue",
            "x-first-death-exchange",
            "x-last-death-reason",
            "x-last-death-queue",
            "x-last-death-exchange");
    assertThat(headers.get("x-first-death-reason")).hasToString("rejected");
    assertThat(headers.get("x-first-death-queue")).hasToString(source);
    assertThat(headers.get("x-last-death-exchange")).hasToString("");
  }

  @Test
  void keepsTheHeadersOfThePublisher() throws Exception {
    arrange(Map.of());
    publish("", source, headers(Map.of("mine", 1)), "m");
    reject(source);

    assertThat(take(dead).getProps().getHeaders()).containsEntry("mine", 1);
  }

  @Test
  void keepsTheOriginalKeyWithoutOneOfItsOwn() throws Exception {
    String dlx = exchange(BuiltinExchangeType.DIRECT);
    dead = boundQueue(dlx, "original");
    source = queue(Map.of("x-dead-letter-exchange", dlx));
    channel.queueBind(source, "amq.direct", "original");
    publish("amq.direct", "original", "m");
    reject(source);

    GetResponse letter = take(dead);

    assertThat(letter.getEnvelope().getExchange()).isEqualTo(dlx);
    assertThat(letter.getEnvelope().getRoutingKey()).isEqualTo("original");
    assertThat(deaths(letter).get(0)).containsEntry("exchange", "amq.direct");
  }

  @Test
  void followsCarbonCopiesWithoutAKeyOfItsOwn() throws Exception {
    String dlx = exchange(BuiltinExchangeType.DIRECT);
    String copies = boundQueue(dlx, "copy");
    source = queue(Map.of("x-dead-letter-exchange", dlx));

    publish("", source, headers(Map.of("CC", List.of("copy"))), "m");
    reject(source);

    GetResponse letter = take(copies);
    assertThat(deaths(letter).get(0)).containsEntry("routing-keys", List.of(source, "copy"));
    assertThat(letter.getProps().getHeaders()).containsKey("CC");
  }

  @Test
  void doesNotFollowCarbonCopiesWithAKeyOfItsOwn() throws Exception {
    arrange(Map.of());
    String copies = queue();

    publish("", source, headers(Map.of("CC", List.of(copies))), "m");
    takeBody(copies);
    reject(source);

    GetResponse letter = take(dead);
    assertThat(letter.getProps().getHeaders()).containsKey("CC");
    assertThat(deaths(letter).get(0)).containsEntry("routing-keys", List.of(source, copies));
    assertThat(takeAll(copies)).isEmpty();
  }

  @Test
  void neverFollowsBlindCarbonCopies() throws Exception {
    String dlx = exchange(BuiltinExchangeType.FANOUT);
    dead = boundQueue(dlx, "");
    source = queue(Map.of("x-dead-letter-exchange", dlx));

    publish("", source, headers(Map.of("BCC", List.of("nobody"))), "m");
    reject(source);

    GetResponse letter = take(dead);
    assertThat(letter.getProps().getHeaders()).doesNotContainKey("BCC");
    assertThat(deaths(letter).get(0)).containsEntry("routing-keys", List.of(source));
  }

  @Test
  void ignoresDeathsThatAClientPublishes() throws Exception {
    arrange(Map.of());
    send(source, "m");
    reject(source);
    GetResponse first = take(dead);
    publish("", source, first.getProps(), "m");
    reject(source);

    List<Map<String, Object>> deaths = deaths(take(dead));

    assertThat(deaths).hasSize(1);
    assertThat(deaths.get(0)).containsEntry("count", 1L);
  }

  @Test
  void countsDeathsOnALongWay() throws Exception {
    // source rejects into middle; middle expires back into source.
    String middle = name();
    source = name();
    channel.queueDeclare(source, false, true, false, to(middle, null));
    channel.queueDeclare(middle, false, true, false, to(source, 0));
    send(source, "m");
    reject(source);
    reject(source);

    GetResponse third = get(source);

    List<Map<String, Object>> deaths = deaths(third);
    assertThat(deaths).extracting(d -> d.get("queue")).containsExactly(middle, source);
    assertThat(deaths).extracting(d -> d.get("reason")).containsExactly("expired", "rejected");
    assertThat(deaths).extracting(d -> d.get("count")).containsExactly(2L, 2L);
    Map<String, Object> headers = third.getProps().getHeaders();
    assertThat(headers.get("x-first-death-queue")).hasToString(source);
    assertThat(headers.get("x-last-death-queue")).hasToString(middle);
  }

  @Test
  void dropsWhatWouldGoInCirclesWithoutARejection() throws Exception {
    String one = name();
    String two = name();
    channel.queueDeclare(one, false, true, false, to(two, 0));
    channel.queueDeclare(two, false, true, false, to(one, 0));
    String witness = boundQueue("amq.direct", one);
    channel.queueBind(one, "amq.direct", one);

    publish("amq.direct", one, "m");

    assertThat(takeBody(witness)).isEqualTo("m");
    awaitReady(one, 0);
    awaitReady(two, 0);
  }

  @Test
  void dropsWhatExpiresIntoItsOwnQueue() throws Exception {
    source = name();
    channel.queueDeclare(source, false, true, false, to(source, 100));
    send(source, "m");
    awaitReady(source, 1);

    awaitReady(source, 0);
  }

  private static Map<String, Object> to(String queue, @Nullable Integer ttl) {
    Map<String, Object> all = new HashMap<>();
    all.put("x-dead-letter-exchange", "");
    all.put("x-dead-letter-routing-key", queue);
    if (ttl != null) {
      all.put("x-message-ttl", ttl);
    }
    return all;
  }

  @Test
  void dropsForAMissingExchange() throws Exception {
    source = queue(Map.of("x-dead-letter-exchange", "missing"));
    send(source, "1", "2");
    reject(source);

    assertThat(takeBody(source)).isEqualTo("2");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void purgedMessagesAreNoDeadLetters() throws Exception {
    arrange(Map.of());
    send(source, "m");
    channel.queuePurge(source);

    assertThat(takeAll(dead)).isEmpty();
  }

  @Test
  void deletedQueuesLeaveNoDeadLetters() throws Exception {
    arrange(Map.of());
    send(source, "m");
    channel.queueDelete(source);

    assertThat(takeAll(dead)).isEmpty();
  }

  @Test
  void byPolicy() throws Exception {
    dead = "clients-policy-target";
    deleteAfterwards(dead);
    channel.queueDeclare(dead, false, false, false, null);
    String queue = durableQueue("clients-policy-dead-letter-" + name(), Map.of());

    send(queue, "m");

    assertThat(takeBody(dead)).isEqualTo("m");
  }

  @Test
  void keepsTheOrder() throws Exception {
    arrange(Map.of());
    send(source, "1", "2", "3");
    reject(source);
    reject(source);
    reject(source);

    assertThat(List.of(takeBody(dead), takeBody(dead), takeBody(dead)))
        .containsExactly("1", "2", "3");
  }

  @Test
  void ofQuorumQueues() throws Exception {
    dead = queue();
    source = quorumQueue(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
    send(source, "m");
    reject(source);

    assertThat(deaths(take(dead))).containsExactly(death("rejected", source));
  }
}

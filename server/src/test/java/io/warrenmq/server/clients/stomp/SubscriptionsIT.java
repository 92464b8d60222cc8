package io.warrenmq.server.clients.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.clients.BrokerUnderTest;
import io.warrenmq.server.clients.stomp.RawStomp.Frame;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE, UNSUBSCRIBE, ACK, NACK, and the queues behind them. */
class SubscriptionsIT extends StompTest {
  @Test
  void clientIndividualAcknowledgesOne() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("one");
    send(client, queue, "1", "2", "3");
    subscribe(client, queue, "ack:client-individual\n");
    client.expect("MESSAGE");
    Frame second = client.expect("MESSAGE");
    client.expect("MESSAGE");

    ack(client, second);
    client.close();

    RawStomp next = connect();
    subscribe(next, queue, "");
    Frame first = next.expect("MESSAGE");
    assertThat(first.body()).isEqualTo("1");
    assertThat(first.header("redelivered")).isEqualTo("true");
    assertThat(next.expect("MESSAGE").body()).isEqualTo("3");
  }

  @Test
  void clientAcknowledgesTheEarlierOnesOfItsSubscriptionAlone() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("many");
    String other = "/queue/" + name("other");
    send(client, other, "kept");
    send(client, queue, "1", "2", "3");
    client.sendAndWait("SUBSCRIBE\nid:other\nack:client\ndestination:" + other + "\n\n");
    client.expect("MESSAGE");
    subscribe(client, queue, "ack:client\n");
    client.expect("MESSAGE");
    Frame second = client.expect("MESSAGE");
    client.expect("MESSAGE");

    ack(client, second);
    client.close();

    RawStomp next = connect();
    subscribe(next, queue, "");
    assertThat(next.expect("MESSAGE").body()).isEqualTo("3");
    next.sendAndWait("SUBSCRIBE\nid:2\ndestination:" + other + "\n\n");
    assertThat(next.expect("MESSAGE").body()).isEqualTo("kept");
  }

  @ParameterizedTest
  @CsvSource({"1.0, ''", "1.1, subscription:1", "1.1, subscription:other"})
  void olderVersionsAcknowledgeByTheMessageId(String version, String header) throws Exception {
    RawStomp client = connect(version);
    String queue = "/queue/" + name("old");
    send(client, queue, "m");
    subscribe(client, queue, "ack:client\n");
    Frame message = client.expect("MESSAGE");
    assertThat(message.has("ack")).isFalse();

    client.sendAndWait(
        "ACK\nmessage-id:"
            + message.header("message-id")
            + "\n"
            + (header.isEmpty() ? "" : header + "\n")
            + "\n");
    client.close();

    RawStomp next = connect();
    subscribe(next, queue, "");
    next.expectNothing();
  }

  @Test
  void nackPutsBackOrNot() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("nack");
    send(client, queue, "m");
    subscribe(client, queue, "ack:client-individual\n");
    Frame first = client.expect("MESSAGE");

    client.sendAndWait("NACK\nid:" + first.header("ack") + "\n\n");
    Frame again = client.expect("MESSAGE");
    assertThat(again.header("redelivered")).isEqualTo("true");
    client.sendAndWait("NACK\nid:" + again.header("ack") + "\nrequeue:false\n\n");

    client.expectNothing();
  }

  @Test
  void theSameMessageIsNotAcknowledgedTwice() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("twice");
    send(client, queue, "m");
    subscribe(client, queue, "ack:client\n");
    Frame message = client.expect("MESSAGE");
    ack(client, message);

    client.send("ACK\nid:" + message.header("ack") + "\n\n");

    client.expectError("Message not found");
    client.expectNothing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2||Missing header|must include the \"id\" header",
        "1.1||Missing header|must include the \"message-id\" header",
        "1.2|id:abc|Invalid header|must include a valid \"id\" header",
        "1.2|id:T_1@@session-x@@q|Invalid header|must include a valid \"id\" header",
        "1.2|id:T_1@@session-x@@1|Subscription not found|has no subscription",
        "1.2|id:@@@1|Invalid header|must include a valid \"id\" header",
        "1.2|id:T_1@@session@@@1|Subscription not found|has no subscription",
      })
  void whatIsNoMessageIsNotAcknowledged(String version, String header, String summary, String text)
      throws Exception {
    RawStomp client = connect(version);
    for (String command : new String[] {"ACK", "NACK"}) {
      client.send(command + "\n" + (header == null ? "" : header + "\n") + "\n");

      assertThat(client.expectError(summary).body()).contains(text);
    }
    client.expectNothing();
  }

  @Test
  void prefetchLimitsWhatIsUnacknowledged() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("prefetch");
    send(client, queue, "1", "2", "3");
    subscribe(client, queue, "ack:client-individual\nprefetch-count:2\n");
    Frame first = client.expect("MESSAGE");
    client.expect("MESSAGE");
    client.expectNothing();

    client.send("ACK\nid:" + first.header("ack") + "\n\n");

    assertThat(client.expect("MESSAGE").body()).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.2"})
  void withoutAnIdTheDestinationNamesASubscription(String version) throws Exception {
    RawStomp client = connect(version);
    String queue = "/queue/" + name("noid");
    client.sendAndWait("SUBSCRIBE\ndestination:" + queue + "\n\n");
    client.send("SEND\ndestination:" + queue + "\n\nm");
    Frame message = client.expect("MESSAGE");
    assertThat(message.has("subscription")).isFalse();
    assertThat(message.header("message-id")).startsWith("Q_" + queue + "@@");

    client.sendAndWait("UNSUBSCRIBE\ndestination:" + queue + "\n\n");
    client.send("SEND\ndestination:" + queue + "\n\nm");

    client.expectNothing();
  }

  @Test
  void anIdNamesOneSubscription() throws Exception {
    RawStomp client = connect();
    subscribe(client, "/queue/" + name("d"), "");

    client.send("SUBSCRIBE\nid:1\ndestination:/queue/" + name("d") + "\n\n");

    assertThat(client.expectError("Duplicated subscription identifier").body())
        .isEqualTo("A subscription identified by 'T_1' already exists.");
    client.expectClosed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id:77|No subscription found|Subscription to \"id='77'\" not found.",
        "destination:/queue/x|No subscription found|\"destination='/queue/x'\" not found.",
        "a:b|Missing destination or id|must include a 'destination' or 'id' header",
        "durable:true|Missing Header|Header 'id' is required for durable subscriptions",
      })
  void whatIsNoSubscriptionDoesNotEnd(String header, String summary, String text) throws Exception {
    RawStomp client = connect();

    client.send("UNSUBSCRIBE\n" + header + "\n\n");

    assertThat(client.expectError(summary).body()).contains(text);
    client.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ack:perhaps",
        "prefetch-count:x",
        "x-priority:x",
        "x-message-ttl:x",
        "selector:a ="
      })
  void aBadHeaderIsRefusedAndTheConnectionGoesOn(String header) throws Exception {
    RawStomp client = connect();

    client.send("SUBSCRIBE\nid:1\ndestination:/queue/" + name("bad") + "\n" + header + "\n\n");

    client.expectError("Invalid header");
    client.expectNothing();
  }

  @Test
  void aDurableSubscriptionGoesOnWithoutItsClient() throws Exception {
    RawStomp client = connect();
    String topic = "/topic/" + name("durable");
    subscribe(client, topic, "durable:true\nauto-delete:false\n");
    client.send("DISCONNECT\n\n");
    client.expectClosed();
    RawStomp other = connect();
    send(other, topic, "meanwhile");

    RawStomp again = connect();
    subscribe(again, topic, "durable:true\nauto-delete:false\n");
    assertThat(again.expect("MESSAGE").body()).isEqualTo("meanwhile");
    again.sendAndWait("UNSUBSCRIBE\nid:1\ndurable:true\nauto-delete:false\n\n");
    send(other, topic, "nobody is there");

    subscribe(again, topic, "durable:true\nauto-delete:false\n");
    again.expectNothing();
    again.sendAndWait("UNSUBSCRIBE\nid:1\ndurable:true\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/queue/", "/topic/"})
  void aSelectorLetsThroughWhatMatches(String kind) throws Exception {
    RawStomp client = connect();
    String destination = kind + name("selected");
    subscribe(client, destination, "selector:colour = 'red'\n");

    client.send("SEND\ndestination:" + destination + "\ncolour:blue\n\nno");
    client.send("SEND\ndestination:" + destination + "\ncolour:red\n\nyes");

    assertThat(client.expect("MESSAGE").body()).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/queue/", "/topic/"})
  void aBrowserIsShownWhatThereIsAndWhatComes(String kind) throws Exception {
    RawStomp client = connect();
    String destination = kind + name("browsed");
    String queue =
        kind.equals("/queue/") ? "" : "x-queue-name:" + name("browsed") + "\ndurable:true\n";
    String headers = queue + "auto-delete:false\nbrowser:true\nack:client\n";
    subscribe(client, destination, headers);
    client.send("SEND\ndestination:" + destination + "\n\n1");
    Frame shown = client.expect("MESSAGE");
    assertThat(shown.body()).isEqualTo("1");
    assertThat(shown.has("ack")).isFalse();

    RawStomp late = connect();
    subscribe(late, destination, headers);
    assertThat(late.expect("MESSAGE").body()).isEqualTo("1");
    late.send("SEND\ndestination:" + destination + "\n\n2");
    assertThat(late.expect("MESSAGE").body()).isEqualTo("2");
    assertThat(client.expect("MESSAGE").body()).isEqualTo("2");
    client.sendAndWait("UNSUBSCRIBE\nid:1\n\n");

    subscribe(client, destination, queue + "auto-delete:false\n");
    assertThat(client.expect("MESSAGE").body()).isEqualTo("1");
    assertThat(client.expect("MESSAGE").header("redelivered")).isEqualTo("false");
    if (!queue.isEmpty()) {
      client.sendAndWait("UNSUBSCRIBE\nid:1\ndurable:true\n\n");
    }
  }

  @Test
  void theClientIsToldWhenItsQueueIsGone() throws Exception {
    RawStomp client = connect();
    String queue = name("deleted");
    subscribe(client, "/queue/" + queue, "");

    try (Connection amqp = BrokerUnderTest.get().factory().newConnection();
        Channel channel = amqp.createChannel()) {
      channel.queueDelete(queue);
    }

    Frame error = client.expectError("Server cancelled subscription");
    assertThat(error.header("subscription")).isEqualTo("1");
    assertThat(error.body()).contains("No more messages will be delivered for \"id='1'\".");
    client.expectNothing();
  }

  @ParameterizedTest
  @CsvSource({
    "/queue/, '', true, false, false",
    "/queue/, durable:false, false, true, true",
    "/queue/, auto-delete:true, true, true, false",
    "/topic/, '', false, true, false",
    "/topic/, durable:true, true, true, false",
    "/topic/, exclusive:true, false, true, true",
    "/exchange/amq.direct/, '', false, true, true",
  })
  void queuesAreMadeAsInRabbitMq(
      String kind, String header, boolean durable, boolean autoDelete, boolean exclusive)
      throws Exception {
    RawStomp client = connect();
    String queue = name("made");
    String named = kind.equals("/queue/") ? "" : "x-queue-name:" + queue + "\n";

    subscribe(
        client,
        kind + queue,
        named + (header.isEmpty() ? "" : header + "\n") + "x-expires:60000\n");

    try (Connection amqp = BrokerUnderTest.get().factory().newConnection()) {
      Channel channel = amqp.createChannel();
      if (exclusive) { // It is another connection's.
        assertThatThrownBy(() -> channel.queueDeclarePassive(queue))
            .hasStackTraceContaining("RESOURCE_LOCKED");
      } else {
        channel.queueDeclare(queue, durable, false, autoDelete, Map.of("x-expires", 60_000L));
      }
    }
    client.close();
  }

  @Test
  void aQueueOfAnotherShapeIsNotTaken() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("shape");
    client.sendAndWait("SEND\ndestination:" + queue + "\nx-message-ttl:1000\n\n");
    RawStomp other = connect();

    other.send("SUBSCRIBE\nid:1\ndestination:" + queue + "\n\n");

    assertThat(other.expectError("precondition_failed").body())
        .contains("inequivalent arg 'x-message-ttl'");
    other.expectClosed();
  }
}

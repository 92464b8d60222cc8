package io.warrenmq.server.clients.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.stomp.RawStomp.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BEGIN, COMMIT, ABORT. */
class TransactionsIT extends StompTest {
  private static void begin(RawStomp client, String id) throws Exception {
    client.sendAndWait("BEGIN\ntransaction:" + id + "\n\n");
  }

  private static String in(String transaction, String destination, String body) {
    return "SEND\ndestination:" + destination + "\ntransaction:" + transaction + "\n\n" + body;
  }

  @Test
  void whatIsSentComesWithTheCommit() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("tx");
    subscribe(client, queue, "");
    begin(client, "t");
    client.send(RawStomp.withReceipt(in("t", queue, "1"), "sent"));
    client.send(in("t", queue, "2"));
    client.expectNothing();

    client.send("COMMIT\ntransaction:t\nreceipt:done\n\n");

    List<String> receipts = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    while (receipts.size() + bodies.size() < 4) {
      Frame next = Objects.requireNonNull(client.next());
      assertThat(next.has("transaction")).isFalse();
      if (next.command().equals("RECEIPT")) {
        receipts.add(next.header("receipt-id"));
      } else {
        bodies.add(next.body());
      }
    }
    assertThat(receipts).containsExactly("sent", "done");
    assertThat(bodies).containsExactly("1", "2");
  }

  @Test
  void whatIsAbortedIsNotSent() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("tx");
    subscribe(client, queue, "");
    begin(client, "t");
    client.send(in("t", queue, "1"));

    client.sendAndWait("ABORT\ntransaction:t\n\n");

    client.expectNothing();
  }

  @Test
  void anAcknowledgementIsOfTheTransaction() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("tx");
    send(client, queue, "1", "2");
    subscribe(client, queue, "ack:client\n");
    client.expect("MESSAGE");
    Frame second = client.expect("MESSAGE");
    begin(client, "t");
    client.sendAndWait("ACK\ntransaction:t\nid:" + second.header("ack") + "\n\n");
    client.sendAndWait("ABORT\ntransaction:t\n\n");
    begin(client, "t");
    client.sendAndWait("ACK\ntransaction:t\nid:" + second.header("ack") + "\n\n");

    client.sendAndWait("COMMIT\ntransaction:t\n\n");
    client.close();

    RawStomp next = connect();
    subscribe(next, queue, "");
    next.expectNothing();
  }

  @Test
  void whatIsNotCommittedEndsWithTheConnection() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("tx");
    send(client, queue, "1");
    subscribe(client, queue, "ack:client\n");
    Frame message = client.expect("MESSAGE");
    begin(client, "t");
    client.sendAndWait("ACK\ntransaction:t\nid:" + message.header("ack") + "\n\n");
    client.close();

    RawStomp next = connect();
    subscribe(next, queue, "");

    assertThat(next.expect("MESSAGE").header("redelivered")).isEqualTo("true");
  }

  /** Else one that never comes would keep its messages from everybody. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAcknowledgementWhoseCommitDoesNotComeTimesOut(boolean acknowledges) throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("tx");
    subscribe(client, queue, "ack:client\nx-consumer-timeout:1000\n");
    client.send("SEND\ndestination:" + queue + "\n\n1");
    Frame message = client.expect("MESSAGE");
    begin(client, "t");
    if (acknowledges) {
      client.sendAndWait("ACK\ntransaction:t\nid:" + message.header("ack") + "\n\n");
    }

    assertThat(client.expectError("precondition_failed").body())
        .startsWith("PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out.")
        .contains("Timeout value used: 1000 ms");
    client.expectClosed();
    RawStomp next = connect();
    subscribe(next, queue, "x-consumer-timeout:1000\n");
    assertThat(next.expect("MESSAGE").body()).isEqualTo("1");
  }

  @Test
  void severalAreOpenAtATime() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("tx");
    subscribe(client, queue, "");
    begin(client, "a");
    begin(client, "b");
    client.send(in("a", queue, "a"));
    client.send(in("b", queue, "b"));

    client.send("COMMIT\ntransaction:b\n\n");
    assertThat(client.expect("MESSAGE").body()).isEqualTo("b");
    client.send("COMMIT\ntransaction:a\n\n");

    assertThat(client.expect("MESSAGE").body()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT\n", "ABORT\n", "SEND\ndestination:/queue/x\n", "ACK\nid:x\n"})
  void anUnknownOneIsRefused(String frame) throws Exception {
    RawStomp client = connect();

    client.send(frame + "transaction:no\n\n");

    assertThat(client.expectError("Bad transaction").body())
        .isEqualTo("Invalid transaction identifier: \"no\"\n");
    client.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEGIN", "COMMIT", "ABORT"})
  void aTransactionHasAName(String command) throws Exception {
    RawStomp client = connect();

    client.send(command + "\n\n");

    assertThat(client.expectError("Missing transaction").body())
        .isEqualTo('"' + command + "\" must include a 'transaction' header\n");
  }

  @Test
  void aNameIsOfOneTransaction() throws Exception {
    RawStomp client = connect();
    begin(client, "t");

    client.send("BEGIN\ntransaction:t\n\n");

    client.expectError("Bad transaction");
    client.sendAndWait("COMMIT\ntransaction:t\n\n");
  }
}

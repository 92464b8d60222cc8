package io.warrenmq.stomp.session;

import static io.warrenmq.stomp.StompBench.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.stomp.StompBench;
import io.warrenmq.testkit.conformance.BenchPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of frames that need more than one step, or are refused. */
class StompSessionTest {
  private final StompBench stomp = new StompBench();

  @AfterEach
  void close() {
    stomp.close();
  }

  @Test
  void aSendThatIsRefusedOpensNoTemporaryQueue() {
    BenchPeer client = stomp.loggedIn();
    String send = "SEND\nreply-to:/temp-queue/a\ndestination:/queue/q\n";

    client.send(frame(send + "x-max-length:many\n\n1", send + "receipt:2\n\n2"));

    assertThat(client.receivedText())
        .contains("message:Invalid header", "receipt-id:2")
        .doesNotContain("Duplicated");
    assertThat(stomp.bench().ready("q")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999", "-2147483649"})
  void aPriorityOfAConsumerThatIsNoSuchNumberIsRefused(String priority) {
    BenchPeer client = stomp.loggedIn();

    client.send(frame("SUBSCRIBE\nid:1\ndestination:/topic/a\nx-priority:" + priority + "\n\n"));

    assertThat(client.receivedText()).contains("message:Invalid header");
    assertThat(client.isClosed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBSCRIBE\ndestination:/topic/a\nid:",
        "SUBSCRIBE\ndestination:",
        "BEGIN\ntransaction:",
        "SEND\ndestination:/topic/a\nreply-to:/temp-queue/",
        "SEND\ndestination:/topic/a\nreceipt:",
      })
  void namesThatAreKeptAreBounded(String frame) {
    BenchPeer client = stomp.loggedIn();

    client.send(frame(frame + "x".repeat(1001) + "\n\n"));

    assertThat(client.receivedText()).contains("must not be longer than 1000 characters");
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void aClientGetsTheEscapesBackThatItHasUsed() {
    BenchPeer client =
        stomp
            .bench()
            .connect()
            .send(frame("CONNECT\naccept-version:1.1\nlogin:guest\npasscode:guest\n\n"));

    client.send(
        frame(
            "SUBSCRIBE\nid:a\\rb\nack:client\ndestination:/topic/a\n\n",
            "SEND\ndestination:/topic/a\n\nx"));

    assertThat(client.receivedText())
        .contains("subscription:a\\rb\n")
        .contains("message-id:T_a\\rb@@session-");
  }

  @Test
  void aSharedQueueThatHasGoneIsMadeAgainForASubscription() {
    BenchPeer client = stomp.loggedIn();
    client.send(frame("SUBSCRIBE\nid:1\ndestination:/queue/q\n\n"));
    stomp.bench().delete("q");
    assertThat(client.receivedText()).contains("message:Server cancelled subscription");

    client.send(frame("SUBSCRIBE\nid:1\ndestination:/queue/q\nreceipt:again\n\n"));

    assertThat(client.receivedText()).contains("receipt-id:again");
    assertThat(stomp.bench().consumers("q")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "receipt:again\n"})
  void aSharedQueueThatHasGoneIsMadeAgainForAMessage(String receipt) {
    BenchPeer client = stomp.loggedIn();
    client.send(frame("SEND\ndestination:/queue/q\n\n1"));
    stomp.bench().delete("q");

    client.send(frame("SEND\ndestination:/queue/q\n" + receipt + "\n2"));

    assertThat(stomp.bench().ready("q")).isOne();
    assertThat(client.receivedText().split("RECEIPT", -1)).hasSize(receipt.isEmpty() ? 1 : 2);
  }

  @Test
  void whatWasToBeAcknowledgedInATransactionIsNotWhenItIsAborted() {
    stomp.bench().declare("a");
    stomp.bench().declare("b");
    BenchPeer client = stomp.loggedIn();
    for (String queue : new String[] {"a", "b"}) {
      client.send(
          frame(
              "SUBSCRIBE\nid:" + queue + "\nack:client\ndestination:/amq/queue/" + queue + "\n\n"));
    }
    for (int i = 0; i < 2; i++) {
      stomp.bench().publish("a", "m");
      stomp.bench().publish("b", "m");
    }
    String session = client.receivedText().replaceAll("(?s).*session:(session-[-\\w]+).*", "$1");
    client.send(frame("BEGIN\ntransaction:t\n\n"));
    for (int tag = 1; tag <= 4; tag++) {
      client.send(frame(ack(tag % 2 == 1 ? "a" : "b", session, tag, "transaction:t\n")));
    }
    client.send(frame("UNSUBSCRIBE\nid:b\n\n", "ABORT\ntransaction:t\n\n"));

    client.send(frame(ack("a", session, 3, ""), ack("b", session, 2, "")));

    assertThat(client.receivedText()).doesNotContain("ERROR");
    client.cut();
    assertThat(stomp.bench().ready("a")).isZero();
    assertThat(stomp.bench().ready("b")).isOne();
  }

  @Test
  void aCommitOfWhichAQueueRefusesAMessageDoesTheRestAndEndsTheConnection() {
    BenchPeer client = stomp.loggedIn();
    String full = "SEND\ndestination:/queue/full\nx-max-length:1\nx-overflow:reject-publish\n";
    client.send(frame(full + "\n1", "BEGIN\ntransaction:t\n\n"));

    client.send(
        frame(
            full + "transaction:t\n\n2",
            "SEND\ndestination:/queue/other\ntransaction:t\n\n3",
            "COMMIT\ntransaction:t\nreceipt:c\n\n"));

    assertThat(client.receivedText())
        .contains("message:precondition_failed", "receipt-id:c", "partial tx completion");
    assertThat(client.isClosed()).isTrue();
    assertThat(stomp.bench().ready("other")).isOne();
  }

  private static String ack(String id, String session, int tag, String headers) {
    return "ACK\nid:T_" + id + "@@" + session + "@@" + tag + "\n" + headers + "\n";
  }
}

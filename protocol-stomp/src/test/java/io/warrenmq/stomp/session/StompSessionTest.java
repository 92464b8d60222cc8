package io.warrenmq.stomp.session;

import static io.warrenmq.stomp.StompBench.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.stomp.StompBench;
import io.warrenmq.testkit.conformance.BenchPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes of frames that need more than one step, or are refused. */
class StompSessionTest {
  private final StompBench stomp = new StompBench();

  @AfterEach
  void close() {
    stomp.close();
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

  private static String ack(String id, String session, int tag, String headers) {
    return "ACK\nid:T_" + id + "@@" + session + "@@" + tag + "\n" + headers + "\n";
  }
}

package io.warrenmq.stomp.session;

import static io.warrenmq.stomp.StompBench.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.stomp.StompBench;
import io.warrenmq.testkit.conformance.BenchPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a client that goes while something is under way, whenever that is. */
class ClosingTest {
  private static final int TURNS = 25; // more than anything here takes

  private final StompBench stomp = new StompBench();

  @AfterEach
  void close() {
    stomp.close();
  }

  @Test
  void whatIsNotAcknowledgedGoesBackAlsoDuringACommit() {
    for (int turns = 0; turns < TURNS; turns++) {
      String mine = "mine" + turns;
      stomp.bench().declare(mine);
      stomp.bench().declare("sent" + turns);
      stomp.bench().publish(mine, "1");
      BenchPeer client = stomp.loggedIn();
      client.send(frame("SUBSCRIBE\nid:1\nack:client\ndestination:/amq/queue/" + mine + "\n\n"));
      client.send(frame("BEGIN\ntransaction:a\n\n", "BEGIN\ntransaction:b\n\n"));
      client.send(frame("SEND\ntransaction:a\ndestination:/amq/queue/sent" + turns + "\n\nx"));

      client.sendLater(frame("COMMIT\ntransaction:a\n\n"));
      stomp.turns(turns);
      client.cut();

      assertThat(stomp.bench().ready(mine)).as("after turn " + turns).isOne();
      assertThat(stomp.bench().connectionCount()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/topic/a",
        "/exchange/amq.topic/a\nexclusive:false",
        "/topic/a\ndurable:true",
        "/queue/mine\ndurable:false"
      })
  void noQueueOfASubscriptionStaysThatHasNotBegun(String destination) {
    for (int turns = 0; turns < TURNS; turns++) {
      BenchPeer client = stomp.loggedIn();

      client.sendLater(
          frame("SUBSCRIBE\nid:1\nx-queue-name:mine\ndestination:" + destination + "\n\n"));
      stomp.turns(turns);
      client.cut();

      assertThat(stomp.bench().connectionCount()).isZero();
      assertThatThrownBy(() -> stomp.bench().ready("mine"))
          .as("after turn " + turns)
          .hasMessageContaining("no queue");
    }
  }
}

package com.example.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.warrenmq.testkit.conformance.BenchPeer;
import io.warrenmq.testkit.conformance.ProtocolBench;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the line protocol says, line by line. */
class LineProtocolTest {
  private ProtocolBench bench;

  @BeforeEach
  void start() {
    bench = new ProtocolBench(new LineProtocol(), Map.of("plugin.line.line_max", "256"));
    bench.declare("q");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  /** A client that is logged in, and what it was told by then. */
  private record Client(BenchPeer peer, int skipped) {
    String ask(String lines) {
      int before = peer.receivedBytes();
      peer.sendText(lines);
      return new String(peer.received()).substring(before);
    }
  }

  private Client login() {
    BenchPeer peer = bench.connect().sendText("HELLO 1\r\nLOGIN guest guest\n");
    assertTrue(peer.receivedText().endsWith("OK LOGIN\n"), peer::receivedText);
    return new Client(peer, peer.receivedBytes());
  }

  @Test
  void confirmsWhatIsPublishedAndSaysWhatIsLost() {
    Client client = login();

    assertEquals("DONE 1\n", client.ask("PUB - q hello\n"));
    assertEquals("LOST 2 unroutable\n", client.ask("PUB - nowhere hello\n"));
    assertTrue(client.ask("PUB nothing q hello\n").startsWith("LOST 3 not-found "));
    assertEquals("DONE 4\n", client.ask("PUB amq.direct q \n"));
  }

  @Test
  void deliversUntilItIsAcknowledged() {
    Client client = login();
    client.ask("PUB - q one\n");

    assertEquals("MSG 1 q one\n", client.ask("GET q\n"));
    assertEquals("EMPTY q\n", client.ask("GET q\n"));
    assertEquals("MSG 2 q one\n", client.ask("NACK 1\nGET q\n"));
    assertEquals("EMPTY q\n", client.ask("ACK 2\nGET q\n"));
    assertEquals(0, bench.ready("q"));
  }

  @Test
  void keepsLinesWithinAMessage() {
    Client client = login();

    client.ask("PUB - q a\\nb\\\\c\n");
    bench.publish("q", "x\r\ny\\");

    assertEquals("OK SUB\nMSG 1 q a\\nb\\\\c\nMSG 2 q x\\r\\ny\\\\\n", client.ask("SUB q\n"));
  }

  @Test
  void goesOnAfterARefusalAndEndsAfterAFault() {
    Client client = login();

    assertTrue(client.ask("SUB nothing\n").startsWith("ERR not-found "));
    assertTrue(client.ask("GET nothing\n").startsWith("ERR not-found "));
    assertFalse(client.peer().isClosed());
    assertTrue(client.ask("SHOUT\n").startsWith("ERR malformed "));
    assertTrue(client.peer().isClosed());
  }

  @Test
  void refusesALineThatIsTooLongBeforeItIsWhole() {
    Client client = login();

    assertEquals("", client.ask("PUB - q ".concat("x".repeat(248))));
    assertTrue(client.ask("x").startsWith("ERR too-large "));
    assertTrue(client.peer().isClosed());
  }

  @Test
  void saysWhenAQueueIsGone() {
    Client client = login();
    client.ask("SUB q\n");
    int before = client.peer().receivedBytes();

    bench.delete("q");

    assertEquals("GONE q\n", client.peer().receivedText().substring(before));
  }

  @Test
  void endsWithAClientThatNeverAcknowledges() {
    Client client = login();
    client.ask("PUB - q x\nGET q\n");
    int before = client.peer().receivedBytes();

    bench.advanceMs(2 * ProtocolBench.CONSUMER_TIMEOUT_MS);

    assertEquals(
        "ERR precondition-failed no ACK within 1800000 ms\n",
        client.peer().receivedText().substring(before));
    assertEquals(1, bench.ready("q"));
  }

  @Test
  void saysGoodBye() {
    Client client = login();

    assertEquals("BYE\n", client.ask("QUIT\n"));
    assertTrue(client.peer().isClosed());
    assertEquals(0, bench.connectionCount());
  }

  @Test
  void refusesSettingsThatAreOutOfRange() {
    Map<String, String> settings = Map.of("plugin.line.prefetch", "0");

    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new ProtocolBench(new LineProtocol(), settings));
    assertEquals("plugin.line.prefetch = 0: allowed are 1 to 65535", refusal.getMessage());
  }
}

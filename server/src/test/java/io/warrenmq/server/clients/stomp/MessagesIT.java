package io.warrenmq.server.clients.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.stomp.RawStomp.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEND, MESSAGE, destinations, receipts. */
class MessagesIT extends StompTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1", "1.2"})
  void whatIsSentToAQueueArrives(String version) throws Exception {
    RawStomp client = connect(version);
    String queue = "/queue/" + name("q");
    subscribe(client, queue, "");

    client.send("SEND\ndestination:" + queue + "\nfoo:bar\ncontent-type:text/plain\n\nhello");

    Frame message = client.expect("MESSAGE");
    assertThat(message.body()).isEqualTo("hello");
    assertThat(message.header("destination")).isEqualTo(queue);
    assertThat(message.header("subscription")).isEqualTo("1");
    assertThat(message.header("message-id")).startsWith("T_1@@session-").endsWith("@@1");
    assertThat(message.header("redelivered")).isEqualTo("false");
    assertThat(message.header("foo")).isEqualTo("bar");
    assertThat(message.header("content-type")).isEqualTo("text/plain");
    assertThat(message.header("content-length")).isEqualTo("5");
    assertThat(message.has("ack")).isFalse();
    assertThat(message.has("receipt")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/topic/a.b, /topic/a.b",
    "/exchange/amq.direct/key, /exchange/amq.direct/key",
    "/exchange/amq.fanout, /exchange/amq.fanout",
    "/exchange/amq.topic/a.b, /topic/a.b",
  })
  void whatIsSentToAnExchangeArrives(String destination, String told) throws Exception {
    RawStomp client = connect();
    subscribe(client, destination, "");

    client.send("SEND\ndestination:" + destination + "\n\nm");

    assertThat(client.expect("MESSAGE").header("destination")).isEqualTo(told);
  }

  @Test
  void patternsMatchAsInAmqp() throws Exception {
    RawStomp client = connect();
    String root = name("root");
    subscribe(client, "/topic/" + root + ".*.c", "");

    client.send("SEND\ndestination:/topic/" + root + ".b.d\n\nno");
    client.send("SEND\ndestination:/topic/" + root + ".b.c\n\nyes");

    assertThat(client.expect("MESSAGE").body()).isEqualTo("yes");
  }

  @Test
  void aQueueThatIsThereIsReachedByItsName() throws Exception {
    RawStomp client = connect();
    String queue = name("there");
    send(client, "/queue/" + queue, "one");
    subscribe(client, "/amq/queue/" + queue, "");
    assertThat(client.expect("MESSAGE").body()).isEqualTo("one");

    client.send("SEND\ndestination:/amq/queue/" + queue + "\n\ntwo");

    assertThat(client.expect("MESSAGE").header("destination")).isEqualTo("/queue/" + queue);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|Invalid destination|Destination cannot be blank",
        "/nowhere/x|Unknown destination|'/nowhere/x' is not a valid destination",
        "/queue|Invalid destination|'' is not a valid queue destination",
        "/queue/a/b|Invalid destination|'/a/b' is not a valid queue destination",
        "/exchange//k|Invalid destination|'//k' is not a valid exchange destination",
        "/temp-queue/x|Invalid destination|'/temp-queue/x' is not a valid destination for",
      })
  void aBadDestinationIsRefusedAndTheConnectionGoesOn(
      String destination, String summary, String text) throws Exception {
    RawStomp client = connect();
    for (String command : new String[] {"SEND", "SUBSCRIBE"}) {
      client.send(command + "\nid:1\nreceipt:r\ndestination:" + destination + "\n\n");

      Frame error = client.expectError(summary);
      assertThat(error.body()).startsWith(text);
      assertThat(error.header("receipt-id")).isEqualTo("r");
    }
    client.expectNothing();
  }

  @Test
  void withoutADestinationNothingIsSent() throws Exception {
    RawStomp client = connect();

    client.send("SEND\n\nx");

    assertThat(client.expectError("Missing destination").body())
        .isEqualTo("\"SEND\" must include a 'destination' header\n");
    client.expectNothing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/exchange/nothere/k|not_found|NOT_FOUND - no exchange 'nothere' in vhost '/'",
        "/queue/amq.x|access_refused|ACCESS_REFUSED - queue name 'amq.x' contains reserved prefix",
      })
  void whatTheBrokerRefusesEndsTheConnection(String destination, String summary, String text)
      throws Exception {
    RawStomp client = connect();

    client.send("SEND\ndestination:" + destination + "\n\n");

    assertThat(client.expectError(summary).body()).startsWith(text);
    client.expectClosed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"message-id:a", "priority:x", "priority:256", "expiration:-1", "timestamp:x"})
  void aBadHeaderIsRefusedAndTheConnectionGoesOn(String header) throws Exception {
    RawStomp client = connect();

    client.send("SEND\ndestination:/queue/" + name("bad") + "\n" + header + "\n\n");

    client.expectError("Invalid header");
    client.expectNothing();
  }

  @Test
  void nobodySendsInAnothersName() throws Exception {
    RawStomp client = connect();

    client.send("SEND\ndestination:/topic/x\nuser-id:somebody\n\n");

    assertThat(client.expectError("precondition_failed").body())
        .isEqualTo(
            "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was"
                + " 'guest'");
    client.expectClosed();
  }

  @Test
  void anUnknownCommandIsRefusedAndTheConnectionGoesOn() throws Exception {
    RawStomp client = connect();

    client.send("FOO\nreceipt:r\n\n");

    Frame error = client.expectError("Bad command");
    assertThat(error.body()).isEqualTo("Could not interpret command \"FOO\"\n");
    assertThat(error.header("receipt-id")).isEqualTo("r");
    client.expectNothing();
  }

  @Test
  void receiptsComeForWhatNobodyGetsToo() throws Exception {
    RawStomp client = connect();

    client.send("SEND\ndestination:/exchange/amq.direct/" + name("none") + "\nreceipt:a\\cb\n\n");

    assertThat(client.expect("RECEIPT").header("receipt-id")).isEqualTo("a\\cb");
  }

  @Test
  void aMessageThatItsQueueRefusesIsAnError() throws Exception {
    RawStomp client = connect();
    String full = "/queue/" + name("full");
    String declared = "x-max-length:1\nx-overflow:reject-publish\n";
    client.sendAndWait("SEND\ndestination:" + full + "\n" + declared + "\none");

    client.send("SEND\ndestination:" + full + "\n" + declared + "receipt:two\n\ntwo");

    assertThat(client.expectError("Message refused").header("receipt-id")).isEqualTo("two");
    client.expectNothing();
  }

  @Test
  void bodiesAreBytes() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("bytes");
    subscribe(client, queue, "");

    client.send("SEND\ndestination:" + queue + "\ncontent-length:5\n\na\0b\nc");

    assertThat(client.expect("MESSAGE").body()).isEqualTo("a\0b\nc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1", "1.2"})
  void anAnswerComesToATemporaryQueue(String version) throws Exception {
    RawStomp service = connect();
    RawStomp client = connect(version);
    String requests = "/queue/" + name("requests");
    subscribe(service, requests, "");

    client.sendAndWait(
        "SEND\ndestination:" + requests + "\nreply-to:/temp-queue/foo\ncorrelation-id:c\n\nask");
    Frame request = service.expect("MESSAGE");
    assertThat(request.header("reply-to")).startsWith("/reply-queue/");
    service.send(
        "SEND\ndestination:" + request.header("reply-to") + "\ncorrelation-id:c\n\nanswer");

    Frame answer = client.expect("MESSAGE");
    assertThat(answer.header("subscription")).isEqualTo("/temp-queue/foo");
    assertThat(answer.header("correlation-id")).isEqualTo("c");
    assertThat(answer.body()).isEqualTo("answer");
    client.send("UNSUBSCRIBE\nid:/temp-queue/foo\n\n");
    client.expectError("Invalid id");
  }
}

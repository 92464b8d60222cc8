package io.warrenmq.server.clients.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.stomp.RawStomp.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT, its answers, heart-beats, DISCONNECT. */
class ConnectingIT extends StompTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "1.1, 1.1",
    "1.2, 1.2",
    "'1.0,1.1,1.2', 1.2",
    "'1.2,1.1', 1.2",
    "'1.3,1.1', 1.1",
    "'1.1, 1.2', 1.2"
  })
  void theNewestVersionInCommonIsSpoken(String accepted, String spoken) throws Exception {
    RawStomp client = raw();

    client.send("CONNECT\naccept-version:" + accepted + "\nhost:/\n\n");

    Frame connected = client.expect("CONNECTED");
    assertThat(connected.header("version")).isEqualTo(spoken);
    assertThat(connected.header("session")).startsWith("session-");
    assertThat(connected.header("server")).startsWith("WarrenMQ/");
    assertThat(connected.header("heart-beat")).isEqualTo("0,0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT\n\n",
        "STOMP\n\n",
        "\n\r\n\nCONNECT\n\n",
        "CONNECT\r\nlogin:guest\r\n\r\n"
      })
  void aClientThatNamesNothingIsTheDefaultUserAndSpeaksTheOldestVersion(String frame)
      throws Exception {
    RawStomp client = raw();

    client.send(frame);

    assertThat(client.expect("CONNECTED").header("version")).isEqualTo("1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "login:guest, passcode:no, Access refused for user 'guest'",
    "login:nobody, passcode:no, Access refused for user 'nobody'",
    "login:, passcode:, Access refused for user ''",
    "host:nowhere, login:guest, Virtual host 'nowhere' access denied",
    "host:, login:guest, Virtual host '' access denied",
  })
  void whoMayNotComeInIsToldSo(String one, String other, String text) throws Exception {
    RawStomp client = raw();

    client.send("CONNECT\naccept-version:1.2\n" + one + "\n" + other + "\n\n");

    Frame error = client.expectError("Bad CONNECT");
    assertThat(error.body()).isEqualTo(text.replace("\"", ""));
    assertThat(error.header("content-type")).isEqualTo("text/plain");
    client.expectClosed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "", "x"})
  void withoutAVersionInCommonThereIsNoConnection(String accepted) throws Exception {
    RawStomp client = raw();

    client.send("CONNECT\naccept-version:" + accepted + "\n\n");

    Frame error = client.expectError("Version mismatch");
    assertThat(error.body()).isEqualTo("Supported versions are 1.0,1.1,1.2\n");
    assertThat(error.header("version")).isEqualTo("1.0,1.1,1.2");
    client.expectClosed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEND", "SUBSCRIBE", "ACK", "BEGIN", "DISCONNECT", "FOO", "connect"})
  void nothingGoesBeforeTheLogin(String command) throws Exception {
    RawStomp client = raw();

    client.send(command + "\ndestination:/queue/x\nid:1\n\n");

    assertThat(client.expectError("Illegal command").body())
        .isEqualTo("You must log in using CONNECT first");
    client.send("CONNECT\n\n");
    client.expect("CONNECTED");
  }

  @Test
  void aSecondConnectEndsTheConnection() throws Exception {
    RawStomp client = connect();

    client.send("CONNECT\n\n");

    client.expectError("Illegal command");
    client.expectClosed();
  }

  @Test
  void whatComesWithTheConnectWaitsForIt() throws Exception {
    RawStomp client = raw();

    client.send("CONNECT\n\n\0SEND\ndestination:/exchange/amq.fanout\nreceipt:r\n\n");

    client.expect("CONNECTED");
    assertThat(client.expect("RECEIPT").header("receipt-id")).isEqualTo("r");
  }

  @ParameterizedTest
  @CsvSource({"1.0, r", "1.2, r"})
  void disconnectIsAnsweredAndCloses(String version, String receipt) throws Exception {
    RawStomp client = connect(version);

    client.send("DISCONNECT\nreceipt:" + receipt + "\n\n");

    assertThat(client.expect("RECEIPT").header("receipt-id")).isEqualTo(receipt);
    client.expectClosed();
  }

  @Test
  void theReceiptOfDisconnectComesAfterThoseOfWhatWasSent() throws Exception {
    RawStomp client = connect();
    String queue = "/queue/" + name("last");

    client.sendBytes(
        "SEND\ndestination:"
            + queue
            + "\npersistent:true\nreceipt:m\n\nx\0"
            + "DISCONNECT\nreceipt:d\n\n\0");

    assertThat(client.expect("RECEIPT").header("receipt-id")).isEqualTo("m");
    assertThat(client.expect("RECEIPT").header("receipt-id")).isEqualTo("d");
    client.expectClosed();
  }

  @Test
  void theBrokerSendsSignsOfLife() throws Exception {
    RawStomp client = raw();
    client.send("CONNECT\naccept-version:1.2\nheart-beat:0,1000\n\n");
    assertThat(client.expect("CONNECTED").header("heart-beat")).isEqualTo("1000,0");

    assertThat(client.nextByte()).as("behind CONNECTED").isEqualTo('\n');
    assertThat(client.nextByte()).as("sign of life").isEqualTo('\n');
    assertThat(client.nextByte()).as("another one").isEqualTo('\n');
  }

  @Test
  void aClientThatHasPromisedSignsOfLifeAndIsSilentIsDisconnected() throws Exception {
    RawStomp client = raw();
    client.send("CONNECT\naccept-version:1.2\nheart-beat:1000,0\n\n");
    assertThat(client.expect("CONNECTED").header("heart-beat")).isEqualTo("0,1000");

    client.expectClosed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x,y", "1000", ""})
  void aHeartBeatIsTwoNumbers(String heartBeat) throws Exception {
    RawStomp client = raw();

    client.send("CONNECT\nheart-beat:" + heartBeat + "\n\n");

    client.expectError("Invalid header");
    client.expectClosed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT\naccept-version\n\n", "GET / HTTP/1.1\r\n\r\n", "\u0001\u0002"})
  void whatIsNoFrameIsAnsweredAndEnds(String bytes) throws Exception {
    RawStomp client = raw();

    client.sendBytes(bytes);

    client.expectError("malformed");
    client.expectClosed();
  }
}

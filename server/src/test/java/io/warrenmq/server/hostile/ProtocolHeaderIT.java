package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.testkit.wire.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong protocol headers: answered with the right one, then closed. */
class ProtocolHeaderIT extends HostileTest {
  private static final String AMQP_0_9_1 = "414d515000000901";
  private static final String AMQP_1_0 = "414d515003010000";

  @ParameterizedTest
  @CsvSource({
    "414d515000000000, 0-0-0",
    "414d515001010008, 0-8",
    "414d515001010800, 8-0 in tens",
    "414d515000000801, 0-8-1",
  })
  void answersOtherVersionsOfAmqp(String header, String what) throws Exception {
    RawClient client = client().send(Hex.parse(header));

    assertThat(Hex.format(client.read(8))).as(what).isEqualToIgnoringWhitespace(AMQP_1_0);
    client.expectEnd();
  }

  /** The answer is AMQP 1.0 where that is served; what matters is that there is one, and an end. */
  @ParameterizedTest
  @CsvSource({"414d515000010901", "414d515005000901", "414d5150ffffffff"})
  void answersWhatIsNoVersionOfAmqp(String header) throws Exception {
    RawClient client = client().send(Hex.parse(header));

    assertThat(client.read(8)).startsWith('A', 'M', 'Q', 'P');
    client.expectEnd();
  }

  @ParameterizedTest
  @CsvSource({"414d515000000902, 0-9-2", "414d515000000a00, 0-10", "414d51500000ff01, 0-255"})
  void answersRelativesWithItsOwnVersion(String header, String what) throws Exception {
    RawClient client = client().send(Hex.parse(header));

    assertThat(Hex.format(client.read(8))).as(what).isEqualToIgnoringWhitespace(AMQP_0_9_1);
    client.expectEnd();
  }

  @ParameterizedTest
  @CsvSource({"GET / HTTP/1.1", "SSH-2.0-Go", "amqp", "AMQX0091", "CONNECT"})
  void answersStrangers(String text) throws Exception {
    byte[] padded = (text + "\r\nHost: broker\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    RawClient client = client().send(padded);

    assertThat(client.read(8)).startsWith('A', 'M', 'Q', 'P');
    client.expectEnd();
  }

  @Test
  void answersTlsOnAPlainPort() throws Exception {
    RawClient client = client().send(Hex.parse("16030100c8010000c40303"));

    assertThat(client.read(8)).startsWith('A', 'M', 'Q', 'P');
    client.expectEnd();
  }

  @Test
  void takesNothingBehindAWrongHeader() throws Exception {
    byte[] flood = new byte[1 << 20];
    System.arraycopy(Hex.parse("414d515000000000"), 0, flood, 0, 8);
    RawClient client = client();

    client.trySend(Frames.of().raw(flood));

    assertThat(client.read(8)).startsWith('A', 'M', 'Q', 'P');
    client.expectEnd();
  }

  @Test
  void letsGoOfPartsOfAHeader() throws Exception {
    for (int bytes = 0; bytes < 8; bytes++) {
      RawClient client = client().send(Arrays.copyOf(RawClient.PROTOCOL, bytes));
      client.endOutput();
      client.expectEnd();
    }
  }
}

package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who the request for a WebSocket says that a client is, whose CONNECT says nothing. */
class LoginByRequestIT extends OwnBrokerTest {
  private static final byte[] CONNECTED = Bytes.of(0x20, 2, 0, 0);
  private static final byte[] BAD_USER_NAME_OR_PASSWORD = Bytes.of(0x20, 2, 0, 4);

  private void start(boolean usesHttpAuth) throws Exception {
    start(
        "web_mqtt.tcp.listener=127.0.0.1:0",
        "web_mqtt.use_http_auth=" + usesHttpAuth,
        "mqtt.allow_anonymous=false");
  }

  private void expect(byte[] answer, String query, Map<String, String> headers) throws Exception {
    int port = broker().address("web_mqtt").getPort();
    URI uri = URI.create("ws://127.0.0.1:" + port + "/ws" + query);
    RawWebSocket client = closing(new RawWebSocket(uri, headers));
    client.send(Bytes.connect(4, 2, 60, new byte[0], name()), true);
    client.expect(answer);
  }

  private static Map<String, String> basic(String login) {
    String encoded = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    return Map.of("Authorization", "Basic " + encoded);
  }

  @Test
  void nameAndPasswordLogIn() throws Exception {
    start(true);

    expect(CONNECTED, "", basic("guest:guest"));
  }

  @Test
  void wrongNameAndPasswordDoNot() throws Exception {
    start(true);

    expect(BAD_USER_NAME_OR_PASSWORD, "", basic("guest:wrong"));
  }

  @Test
  void aTokenThatNobodyUnderstandsDoesNot() throws Exception {
    start(true);

    expect(BAD_USER_NAME_OR_PASSWORD, "?access_token=guest", Map.of());
  }

  @Test
  void nothingDoesNot() throws Exception {
    start(true);

    expect(BAD_USER_NAME_OR_PASSWORD, "", Map.of());
  }

  @Test
  void theyAreNotLookedAtUnlessTheyAreToBe() throws Exception {
    start(false);

    expect(BAD_USER_NAME_OR_PASSWORD, "", basic("guest:guest"));
  }
}

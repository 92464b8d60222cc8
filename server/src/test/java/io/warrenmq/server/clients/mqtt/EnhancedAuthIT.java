package io.warrenmq.server.clients.mqtt;

import static io.warrenmq.server.clients.mqtt.Bytes.binary;
import static io.warrenmq.server.clients.mqtt.Bytes.connect;
import static io.warrenmq.server.clients.mqtt.Bytes.join;
import static io.warrenmq.server.clients.mqtt.Bytes.of;
import static io.warrenmq.server.clients.mqtt.Bytes.packet;
import static io.warrenmq.server.clients.mqtt.Bytes.properties;
import static io.warrenmq.server.clients.mqtt.Bytes.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.definitions.ImportReport;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.ScramClient;
import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5.0 §4.12, with SCRAM-SHA-256, on a broker of its own that has been told passwords. */
@Tag(MqttTest.NOT_MOSQUITTO)
class EnhancedAuthIT extends MqttTest {
  private static final int SUCCESS = 0x00;
  private static final int CONTINUE = 0x18;
  private static final int ANEW = 0x19;
  private static final int PROTOCOL_ERROR = 0x82;
  private static final int NOT_AUTHORIZED = 0x87;
  private static final byte[] PINGREQ = of(0xc0, 0);

  @TempDir static Path data;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = start(data, Map.of("mqtt.auth_mechanisms.2", "PLAIN"));
  }

  private static EmbeddedBroker start(Path folder, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("mqtt.listeners.tcp.default", "127.0.0.1:0");
    settings.putIfAbsent("mqtt.auth_mechanisms.1", "SCRAM-SHA-256");
    for (String user : new String[] {"alice", "bob"}) {
      settings.put("default_users." + user + ".password", user + "-secret");
      settings.put("default_users." + user + ".vhost_pattern", ".*");
      settings.put("default_users." + user + ".configure", ".*");
      settings.put("default_users." + user + ".write", ".*");
      settings.put("default_users." + user + ".read", ".*");
    }
    return EmbeddedBroker.start(folder, settings);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  // ---- HiveMQ's client ----

  private Mqtt5BlockingClient client(HiveMqScram scram) {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(name())
            .serverHost("127.0.0.1")
            .serverPort(broker.address("mqtt").getPort())
            .enhancedAuth(scram)
            .buildBlocking();
    closing(client::disconnect);
    return client;
  }

  private static Mqtt5ConnAck refusal(Mqtt5BlockingClient client) {
    return catchThrowableOfType(Mqtt5ConnAckException.class, client::connect).getMqttMessage();
  }

  private void works(Mqtt5BlockingClient client) throws InterruptedException {
    String topic = name();
    Mqtt5Publishes inbox = closing(client.publishes(MqttGlobalPublishFilter.ALL));
    client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send();
    client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).send();
    assertThat(inbox.receive(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow().getTopic())
        .hasToString(topic);
  }

  @Test
  void logsIn() throws Exception {
    Mqtt5BlockingClient client = client(new HiveMqScram("alice", "alice-secret"));

    Mqtt5ConnAck connack = client.connect(); // Fails unless the broker has proved itself.

    assertThat(connack.getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.SUCCESS);
    works(client);
  }

  @ParameterizedTest
  @CsvSource({"alice, wrong", "nobody, wrong"})
  void refusesAWrongPasswordAndAnUnknownUserAlike(String user, String password) {
    assertRefused(refusal(client(new HiveMqScram(user, password))));
  }

  private static void assertRefused(Mqtt5ConnAck refusal) {
    assertThat(refusal.getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
    Mqtt5EnhancedAuth auth = refusal.getEnhancedAuth().orElseThrow();
    assertThat(HiveMqScram.bytes(auth.getData())).asString(UTF_8).isEqualTo("e=invalid-proof");
    assertThat(refusal.getReasonString()).isEmpty();
  }

  @Test
  void refusesAUserOfWhomThereIsAHashAlone() throws Exception {
    JsonObject user =
        new JsonObject()
            .put("name", "hash")
            .put("password_hash", "AQIDBBzAYoHuSnwaU3gNl+6CeS8wBzmPwd9z7BfVYLfgJkZc") // pass
            .put("hashing_algorithm", "rabbit_password_hashing_sha256")
            .put("tags", new JsonArray());
    bringIn(user);

    assertRefused(refusal(client(new HiveMqScram("hash", "pass"))));

    user.remove("password_hash");
    bringIn(user.put("password", "pass"));
    assertThat(refusal(client(new HiveMqScram("hash", "pass"))).getReasonCode())
        .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED); // It may enter no vhost, and is known.
  }

  private static void bringIn(JsonObject user) throws Exception {
    ImportReport report =
        broker
            .core()
            .importDefinitions(new JsonObject().put("users", new JsonArray().add(user)))
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(report.refusals()).isEmpty();
  }

  @Test
  void takesTheVhostFromTheUserNameOfConnect() {
    Mqtt5BlockingClient client = client(new HiveMqScram("alice", "alice-secret"));

    Mqtt5ConnAckException refused =
        catchThrowableOfType(
            Mqtt5ConnAckException.class,
            () ->
                client.connectWith().simpleAuth().username("elsewhere:").applySimpleAuth().send());

    assertThat(refused.getMqttMessage().getReasonCode())
        .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
  }

  @Test
  void authenticatesAnew() throws Exception {
    Mqtt5BlockingClient client = client(new HiveMqScram("alice", "alice-secret"));
    client.connect();

    client.reauth();
    client.reauth();

    works(client);
  }

  @ParameterizedTest
  @CsvSource({"bob, bob-secret", "alice, wrong"})
  void nobodyElseAuthenticatesAnew(String user, String password) {
    HiveMqScram scram = new HiveMqScram("alice", "alice-secret");
    Mqtt5BlockingClient client = client(scram);
    client.connect();
    scram.is(user, password);

    Mqtt5DisconnectException refused =
        catchThrowableOfType(Mqtt5DisconnectException.class, client::reauth);

    assertThat(refused.getMqttMessage().getReasonCode())
        .isEqualTo(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
    assertThat(refused.getMqttMessage().getReasonString().orElseThrow().toString())
        .isEqualTo(
            user.equals("bob")
                ? "user 'alice' has authenticated anew as 'bob'"
                : "authentication refused");
  }

  // ---- packets by hand ----

  private final ScramClient alice = new ScramClient("alice", "alice-secret");

  private static byte[] auth(String method, byte[] data) {
    return properties(of(0x15), text(method), of(0x16), binary(data));
  }

  private static byte[] authPacket(int reason, byte[] data) {
    return packet(0xf0, of(reason), auth(ScramClient.NAME, data));
  }

  private RawClient rawClient() throws Exception {
    return closing(new RawClient("127.0.0.1", broker.address("mqtt").getPort()));
  }

  private RawClient connecting(String method, byte[] data) throws Exception {
    RawClient client = rawClient();
    client.send(connect(5, 2, 60, auth(method, data), name()));
    return client;
  }

  /** As far as the server's first message. */
  private RawClient challenged() throws Exception {
    RawClient client = connecting(ScramClient.NAME, alice.first());
    serverFirst(client);
    return client;
  }

  private byte[] serverFirst;

  private void serverFirst(RawClient client) throws Exception {
    Packet challenge = client.expect(RawClient.AUTH);
    assertThat(challenge.u8(0)).isEqualTo(CONTINUE);
    serverFirst = data(challenge);
  }

  private RawClient loggedIn() throws Exception {
    RawClient client = challenged();
    client.send(authPacket(CONTINUE, alice.last(serverFirst)));
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
    return client;
  }

  /** What is after the method in the properties; both are there. */
  private static byte[] data(Packet packet) {
    String body = new String(packet.body(), ISO_8859_1);
    String method = new String(join(of(0x15), text(ScramClient.NAME), of(0x16)), ISO_8859_1);
    int at = body.indexOf(method);
    assertThat(at).as("method and data in " + body).isPositive();
    int from = at + method.length();
    int length = body.charAt(from) << 8 | body.charAt(from + 1);
    return body.substring(from + 2, from + 2 + length).getBytes(ISO_8859_1);
  }

  private static void expectConnack(RawClient client, int reason) throws Exception {
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isEqualTo(reason);
    client.expectClosed();
  }

  private static void expectDisconnect(RawClient client, int reason) throws Exception {
    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(reason);
    client.expectClosed();
  }

  @Test
  void connackSaysMethodAndServersProof() throws Exception {
    RawClient client = challenged();
    byte[] last = alice.last(serverFirst);
    client.send(authPacket(CONTINUE, last));

    Packet connack = client.expect(RawClient.CONNACK);

    assertThat(connack.u8(1)).isEqualTo(SUCCESS);
    assertThat(alice.isServersProof(data(connack))).isTrue();
    client.expectNothing();
  }

  @Test
  void asksAClientThatBeginsWithoutData() throws Exception {
    RawClient client = rawClient();
    byte[] method = properties(of(0x15), text(ScramClient.NAME));
    client.send(connect(5, 2, 60, method, name()));
    assertThat(client.expect(RawClient.AUTH).u8(0)).isEqualTo(CONTINUE);

    client.send(authPacket(CONTINUE, alice.first()));
    serverFirst(client);
    client.send(authPacket(CONTINUE, alice.last(serverFirst)));

    assertThat(client.expect(RawClient.CONNACK).u8(1)).isEqualTo(SUCCESS);
  }

  @Test
  void takesAnotherMechanismThatIsConfigured() throws Exception {
    RawClient client = connecting("PLAIN", "\0bob\0bob-secret".getBytes(UTF_8));
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isEqualTo(SUCCESS);
    client.expectNothing();

    expectConnack(connecting("PLAIN", "\0bob\0wrong".getBytes(UTF_8)), 0x86);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-1", "scram-sha-256", "AMQPLAIN", ""})
  void knowsNoOtherMethod(String method) throws Exception {
    expectConnack(connecting(method, alice.first()), 0x8c);
  }

  @Test
  void knowsNoMethodWhenNoneIsConfigured(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker without = start(folder, Map.of("mqtt.auth_mechanisms.1", "none"))) {
      RawClient client = closing(new RawClient("127.0.0.1", without.address("mqtt").getPort()));
      client.send(connect(5, 2, 60, auth(ScramClient.NAME, alice.first()), name()));

      expectConnack(client, 0x8c);
    }
  }

  @Test
  void saysWhatItDoesNotTakeOfAMessage() throws Exception {
    RawClient binding = connecting(ScramClient.NAME, "p=x,,n=alice,r=x".getBytes(UTF_8));
    Packet refused = binding.expect(RawClient.CONNACK);
    assertThat(refused.u8(1)).isEqualTo(0x86);
    assertThat(data(refused)).asString(UTF_8).isEqualTo("e=channel-binding-not-supported");

    expectConnack(connecting(ScramClient.NAME, "n,,alice".getBytes(UTF_8)), 0x81);
  }

  @Test
  void aProofIsOfOneConnection() throws Exception {
    RawClient first = challenged();
    byte[] last = alice.last(serverFirst);
    first.send(authPacket(CONTINUE, last));
    assertThat(first.expect(RawClient.CONNACK).u8(1)).isEqualTo(SUCCESS);
    RawClient second = challenged(); // With the same nonce of the client.

    second.send(authPacket(CONTINUE, last));

    expectConnack(second, 0x86);
  }

  @Test
  void theMethodStaysTheSame() throws Exception {
    RawClient client = challenged();
    client.send(packet(0xf0, of(CONTINUE), auth("PLAIN", alice.last(serverFirst))));
    expectConnack(client, PROTOCOL_ERROR);

    RawClient later = loggedIn();
    later.send(packet(0xf0, of(ANEW), auth("PLAIN", "\0alice\0alice-secret".getBytes(UTF_8))));
    expectDisconnect(later, PROTOCOL_ERROR); // [MQTT-4.12.1-1]
  }

  @Test
  void anAuthHasAMethod() throws Exception {
    RawClient client = challenged();
    byte[] data = properties(of(0x16), binary(alice.last(serverFirst)));

    client.send(packet(0xf0, of(CONTINUE), data));

    expectConnack(client, PROTOCOL_ERROR);
  }

  @Test
  void nothingButAuthAndDisconnectComesBeforeConnack() throws Exception {
    // [MQTT-3.1.2-30]
    RawClient pinging = challenged();
    pinging.send(PINGREQ);
    expectConnack(pinging, PROTOCOL_ERROR);

    RawClient publishing = challenged();
    publishing.send(Bytes.publish(0, text("t"), -1, Bytes.NO_PROPERTIES, "m"));
    expectConnack(publishing, PROTOCOL_ERROR);

    RawClient leaving = challenged();
    leaving.send(packet(0xe0));
    leaving.expectClosed();
  }

  @Test
  void anAuthIsAnAnswer() throws Exception {
    RawClient anew = challenged();
    anew.send(authPacket(ANEW, alice.first()));
    expectConnack(anew, PROTOCOL_ERROR);

    RawClient unasked = loggedIn();
    unasked.send(authPacket(CONTINUE, alice.first()));
    expectDisconnect(unasked, PROTOCOL_ERROR);

    RawClient twice = loggedIn();
    twice.send(authPacket(ANEW, alice.first()), authPacket(ANEW, alice.first()));
    serverFirst(twice);
    expectDisconnect(twice, PROTOCOL_ERROR);
  }

  @Test
  void whoHasLoggedInWithoutAMethodSendsNoAuth() throws Exception {
    // [MQTT-4.12.0-7]
    RawClient client = rawClient();
    client.send(connect(5, 2, 60, Bytes.NO_PROPERTIES, name()));
    client.expect(RawClient.CONNACK);

    client.send(authPacket(ANEW, alice.first()));

    expectDisconnect(client, PROTOCOL_ERROR);
  }

  @Test
  void everythingGoesOnWhileAClientAuthenticatesAnew() throws Exception {
    // [MQTT-4.12.1-2]
    RawClient client = loggedIn();
    client.send(authPacket(ANEW, alice.first()));
    serverFirst(client);
    client.expectNothing();

    client.send(authPacket(CONTINUE, alice.last(serverFirst)));

    Packet success = client.expect(RawClient.AUTH);
    assertThat(success.u8(0)).isEqualTo(SUCCESS);
    assertThat(alice.isServersProof(data(success))).isTrue();
    client.expectNothing();
  }

  @Test
  void theLoginTimeoutCoversTheExchange(@TempDir Path folder) throws Exception {
    try (EmbeddedBroker hasty = start(folder, Map.of("mqtt.login_timeout", "300"))) {
      RawClient client = closing(new RawClient("127.0.0.1", hasty.address("mqtt").getPort()));
      client.send(connect(5, 2, 60, auth(ScramClient.NAME, alice.first()), name()));
      client.expect(RawClient.AUTH);

      client.expectClosed();
    }
  }

  @Test
  void noAlmostRightPacketLogsIn() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 150; round++) {
      RawClient client = rawClient();
      byte[] connect = connect(5, 2, 60, auth(ScramClient.NAME, alice.first()), name());
      boolean isFirst = round % 2 == 0;
      client.send(isFirst ? mutated(connect, random) : connect);
      if (!isFirst) {
        serverFirst(client);
        client.send(mutated(authPacket(CONTINUE, alice.last(serverFirst)), random));
      }
      client.shutdownOutput();
      for (Packet answer; (answer = client.next()) != null; ) {
        boolean isWelcome = answer.type() == RawClient.CONNACK && answer.u8(1) == SUCCESS;
        assertThat(isWelcome).as("seed 3, round " + round).isFalse();
      }
      client.close();
    }
  }

  /** Changes one byte, not before the fixed header's end. */
  private static byte[] mutated(byte[] packet, Random random) {
    byte[] changed = packet.clone();
    IntConsumer change = at -> changed[at] ^= (byte) (1 << random.nextInt(8));
    change.accept(2 + random.nextInt(packet.length - 2));
    return changed;
  }
}

package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paho's client of MQTT 5.0. */
class Paho5IT extends MqttTest {
  private record Received(String topic, MqttMessage message) {
    String payload() {
      return new String(message.getPayload(), UTF_8);
    }
  }

  /** A client whose messages wait to be taken. */
  private static final class Client extends MqttAsyncClient implements MqttCallback, AutoCloseable {
    final BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();

    Client(String id) throws MqttException {
      super(uri(), id, new MemoryPersistence());
      setCallback(this);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      inbox.add(new Received(topic, message));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    Received take() throws InterruptedException {
      Received received = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(received).as("a message came").isNotNull();
      return received;
    }

    IMqttToken await(IMqttToken token) throws MqttException {
      token.waitForCompletion(PATIENCE_SECONDS * 1000L);
      return token;
    }

    void listen(MqttSubscription subscription) throws MqttException {
      await(subscribe(new MqttSubscription[] {subscription}, null, null, new MqttProperties()));
    }

    void publish(String topic, String payload) throws MqttException {
      publish(topic, payload, false, new MqttProperties());
    }

    void publish(String topic, String payload, boolean retained, MqttProperties properties)
        throws MqttException {
      MqttMessage message = new MqttMessage(payload.getBytes(UTF_8), 1, retained, properties);
      await(publish(topic, message));
    }

    void disconnect(int reasonCode, MqttProperties properties) throws MqttException {
      await(disconnect(1000, null, null, reasonCode, properties));
    }

    @Override
    public void close() throws MqttException {
      if (isConnected()) {
        disconnectForcibly(0, 100, true);
      }
      super.close(true);
    }
  }

  private static MqttConnectionOptions options(boolean clean, long sessionExpiry) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(clean);
    options.setSessionExpiryInterval(sessionExpiry);
    options.setConnectionTimeout(PATIENCE_SECONDS);
    return options;
  }

  private Client connect(String id, MqttConnectionOptions options, boolean present)
      throws Exception {
    Client client = closing(new Client(id));
    assertThat(client.await(client.connect(options)).getSessionPresent())
        .as("session present")
        .isEqualTo(present);
    return client;
  }

  private Client connect() throws Exception {
    return connect(name(), options(true, 0), false);
  }

  private void discard(String id) throws Exception {
    connect(id, options(true, 0), false);
  }

  private static MqttProperties sessionExpiry(long seconds) {
    MqttProperties properties = new MqttProperties();
    properties.setSessionExpiryInterval(seconds);
    return properties;
  }

  @Test
  void emptyClientIdIsAssigned() throws Exception {
    // [MQTT-3.1.3-6], [MQTT-3.1.3-7], [MQTT-3.2.2-16]
    Client one = closing(new Client(""));
    Client two = closing(new Client(""));

    IMqttToken first = one.await(one.connect(options(true, 0)));
    IMqttToken second = two.await(two.connect(options(true, 0)));

    assertThat(first.getResponseProperties().getAssignedClientIdentifier())
        .isNotEmpty()
        .isNotEqualTo(second.getResponseProperties().getAssignedClientIdentifier());
  }

  @Test
  void sessionLivesForItsExpiryInterval() throws Exception {
    // 3.1.2.11.2
    String id = name();
    String topic = name();
    Client first = connect(id, options(true, 60), false);
    first.listen(new MqttSubscription(topic, 1));
    first.disconnect(0, new MqttProperties());
    connect().publish(topic, "offline");

    Client second = connect(id, options(false, 60), true);

    assertThat(second.take().payload()).isEqualTo("offline");
    second.disconnect(0, new MqttProperties());
    discard(id);
  }

  @Test
  void sessionOfExpiryZeroEndsWithItsConnection() throws Exception {
    // [MQTT-3.1.2-23]
    String id = name();
    connect(id, options(true, 0), false).disconnect(0, new MqttProperties());

    connect(id, options(false, 0), false);
  }

  @Test
  void disconnectChangesSessionExpiry() throws Exception {
    // 3.14.2.2.2
    String id = name();
    connect(id, options(true, 60), false).disconnect(0, sessionExpiry(0));

    connect(id, options(false, 60), false).disconnect(0, sessionExpiry(120));

    connect(id, options(false, 60), true).disconnect(0, sessionExpiry(0));
  }

  @Test
  void sessionIsGoneAfterItsExpiryInterval() throws Exception {
    String id = name();
    connect(id, options(true, 1), false).disconnect(0, new MqttProperties());

    // A look renews the interval for as long as it finds the session, so that it looks once a
    // while.
    Awaitility.await()
        .pollDelay(2, TimeUnit.SECONDS)
        .pollInterval(2, TimeUnit.SECONDS)
        .until(
            () -> {
              Client look = closing(new Client(id));
              boolean present = look.await(look.connect(options(false, 1))).getSessionPresent();
              look.disconnect(0, new MqttProperties());
              return !present;
            });
  }

  private static MqttConnectionOptions will(String topic, long delay, long sessionExpiry) {
    MqttConnectionOptions options = options(true, sessionExpiry);
    options.setWill(topic, new MqttMessage("gone".getBytes(UTF_8), 1, false, null));
    MqttProperties properties = new MqttProperties();
    properties.setWillDelayInterval(delay);
    options.setWillMessageProperties(properties);
    return options;
  }

  @CsvSource({"0,later", "4,gone"})
  @ParameterizedTest(name = "DISCONNECT with reason {0}: then comes \"{1}\"")
  void disconnectSaysWhetherTheWillIsSent(int reasonCode, String next) throws Exception {
    // [MQTT-3.14.4-3] for 0x00; 3.14.2.1 for 0x04
    String topic = name();
    Client subscriber = connect();
    subscriber.listen(new MqttSubscription(topic, 1));

    connect(name(), will(topic, 0, 0), false).disconnect(reasonCode, new MqttProperties());

    if (reasonCode == 0) {
      subscriber.publish(topic, "later");
    }
    assertThat(subscriber.take().payload()).isEqualTo(next);
  }

  @Test
  void delayedWillIsSentNoLaterThanTheSessionEnds() throws Exception {
    // [MQTT-3.1.2-8], [MQTT-3.1.3-9]
    String topic = name();
    Client subscriber = connect();
    subscriber.listen(new MqttSubscription(topic, 1));

    connect(name(), will(topic, 60, 1), false).disconnect(4, new MqttProperties());

    assertThat(subscriber.take().payload()).isEqualTo("gone");
  }

  @Test
  void delayedWillIsNotSentWhenItsClientIsBackInTime() throws Exception {
    // [MQTT-3.1.3-9]: a later will that came tells that this one's time is over
    String id = name();
    String topic = name();
    Client subscriber = connect();
    subscriber.listen(new MqttSubscription(topic, 1));
    connect(id, will(topic, 1, 60), false).disconnect(4, new MqttProperties());
    MqttConnectionOptions back = options(false, 60);
    Client second = connect(id, back, true);

    Client watcher = connect();
    String other = name();
    watcher.listen(new MqttSubscription(other, 1));
    connect(name(), will(other, 2, 60), false).disconnect(4, new MqttProperties());
    assertThat(watcher.take().payload()).as("a will of a later time").isEqualTo("gone");

    subscriber.publish(topic, "nothing before");
    assertThat(subscriber.take().payload()).isEqualTo("nothing before");
    second.disconnect(0, sessionExpiry(0));
  }

  @CsvSource({"0,true,true", "1,true,false", "2,false,false"})
  @ParameterizedTest(name = "retain handling {0}")
  void retainHandlingSaysWhenRetainedMessagesCome(int handling, boolean atFirst, boolean again)
      throws Exception {
    // [MQTT-3.3.1-9], [MQTT-3.3.1-10], [MQTT-3.3.1-11]
    String topic = name();
    Client client = connect();
    client.publish(topic, "kept", true, new MqttProperties());
    MqttSubscription subscription = new MqttSubscription(topic, 1);
    subscription.setRetainHandling(handling);

    List<String> expected = new ArrayList<>();
    for (boolean comes : new boolean[] {atFirst, again}) {
      client.listen(subscription);
      client.publish(topic, "live");
      if (comes) {
        expected.add("kept");
      }
      expected.add("live");
    }

    List<String> got = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      got.add(client.take().payload());
    }
    // The order of a retained message and a live one is nobody's promise.
    assertThat(got).containsExactlyInAnyOrderElementsOf(expected);
    client.publish(topic, "", true, new MqttProperties());
  }

  @CsvSource({"true", "false"})
  @ParameterizedTest
  void retainFlagOfLiveMessagesIsKeptWhenAsked(boolean asPublished) throws Exception {
    // [MQTT-3.3.1-12], [MQTT-3.3.1-13]
    String topic = name();
    Client client = connect();
    MqttSubscription subscription = new MqttSubscription(topic, 1);
    subscription.setRetainAsPublished(asPublished);
    client.listen(subscription);

    client.publish(topic, "m", true, new MqttProperties());

    assertThat(client.take().message().isRetained()).isEqualTo(asPublished);
    client.publish(topic, "", true, new MqttProperties());
  }

  @Test
  void noLocalKeepsOwnMessagesAway() throws Exception {
    // [MQTT-3.8.3-3]
    String topic = name();
    Client client = connect();
    MqttSubscription subscription = new MqttSubscription(topic, 1);
    subscription.setNoLocal(true);
    client.listen(subscription);

    client.publish(topic, "own");

    connect().publish(topic, "other");
    assertThat(client.take().payload()).isEqualTo("other");
  }

  @Test
  void userPropertiesKeepOrderAndDuplicates() throws Exception {
    // [MQTT-3.3.2-17], [MQTT-3.3.2-18]
    String topic = name();
    Client client = connect();
    client.listen(new MqttSubscription(topic, 1));
    List<UserProperty> sent =
        List.of(
            new UserProperty("b", "1"),
            new UserProperty("a", "ž"),
            new UserProperty("b", "1"),
            new UserProperty("", ""));
    MqttProperties properties = new MqttProperties();
    properties.setUserProperties(sent);
    properties.setContentType("text/plain");
    properties.setPayloadFormat(true);
    properties.setResponseTopic("to/me");
    properties.setCorrelationData(new byte[] {0, -1});

    client.publish(topic, "m", false, properties);

    MqttProperties got = client.take().message().getProperties();
    assertThat(got.getUserProperties())
        .extracting(p -> p.getKey() + "=" + p.getValue())
        .containsExactly("b=1", "a=ž", "b=1", "=");
    assertThat(got.getContentType()).isEqualTo("text/plain");
    assertThat(got.getPayloadFormat()).isTrue();
    assertThat(got.getResponseTopic()).isEqualTo("to/me");
    assertThat(got.getCorrelationData()).containsExactly(0, -1);
  }

  private static MqttProperties messageExpiry(long seconds) {
    MqttProperties properties = new MqttProperties();
    properties.setMessageExpiryInterval(seconds);
    return properties;
  }

  @Test
  void messageExpiryIsCountedDownAndExpiredMessagesAreLeftOut() throws Exception {
    // [MQTT-3.3.2-5], [MQTT-3.3.2-6]
    String id = name();
    String topic = name();
    Client first = connect(id, options(true, 60), false);
    first.listen(new MqttSubscription(topic, 1));
    first.disconnect(0, new MqttProperties());
    connect().publish(topic, "short", false, messageExpiry(1));
    connect().publish(topic, "long", false, messageExpiry(100));
    awaitWillAfter(3);

    Client second = connect(id, options(false, 60), true);

    Received received = second.take();
    assertThat(received.payload()).isEqualTo("long");
    assertThat(received.message().getProperties().getMessageExpiryInterval()).isBetween(90L, 98L);
    second.disconnect(0, sessionExpiry(0));
  }

  /** Lets the broker's clock run: until it sends a will with this delay. */
  private void awaitWillAfter(int seconds) throws Exception {
    String topic = name();
    Client watcher = connect();
    watcher.listen(new MqttSubscription(topic, 1));
    connect(name(), will(topic, seconds, seconds + 60), false).disconnect(4, new MqttProperties());
    assertThat(watcher.take().payload()).isEqualTo("gone");
  }

  @Test
  void retainedMessageExpires() throws Exception {
    // 3.3.2.3.3
    String topic = name();
    Client client = connect();
    client.publish(topic, "kept", true, messageExpiry(1));
    awaitWillAfter(3);

    client.listen(new MqttSubscription(topic, 1));

    client.publish(topic, "live");
    assertThat(client.take().payload()).isEqualTo("live");
  }

  @Test
  void sharedSubscriptionSpreadsMessagesOverItsMembers() throws Exception {
    // 4.8.2
    String topic = name();
    MqttSubscription shared = new MqttSubscription("$share/g/" + topic, 1);
    Client one = connect();
    Client two = connect();
    one.listen(shared);
    two.listen(shared);
    Client publisher = connect();

    for (int i = 0; i < 20; i++) {
      publisher.publish(topic, "m" + i);
    }

    Awaitility.await().until(() -> one.inbox.size() + two.inbox.size() == 20);
    assertThat(one.inbox).isNotEmpty();
    assertThat(two.inbox).isNotEmpty();
    List<String> all = new ArrayList<>();
    one.inbox.forEach(r -> all.add(r.payload()));
    two.inbox.forEach(r -> all.add(r.payload()));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void messagesOfASharedSubscriptionGoToTheMemberThatStays() throws Exception {
    String topic = name();
    MqttSubscription shared = new MqttSubscription("$share/g/" + topic, 1);
    Client leaves = connect();
    Client stays = connect();
    leaves.listen(shared);
    stays.listen(shared);

    leaves.await(leaves.unsubscribe("$share/g/" + topic));

    Client publisher = connect();
    for (int i = 0; i < 5; i++) {
      publisher.publish(topic, "m" + i);
      assertThat(stays.take().payload()).isEqualTo("m" + i);
    }
  }

  // Mosquitto 2.0.11 sends them.
  @Tag(NOT_MOSQUITTO)
  @Test
  void retainedMessagesDoNotComeForSharedSubscriptions() throws Exception {
    // 4.8.2: no retained messages at first
    String topic = name();
    Client client = connect();
    client.publish(topic, "kept", true, new MqttProperties());

    client.listen(new MqttSubscription("$share/g/" + topic, 1));

    client.publish(topic, "live");
    assertThat(client.take().payload()).isEqualTo("live");
    client.publish(topic, "", true, new MqttProperties());
  }

  @Test
  void unsubscribeOfNothingSaysSo() throws Exception {
    // [MQTT-3.11.3-2], 0x11: no subscription existed
    Client client = connect();
    String topic = name();
    client.listen(new MqttSubscription(topic, 1));

    IMqttToken token = client.await(client.unsubscribe(new String[] {topic, topic + "/other"}));

    assertThat(token.getReasonCodes()).containsExactly(0, 0x11);
  }

  @Test
  void publishWithoutSubscribersSucceeds() throws Exception {
    // 3.4.2.1: 0x10, or 0x00, which a broker may say as well
    Client client = connect();

    IMqttToken token = client.await(client.publish(name(), "m".getBytes(UTF_8), 1, false));

    assertThat(token.getReasonCodes()[0]).isIn(0, 0x10);
  }

  @Test
  void takenOverClientCannotPublish() throws Exception {
    // [MQTT-3.1.4-3]
    String id = name();
    Client first = connect(id, options(true, 0), false);

    connect(id, options(true, 0), false);

    Awaitility.await().until(() -> !first.isConnected());
    assertThat(catchThrowableOfType(MqttException.class, () -> first.publish("t", "m")))
        .isNotNull();
  }
}

package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paho's client of MQTT 3.1 and 3.1.1. */
class Paho3IT extends MqttTest {
  private record Received(String topic, MqttMessage message) {
    String payload() {
      return new String(message.getPayload(), UTF_8);
    }
  }

  /** A client whose messages wait to be taken. */
  private static final class Client extends MqttClient implements MqttCallback {
    final BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
    final CountDownLatch lost = new CountDownLatch(1);

    Client(String id) throws MqttException {
      super(uri(), id, new MemoryPersistence());
      setTimeToWait(PATIENCE_SECONDS * 1000L);
      setCallback(this);
    }

    @Override
    public void connectionLost(Throwable cause) {
      lost.countDown();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      inbox.add(new Received(topic, message));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}

    Received take() throws InterruptedException {
      Received received = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(received).as("a message came").isNotNull();
      return received;
    }

    List<String> take(int count) throws InterruptedException {
      List<String> payloads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        payloads.add(take().payload());
      }
      return payloads;
    }

    void publish(String topic, String payload, int qos) throws MqttException {
      publish(topic, payload.getBytes(UTF_8), qos, false);
    }

    void retain(String topic, String payload) throws MqttException {
      publish(topic, payload.getBytes(UTF_8), 1, true);
    }

    @Override
    public void close() throws MqttException {
      if (isConnected()) {
        disconnectForcibly(0, 100);
      }
      super.close(true);
    }
  }

  private static MqttConnectOptions options(int version, boolean clean) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(version);
    options.setCleanSession(clean);
    options.setConnectionTimeout(PATIENCE_SECONDS);
    return options;
  }

  private Client connect(String id, MqttConnectOptions options, boolean present) throws Exception {
    Client client = closing(new Client(id));
    assertThat(client.connectWithResult(options).getSessionPresent())
        .as("session present")
        .isEqualTo(present);
    return client;
  }

  private Client connect(int version) throws Exception {
    return connect(name(), options(version, true), false);
  }

  private Client connect() throws Exception {
    return connect(4);
  }

  @ParameterizedTest(name = "version {0}: sent with QoS {1} to a subscription of QoS {2}")
  @CsvSource({
    "3,0,0", "3,1,1", "3,2,2", "4,0,0", "4,0,1", "4,0,2", "4,1,0", "4,1,1", "4,1,2", "4,2,0",
    "4,2,1", "4,2,2"
  })
  void deliversWithTheLowerQos(int version, int sent, int asked) throws Exception {
    // [MQTT-3.8.4-6]
    String topic = name();
    Client subscriber = connect(version);
    subscriber.subscribe(topic, asked);

    connect(version).publish(topic, "m", sent);

    Received received = subscriber.take();
    assertThat(received.payload()).isEqualTo("m");
    assertThat(received.message().getQos()).isEqualTo(Math.min(sent, asked));
    assertThat(received.message().isRetained()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void messagesOfASessionWaitInOrder(int qos) throws Exception {
    // [MQTT-3.1.2-5], [MQTT-4.6.0-6]
    String id = name();
    String topic = name();
    Client first = connect(id, options(4, false), false);
    first.subscribe(topic, qos);
    first.disconnect();
    Client publisher = connect();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add("m" + i);
      publisher.publish(topic, "m" + i, qos);
    }

    Client second = connect(id, options(4, false), true);

    assertThat(second.take(20)).isEqualTo(sent);
    second.disconnect();
    connect(id, options(4, true), false);
  }

  @Test
  void cleanSessionForgetsSubscriptionsAndMessages() throws Exception {
    // [MQTT-3.1.2-6]
    String id = name();
    String topic = name();
    Client first = connect(id, options(4, false), false);
    first.subscribe(topic, 1);
    first.disconnect();
    connect().publish(topic, "lost", 1);
    connect(id, options(4, true), false).disconnect();

    Client third = connect(id, options(4, true), false);

    third.subscribe(topic, 1);
    connect().publish(topic, "new", 1);
    assertThat(third.take().payload()).isEqualTo("new");
  }

  private static MqttConnectOptions will(String topic, int qos, boolean retained) {
    MqttConnectOptions options = options(4, true);
    options.setWill(topic, "gone".getBytes(UTF_8), qos, retained);
    return options;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void willIsSentWhenTheSessionIsTakenOver(int qos) throws Exception {
    // [MQTT-3.1.2-8], [MQTT-3.1.4-2]
    String id = name();
    String topic = name();
    Client subscriber = connect();
    subscriber.subscribe(topic, 2);
    Client first = connect(id, will(topic, qos, false), false);

    connect(id, options(4, true), false);

    assertThat(first.lost.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    Received received = subscriber.take();
    assertThat(received.payload()).isEqualTo("gone");
    assertThat(received.message().getQos()).isEqualTo(qos);
  }

  @Test
  void willIsNotSentAfterDisconnect() throws Exception {
    // [MQTT-3.14.4-3]
    String topic = name();
    Client subscriber = connect();
    subscriber.subscribe(topic, 1);

    connect(name(), will(topic, 1, false), false).disconnect();

    connect().publish(topic, "later", 1);
    assertThat(subscriber.take().payload()).isEqualTo("later");
  }

  @Test
  void retainedWillIsKept() throws Exception {
    // [MQTT-3.1.2-17]
    String topic = name();
    Client watcher = connect();
    watcher.subscribe(topic, 1);
    connect(name(), will(topic, 1, true), false).disconnectForcibly(0, 1, false);
    assertThat(watcher.take().message().isRetained()).isFalse();

    Client late = connect();
    late.subscribe(topic, 1);

    assertThat(late.take().message().isRetained()).isTrue();
    late.retain(topic, "");
  }

  @Test
  void retainedMessageIsReplacedAndCleared() throws Exception {
    // [MQTT-3.3.1-5], [MQTT-3.3.1-10], [MQTT-3.3.1-11]
    String topic = name();
    Client publisher = connect();
    publisher.retain(topic, "old");
    publisher.retain(topic, "new");
    Client early = connect();
    early.subscribe(topic, 1);
    Received kept = early.take();
    assertThat(kept.payload()).isEqualTo("new");
    assertThat(kept.message().isRetained()).isTrue();

    publisher.retain(topic, "");

    // [MQTT-3.3.1-9]: to those that are there it is a message as any other.
    Received clearing = early.take();
    assertThat(clearing.payload()).isEmpty();
    assertThat(clearing.message().isRetained()).isFalse();
    Client late = connect();
    late.subscribe(topic, 1);
    publisher.publish(topic, "live", 1);
    assertThat(late.take().payload()).isEqualTo("live");
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource({"/+,/a", "/+,/", "/#,''", "/#,/a/b", "/+/c,/b/c", "/+/+,//", "/a/#,/a", "/ž/+,/ž/馬"})
  void filterMatches(String filter, String topic) throws Exception {
    // 4.7.1: '#' takes the parent too
    String root = name();
    Client client = connect();
    client.subscribe(root + filter, 1);

    client.publish(root + topic, "m", 1);

    assertThat(client.take().topic()).isEqualTo(root + topic);
  }

  @ParameterizedTest(name = "{0} does not take {1}")
  @CsvSource({"/+,''", "/+,/a/b", "/a,/A", "/a/,/a", "/a,/a/", "/+/#,''"})
  void filterDoesNotMatch(String filter, String topic) throws Exception {
    // 4.7.1.3, 4.7.3
    String root = name();
    Client client = connect();
    client.subscribe(new String[] {root + filter, root + "/last"}, new int[] {1, 1});

    client.publish(root + topic, "other", 1);

    client.publish(root + "/last", "last", 1);
    assertThat(client.take().payload()).isEqualTo("last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#", "+/x"})
  void wildcardsDoNotTakeDollarTopics(String filter) throws Exception {
    // [MQTT-4.7.2-1]; QoS 1 would tell of a refusal on some brokers by closing
    String marker = name() + "/x";
    Client client = connect();
    client.subscribe(filter, 0);
    Client publisher = connect();

    publisher.publish("$warren-test/x", "hidden", 0);

    publisher.publish(marker, "seen", 0);
    Received received;
    do {
      received = client.take();
      assertThat(received.topic()).doesNotStartWith("$");
    } while (!received.topic().equals(marker));
  }

  @Test
  void overlappingSubscriptionsDeliverWithTheHighestQos() throws Exception {
    // [MQTT-3.3.5-1]
    String root = name();
    Client client = connect();
    client.subscribe(new String[] {root + "/#", root + "/+"}, new int[] {0, 2});

    connect().publish(root + "/a", "m", 2);

    Received first = client.take();
    // A copy for each subscription is allowed, of its own QoS; one of them has the highest.
    Received best = first.message().getQos() == 2 ? first : client.take();
    assertThat(best.message().getQos()).isEqualTo(2);
  }

  @Test
  void anotherSubscriptionToTheSameFilterReplacesTheFirst() throws Exception {
    // [MQTT-3.8.4-3]
    String topic = name();
    Client client = connect();
    client.subscribe(topic, 2);
    client.subscribe(topic, 0);

    connect().publish(topic, "m", 2);
    connect().publish(topic, "last", 0);

    Received received = client.take();
    assertThat(received.message().getQos()).isZero();
    assertThat(client.take().payload()).isEqualTo("last");
  }

  @Test
  void largeAndEmptyPayloadsPass() throws Exception {
    String topic = name();
    Client client = connect();
    client.subscribe(topic, 1);
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);

    client.publish(topic, large, 1, false);
    client.publish(topic, new byte[0], 1, false);

    assertThat(client.take().message().getPayload()).isEqualTo(large);
    assertThat(client.take().message().getPayload()).isEmpty();
  }

  @Test
  void oneClientTakesManyTopics() throws Exception {
    String root = name();
    Client client = connect();
    client.subscribe(root + "/#", 0);
    List<String> topics = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      topics.add(root + "/" + i);
      client.publish(root + "/" + i, "m", 0);
    }

    List<@Nullable String> seen = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      seen.add(client.take().topic());
    }
    assertThat(seen).isEqualTo(topics);
  }
}

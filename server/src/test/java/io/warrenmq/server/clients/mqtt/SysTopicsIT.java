package io.warrenmq.server.clients.mqtt;

import static io.warrenmq.server.clients.mqtt.PacketTest.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.warrenmq.server.boot.EmbeddedBroker;
import io.warrenmq.server.clients.mqtt.PacketTest.Message;
import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker says of itself under {@code $SYS/broker}, each time a new broker. */
@Tag(MqttTest.NOT_MOSQUITTO)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SysTopicsIT {
  private static final String ROOT = "$SYS/broker/";
  private static final byte[] NONE = Bytes.NO_PROPERTIES;
  private static final int CLEAN = 2;
  private static final int RETAIN_AS_PUBLISHED = 8;

  private static final String DEFINITIONS =
      """
      {"users": [{"name": "guest", "password": "guest", "tags": ["administrator"]},
                 {"name": "reader", "password": "reader", "tags": []}],
       "vhosts": [{"name": "/"}, {"name": "other"}],
       "permissions": [
         {"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
         {"user": "guest", "vhost": "other", "configure": ".*", "write": ".*", "read": ".*"},
         {"user": "reader", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
       "topic_permissions": [
         {"user": "reader", "vhost": "/", "exchange": "amq.topic", "write": ".*",
          "read": "^[^$]"}]}
      """;

  @TempDir Path folder;

  private final List<AutoCloseable> closeables = new ArrayList<>();
  private EmbeddedBroker broker;

  private void start(String... keysAndValues) throws Exception {
    Path definitions = folder.resolve("definitions.json");
    Files.writeString(definitions, DEFINITIONS);
    Map<String, String> settings = new HashMap<>();
    settings.put("listeners.tcp.default", "127.0.0.1:0");
    settings.put("mqtt.listeners.tcp.default", "127.0.0.1:0");
    settings.put("load_definitions", definitions.toString());
    settings.put("warren.event_loops", "2");
    settings.put("mqtt.sys_interval", "1");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    broker = EmbeddedBroker.start(folder.resolve("data"), settings);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : closeables) {
      closeable.close();
    }
    broker.close();
  }

  private <T extends AutoCloseable> T closing(T closeable) {
    closeables.add(closeable);
    return closeable;
  }

  private int port() {
    return broker.address("mqtt").getPort();
  }

  private RawClient connect(byte[] connect) throws Exception {
    RawClient client = closing(new RawClient("127.0.0.1", port()));
    client.send(connect);
    assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
    return client;
  }

  private RawClient connect(String id) throws Exception {
    return connect(Bytes.connect(5, CLEAN, 60, NONE, id));
  }

  private RawClient connect(String id, int seconds) throws Exception {
    return connect(
        Bytes.connect(5, CLEAN, 60, Bytes.properties(PacketTest.sessionExpiry(seconds)), id));
  }

  private RawClient login(String id, String user, String password) throws Exception {
    return connect(
        Bytes.connect(
            5,
            0xC0 | CLEAN,
            60,
            NONE,
            Bytes.join(Bytes.text(id), Bytes.text(user), Bytes.text(password))));
  }

  private static int subscribe(RawClient client, String filter, int options) throws Exception {
    client.send(Bytes.subscribe(1, NONE, filter, options));
    Packet suback = client.expect(RawClient.SUBACK);
    return suback.u8(suback.body().length - 1);
  }

  /** The values as a client sees them that has subscribed to all. */
  private Map<String, String> view() throws Exception {
    Map<String, String> values = new ConcurrentHashMap<>();
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port(), "viewer", new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(true);
    client.connect(options);
    closing(
        () -> {
          client.disconnectForcibly(0, 100);
          client.close();
        });
    client.subscribe(
        "$SYS/#",
        0,
        (topic, message) -> {
          assertThat(topic).startsWith(ROOT);
          values.put(topic.substring(ROOT.length()), new String(message.getPayload(), UTF_8));
        });
    return values;
  }

  private static void await(Map<String, String> values, String... topicsAndTexts) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              for (int i = 0; i < topicsAndTexts.length; i += 2) {
                assertThat(values).containsEntry(topicsAndTexts[i], topicsAndTexts[i + 1]);
              }
            });
  }

  @Test
  void saysAllThatMosquittosUsersLookFor() throws Exception {
    start();

    Map<String, String> values = view();

    Awaitility.await().until(() -> values.size() == 50);
    assertThat(values.get("version")).startsWith("WarrenMQ version ");
    assertThat(values.get("uptime")).matches("\\d+ seconds");
    assertThat(values.get("load/messages/received/5min")).matches("\\d+\\.\\d\\d");
    assertThat(Long.parseLong(values.get("heap/current"))).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"0, false", "8, true"})
  void valuesAreRetainedAndComeAnewWhenTheyChange(int options, boolean keepsRetain)
      throws Exception {
    start();
    RawClient client = connect("c");
    client.send(
        PacketTest.filters(
            0x82,
            1,
            PacketTest.filter(ROOT + "uptime", options),
            PacketTest.filter(ROOT + "version", options)));
    client.expect(RawClient.SUBACK);

    Message first = message(client);
    Message version = message(client);
    Message second = message(client);
    Message third = message(client); // The version does not change.

    assertThat(version.topic()).isEqualTo(ROOT + "version");
    assertThat(List.of(first, version)).allMatch(Message::retain);
    assertThat(List.of(first, second, third)).allMatch(each -> each.topic().endsWith("uptime"));
    assertThat(List.of(first.payload(), second.payload(), third.payload())).doesNotHaveDuplicates();
    assertThat(second.retain()).isEqualTo(keepsRetain);
  }

  @Test
  void countsClientsAndSubscriptionsAlsoAfterARestart() throws Exception {
    start();
    RawClient lasting = connect("lasting", 600);
    subscribe(lasting, "a", 1);
    subscribe(lasting, "b", 0);
    subscribe(lasting, "$share/g/c", 1);
    Map<String, String> values = view();
    await(
        values,
        "clients/connected",
        "2",
        "clients/disconnected",
        "0",
        "subscriptions/count",
        "3",
        "shared_subscriptions/count",
        "1");

    lasting.close();
    await(
        values,
        "clients/connected",
        "1",
        "clients/disconnected",
        "1",
        "clients/total",
        "2",
        "clients/maximum",
        "2",
        "subscriptions/count",
        "3");

    broker.close();
    start();
    Map<String, String> again = view();
    await(
        again,
        "clients/disconnected",
        "1",
        "subscriptions/count",
        "3",
        "shared_subscriptions/count",
        "1");

    PacketTest.end(connect("lasting"));
    await(
        again,
        "clients/total",
        "1",
        "clients/expired",
        "0",
        "subscriptions/count",
        "1",
        "shared_subscriptions/count",
        "0");
  }

  @Test
  void countsSessionsWhoseTimeIsOver() throws Exception {
    start();
    RawClient lasting = connect("lasting", 1);
    subscribe(lasting, "a", 1);
    Map<String, String> values = view();
    lasting.close();

    await(values, "clients/expired", "1", "clients/total", "1", "subscriptions/count", "1");
  }

  @Test
  void countsWhatIsPublished() throws Exception {
    start();
    Map<String, String> values = view();
    RawClient publisher = connect("p");
    publisher.send(Bytes.publish(3, Bytes.text("kept"), 1, NONE, "12345"));
    publisher.expect(RawClient.PUBACK);
    publisher.send(Bytes.publish(0, Bytes.text("t"), -1, NONE, "123"));
    publisher.expectNothing();

    await(
        values,
        "publish/messages/received",
        "2",
        "publish/bytes/received",
        "8",
        "retained messages/count",
        "1",
        "publish/messages/dropped",
        "0");
    assertThat(Double.parseDouble(values.get("load/publish/received/1min"))).isPositive();
  }

  @Test
  void countsWhatAClientThatDoesNotReadHasNotGot() throws Exception {
    start("mqtt.mailbox_soft_limit", "10");
    int published = 400;
    RawClient slow = connect("slow");
    subscribe(slow, "t", 0);
    RawClient publisher = connect("p");
    String filler = "x".repeat(64 << 10);
    for (int i = 1; i < published; i++) {
      publisher.send(Bytes.publish(0, Bytes.text("t"), -1, NONE, filler));
    }
    publisher.send(Bytes.publish(2, Bytes.text("t"), 1, NONE, "last"));
    publisher.expect(RawClient.PUBACK);

    int got = 1;
    while (message(slow).payload().length() == filler.length()) {
      got++;
    }

    assertThat(got).isLessThan(published);
    await(view(), "publish/messages/dropped", Integer.toString(published - got));
  }

  @Test
  void isSeenInEveryVhost() throws Exception {
    start();
    RawClient client = login("c", "other:guest", "guest");

    assertThat(subscribe(client, ROOT + "version", 0)).isZero();

    assertThat(message(client).payload()).startsWith("WarrenMQ version ");
  }

  @Test
  void whoMayNotReadTheTopicsIsRefused() throws Exception {
    start();
    RawClient client = login("c", "reader", "reader");
    assertThat(subscribe(client, "#", 0)).isZero();

    assertThat(subscribe(client, "$SYS/#", 0)).isEqualTo(0x87);
    assertThat(subscribe(client, ROOT + "uptime", 0)).isEqualTo(0x87);

    client.expectNothing();
  }

  @ValueSource(strings = {"$SYS/broker/version", "$SYS/mine", "$SYS"})
  @ParameterizedTest
  void nobodyPublishesThere(String topic) throws Exception {
    start("mqtt.disconnect_on_unauthorized", "false");
    RawClient client = connect("c");

    client.send(Bytes.publish(3, Bytes.text(topic), 1, NONE, "m"));

    assertThat(client.expect(RawClient.PUBACK).u8(2)).isEqualTo(0x87);
    await(view(), "retained messages/count", "0");
  }

  @Test
  void whoPublishesThereIsDisconnectedUnlessConfiguredOtherwise() throws Exception {
    start();
    RawClient client = connect("c");

    client.send(Bytes.publish(2, Bytes.text("$SYS/broker/version"), 1, NONE, "m"));

    assertThat(client.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(0x87);
  }

  @Test
  void aSharedSubscriptionToThemIsRefused() throws Exception {
    start();

    assertThat(subscribe(connect("c"), "$share/g/$SYS/#", 1)).isEqualTo(0x8F);
  }

  @Test
  void whoAsksForAllTopicsGetsNone() throws Exception {
    start();
    RawClient all = connect("all");
    subscribe(all, "#", RETAIN_AS_PUBLISHED);
    RawClient first = connect("first");
    subscribe(first, "+/broker/uptime", 0);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.address("amqp091").getPort());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, "amq.topic", "#");
      RawClient asked = connect("asked");
      subscribe(asked, ROOT + "uptime", 0);
      for (int i = 0; i < 3; i++) {
        message(asked);
      }

      assertThat(channel.messageCount(queue)).isZero();
    }
    all.expectNothing();
    first.expectNothing();
  }

  @Test
  void aSessionThatGoesOnIsToldOfWhatChanges() throws Exception {
    start();
    RawClient client = connect("lasting", 600);
    subscribe(client, ROOT + "uptime", 1);
    message(client);
    client.close();

    RawClient again =
        connect(
            Bytes.connect(5, 0, 60, Bytes.properties(PacketTest.sessionExpiry(600)), "lasting"));

    Message next = message(again);
    assertThat(next.topic()).isEqualTo(ROOT + "uptime");
    assertThat(next.retain()).isFalse();
    assertThat(next.packet().qos()).isZero();
  }

  @Test
  void anIntervalOfZeroTurnsThemOff() throws Exception {
    start("mqtt.sys_interval", "0");
    RawClient client = connect("c");

    assertThat(subscribe(client, "$SYS/#", 0)).isZero();

    client.expectNothing();
  }
}

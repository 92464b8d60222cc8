package io.warrenmq.server.clients.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttSessionExpiredException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.rabbitmq.client.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** HiveMQ's client. */
final class Mqtt5Client implements Client {
  private static final String QOS = "QoS ";

  private final Mqtt5BlockingClient client;
  private final Mqtt5Publishes inbox;
  private final String id;

  private Mqtt5Client(Mqtt5BlockingClient client, String id) {
    this.client = client;
    this.inbox = client.publishes(MqttGlobalPublishFilter.ALL);
    this.id = id;
  }

  static Mqtt5Client connect(MatrixBroker broker, Carrier carrier, String user) {
    String id = UUID.randomUUID().toString();
    MqttClientBuilder builder =
        MqttClient.builder()
            .identifier(id)
            .serverHost(MatrixBroker.HOST)
            .serverPort(broker.port(Protocol.MQTT, carrier));
    if (carrier.isWeb()) {
      builder.webSocketConfig().serverPath("/ws").applyWebSocketConfig();
    }
    if (carrier.isSecure()) {
      builder.sslConfig(MqttClientSslConfig.builder().trustManagerFactory(broker.trust()).build());
    }
    Mqtt5BlockingClient client = builder.useMqttVersion5().buildBlocking();
    client
        .connectWith()
        .simpleAuth()
        .username(user)
        .password(user.getBytes(UTF_8))
        .applySimpleAuth()
        .send();
    return new Mqtt5Client(client, id);
  }

  @Override
  public void publish(Target target, Fields fields, byte[] body) throws Exception {
    Mqtt5PublishBuilder.Complete publish =
        Mqtt5Publish.builder().topic(target.key().replace('.', '/')).payload(body);
    publish.qos(MqttQos.AT_MOST_ONCE);
    fields.ifThere(
        Fields.DURABLE,
        qos ->
            publish.qos(MqttQos.valueOf(qos.equals(QOS + 1) ? "AT_LEAST_ONCE" : "EXACTLY_ONCE")));
    fields.ifThere(Fields.CONTENT_TYPE, publish::contentType);
    fields.ifThere(
        Fields.CORRELATION_ID, correlation -> publish.correlationData(correlation.getBytes(UTF_8)));
    fields.ifThere(Fields.REPLY_TO, publish::responseTopic);
    fields.ifThere(Fields.EXPIRY, s -> publish.messageExpiryInterval(Long.parseLong(s)));
    List<Mqtt5UserProperty> user = new ArrayList<>();
    fields
        .headers()
        .forEach((name, value) -> user.add(Mqtt5UserProperty.of(name, value.toString())));
    publish.userProperties(Mqtt5UserProperties.of(user));
    client.publish(publish.build());
  }

  @Override
  public String listen(Channel admin, String key) {
    String queue = "mqtt-subscription-" + id + "qos1";
    for (String each : List.of(key, queue)) {
      client.subscribeWith().topicFilter(each.replace('.', '/')).qos(MqttQos.EXACTLY_ONCE).send();
    }
    return queue;
  }

  @Override
  public Arrived next() throws Exception {
    Mqtt5Publish publish =
        inbox
            .receive(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .orElseThrow(() -> new AssertionError("no message came"));
    Fields fields =
        new Fields()
            .put(Fields.DESTINATION, publish.getTopic())
            .put(Fields.DURABLE, QOS + publish.getQos().getCode())
            .put(Fields.CONTENT_TYPE, publish.getContentType().orElse(null))
            .put(
                Fields.CORRELATION_ID,
                publish.getCorrelationData().map(Mqtt5Client::text).orElse(null))
            .put(Fields.REPLY_TO, publish.getResponseTopic().orElse(null));
    // It is counted down while the message waits: up to the minute, a slow machine sees the same.
    publish
        .getMessageExpiryInterval()
        .ifPresent(s -> fields.put(Fields.EXPIRY, (s + 59) / 60 * 60));
    publish
        .getUserProperties()
        .asList()
        .forEach(
            each ->
                fields.put(Fields.header(each.getName().toString()), each.getValue().toString()));
    return new Arrived(fields, publish.getPayloadAsBytes());
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }

  @Override
  public String refusedPublish(Target target) throws Exception {
    try {
      publish(target, new Fields().put(Fields.DURABLE, QOS + 1), new byte[0]);
    } catch (MqttSessionExpiredException e) {
      if (e.getCause() instanceof Mqtt5DisconnectException told) {
        return "DISCONNECT 0x%X".formatted(told.getMqttMessage().getReasonCode().getCode());
      }
      throw e;
    }
    throw new AssertionError("was not refused");
  }

  @Override
  public String refusedConsume(Target source) {
    try {
      client.subscribeWith().topicFilter(source.key().replace('.', '/')).send();
    } catch (Mqtt5SubAckException e) {
      return "SUBACK 0x%X".formatted(e.getMqttMessage().getReasonCodes().get(0).getCode());
    }
    throw new AssertionError("was not refused");
  }

  @Override
  public void close() {
    inbox.close();
    if (client.getState().isConnected()) {
      client.disconnect();
    }
  }
}

package io.warrenmq.cli.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** MQTT 3.1.1, with Paho: clean sessions, which leave nothing behind. */
final class MqttLoad implements Load {
  /** Packet identifiers, but for some. */
  private static final int INFLIGHT_MAX = 60_000;

  /** Of a producer that waits for no confirms: messages that Paho has not written yet. */
  private static final int UNSENT_MAX = 1_000;

  private static final int CONNECT_MS = 10_000;

  private final PerfOptions options;
  private final Endpoint endpoint;
  private final List<String> topics;
  private final List<MqttAsyncClient> clients = new ArrayList<>();

  MqttLoad(PerfOptions options, Endpoint endpoint, List<String> topics) {
    this.options = options;
    this.endpoint = endpoint;
    this.topics = topics;
  }

  @Override
  public void prepare() {}

  private MqttAsyncClient connect() throws MqttException {
    String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
    MqttAsyncClient client =
        new MqttAsyncClient(
            (endpoint.isTls() ? "ssl://" : "tcp://") + host + ":" + endpoint.port(),
            MqttAsyncClient.generateClientId(),
            new MemoryPersistence());
    MqttConnectOptions connect = new MqttConnectOptions();
    // RabbitMQ takes the vhost before the user's name.
    connect.setUserName(
        endpoint.vhost().equals("/") ? endpoint.user() : endpoint.vhost() + ":" + endpoint.user());
    connect.setPassword(endpoint.password().toCharArray());
    connect.setCleanSession(true);
    connect.setMaxInflight(INFLIGHT_MAX);
    client.connect(connect).waitForCompletion(CONNECT_MS);
    clients.add(client);
    return client;
  }

  @Override
  public Producer producer(int index) throws MqttException {
    MqttAsyncClient client = connect();
    String topic = topics.get(index % topics.size());
    Semaphore unsent = new Semaphore(options.confirm > 0 ? INFLIGHT_MAX : UNSENT_MAX);
    return (body, outcome) -> {
      unsent.acquire();
      client.publish(
          topic,
          body,
          options.qos,
          false,
          null,
          new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
              unsent.release();
              outcome.onSettled(true);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable failure) {
              unsent.release();
              outcome.onSettled(false);
            }
          });
    };
  }

  @Override
  public void consumer(int index, Meter meter) throws MqttException {
    connect()
        .subscribe(
            topics.get(index % topics.size()),
            options.qos,
            (topic, message) -> meter.onReceived(message.getPayload()))
        .waitForCompletion(CONNECT_MS);
  }

  @Override
  public void close() throws MqttException {
    for (MqttAsyncClient client : clients) {
      try {
        client.disconnectForcibly(1_000, 1_000);
      } finally {
        client.close(true);
      }
    }
  }
}

import static com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A device in Java: says whether it is there, sends its temperature, takes commands. With {@code
 * com.hivemq:hivemq-mqtt-client} and what it needs in the class path: {@code java Device.java
 * kitchen}.
 */
public final class Device {
  private final Mqtt5BlockingClient client;
  private final String topic;

  private Device(String name) {
    topic = "devices/" + name + "/";
    client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(name)
            .serverHost(System.getenv().getOrDefault("MQTT_HOST", "localhost"))
            .serverPort(Integer.parseInt(System.getenv().getOrDefault("MQTT_PORT", "1883")))
            .simpleAuth()
            .username("guest")
            .password("guest".getBytes(UTF_8))
            .applySimpleAuth()
            // Published by the broker should the device go without a word.
            .willPublish()
            .topic(topic + "status")
            .payload("offline".getBytes(UTF_8))
            .qos(AT_LEAST_ONCE)
            .retain(true)
            .applyWillPublish()
            .automaticReconnectWithDefaultConfig()
            .buildBlocking();
  }

  private void publish(String what, String value, boolean retain) {
    client
        .publishWith()
        .topic(topic + what)
        .qos(AT_LEAST_ONCE)
        .retain(retain)
        .payload(value.getBytes(UTF_8))
        .send();
  }

  private void run() throws InterruptedException {
    try (Mqtt5Publishes commands = client.publishes(MqttGlobalPublishFilter.ALL)) {
      // Commands wait for an hour while the device is away.
      client.connectWith().cleanStart(false).sessionExpiryInterval(3600).keepAlive(30).send();
      client.subscribeWith().topicFilter(topic + "commands").qos(AT_LEAST_ONCE).send();
      publish("status", "online", true);
      String command = "";
      while (!command.equals("stop")) {
        publish("temperature", String.format(Locale.ROOT, "%.1f", 20 + Math.random()), false);
        Optional<Mqtt5Publish> got = commands.receive(5, TimeUnit.SECONDS);
        if (got.isPresent()) {
          command = new String(got.get().getPayloadAsBytes(), UTF_8);
          System.out.println("command: " + command);
        }
      }
      publish("status", "offline", true);
    }
    client.disconnect();
  }

  public static void main(String[] args) throws InterruptedException {
    new Device(args.length > 0 ? args[0] : "kitchen").run();
  }
}

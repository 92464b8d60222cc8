package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.server.boot.EmbeddedBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A broker of its own for each test, which starts it with its settings. */
@Tag(MqttTest.NOT_MOSQUITTO)
abstract class OwnBrokerTest extends PacketTest {
  @TempDir Path folder;

  private @Nullable EmbeddedBroker broker;

  void start(String... settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("mqtt.listeners.tcp.default", "127.0.0.1:0");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      all.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    broker = EmbeddedBroker.start(folder, all);
  }

  EmbeddedBroker broker() {
    assertThat(broker).isNotNull();
    return broker;
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Override
  RawClient raw() throws Exception {
    return closing(new RawClient("127.0.0.1", broker().address("mqtt").getPort()));
  }

  /** Imports definitions. */
  void bring(JsonObject definitions) throws Exception {
    await(broker().core().importDefinitions(definitions));
  }

  static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}

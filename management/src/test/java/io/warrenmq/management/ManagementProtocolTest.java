package io.warrenmq.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.BrokerStorage;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.plugin.PluginRegistry;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementProtocolTest {
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
  private final ManagementProtocol management = new ManagementProtocol(thread);

  @BeforeEach
  void administer() {
    management.administer(
        new Broker(
            BrokerOptions.defaults(),
            new SimulatedLoops(1, 1).group(),
            new PluginRegistry(List.of()),
            BrokerStorage.inMemory(),
            Runnable::run));
  }

  @AfterEach
  void stop() {
    management.stop();
  }

  private void listen(String... protocols) {
    management.onListening(
        Stream.of(protocols)
            .map(name -> new NodeListener(name, "::", new InetSocketAddress("::", 1), null))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void takesStatisticsWhereTheyCanBeAskedFor(String protocol) {
    listen("amqp", protocol);

    assertThat(thread.getQueue()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp", "http/web-mqtt", "prometheus"})
  void takesNoneWhereNobodyCanAsk(String protocol) {
    listen(protocol);

    assertThat(thread.getQueue()).isEmpty();
  }
}

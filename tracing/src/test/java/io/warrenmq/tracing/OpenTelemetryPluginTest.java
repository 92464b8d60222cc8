package io.warrenmq.tracing;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.testkit.loop.SimulatedLoops;
import io.warrenmq.testkit.trace.CollectedSpan;
import io.warrenmq.testkit.trace.FakeCollector;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole plugin, to a collector. */
class OpenTelemetryPluginTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final TestSession session = new TestSession(loops.loop(0), "amqp10");
  private final OpenTelemetryPlugin plugin = new OpenTelemetryPlugin();
  private FakeCollector collector;

  @BeforeEach
  void startCollector() throws IOException {
    collector = FakeCollector.start();
  }

  @AfterEach
  void stop() {
    plugin.stop();
    collector.close();
  }

  private void start(Map<String, String> more) {
    Map<String, String> keys = new HashMap<>(more);
    keys.put("enabled", "true");
    keys.putIfAbsent("endpoint", collector.endpoint());
    keys.put("export_interval", "10");
    plugin.start(new TestSettings(keys));
  }

  private static Message message(String exchange) {
    return TestFormat.message(
        Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"), null, exchange, "key");
  }

  private void publish() {
    publish("x");
  }

  private void publish(String exchange) {
    Message message = message(exchange);
    loops.run(
        session.loop(),
        () -> plugin.onRouted(session, plugin.onPublish(session, message), List.of("q1", "q2")));
  }

  private Map<String, CollectedSpan> spans(int count) {
    await().atMost(PATIENCE).until(() -> collector.spans().size() >= count);
    assertThat(collector.spans()).hasSize(count);
    return collector.spans().stream().collect(toMap(CollectedSpan::name, Function.identity()));
  }

  @Test
  void isFoundAndDoesNothingUnlessAskedFor() {
    List<MessageInterceptor> found =
        ServiceLoader.load(MessageInterceptor.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    assertThat(found).hasOnlyElementsOfType(OpenTelemetryPlugin.class).hasSize(1);
    assertThat(found.get(0).name()).isEqualTo("opentelemetry");
    found.get(0).start(new TestSettings(Map.of()));
    assertThat(found.get(0).isActive()).isFalse();
    found.get(0).stop();
  }

  @Test
  void sendsTheSpansOfAMessageToTheCollector() {
    start(Map.of("service_name", "orders-broker"));
    assertThat(plugin.isActive()).isTrue();
    publish();
    ((ForwardingDelivery) plugin.onDelivery(session, new TestDelivery(message("x")), false))
        .onSettled(SettleOutcome.COMPLETE);

    Map<String, CollectedSpan> spans = spans(4);

    assertThat(spans.values()).extracting(CollectedSpan::service).containsOnly("orders-broker");
    assertThat(spans.values()).extracting(CollectedSpan::traceId).containsOnly(TRACE);
    CollectedSpan receive = spans.get("receive x");
    CollectedSpan deliver = spans.get("deliver q");
    assertThat(receive.parentId()).isEqualTo(SPAN);
    assertThat(receive.kind()).isEqualTo(2);
    assertThat(receive.attributes())
        .containsEntry("messaging.system", "warrenmq")
        .containsEntry("messaging.message.body.size", 5L)
        .containsEntry("network.protocol.version", "1.0");
    assertThat(spans.get("route x").parentId()).isEqualTo(receive.spanId());
    assertThat(spans.get("route x").attributes())
        .containsEntry("warrenmq.routed.queues", List.of("q1", "q2"));
    assertThat(deliver.parentId()).isEqualTo(SPAN);
    assertThat(deliver.kind()).isEqualTo(4);
    assertThat(deliver.attributes()).containsEntry("warrenmq.redelivered", false);
    assertThat(spans.get("settle q").parentId()).isEqualTo(deliver.spanId());
    assertThat(spans.get("settle q").startNs()).isEqualTo(deliver.startNs());
  }

  @Test
  void sendsItsHeadersAndProtobuf() {
    start(Map.of("headers.authorization", "Bearer t"));
    publish();

    spans(2);

    assertThat(collector.requests().get(0))
        .containsEntry("Authorization", "Bearer t")
        .containsEntry("Content-Type", "application/x-protobuf");
  }

  @Test
  void sendsWhatIsWaitingWhenItStops() {
    Map<String, String> keys =
        Map.of("enabled", "true", "endpoint", collector.endpoint(), "export_interval", "600000");
    plugin.start(new TestSettings(keys));
    publish();

    plugin.stop();

    assertThat(collector.spans()).hasSize(2);
  }

  @Test
  void goesOnWithoutACollector() {
    collector.close();
    start(Map.of("timeout", "100", "queue_size", "4"));

    Message message = message("x");
    loops.run(
        session.loop(),
        () -> {
          for (int i = 0; i < 100; i++) {
            assertThat(plugin.onPublish(session, message)).isSameAs(message);
            plugin.onRouted(session, message, List.of("q"));
          }
        });

    assertThat(collector.requests()).isEmpty();
  }

  @Test
  void goesOnAfterACollectorThatRefuses() {
    start(Map.of());
    collector.answerWith(400);
    publish();
    await().atMost(PATIENCE).until(() -> !collector.requests().isEmpty());
    collector.answerWith(200);

    publish("y");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(collector.spans())
                    .extracting(CollectedSpan::name)
                    .contains("receive y", "route y"));
  }
}

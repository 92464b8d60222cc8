package io.warrenmq.tracing;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracedMessagesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";
  private static final String NOT_SAMPLED = "00-" + TRACE + "-" + SPAN + "-00";

  private final SimulatedLoops loops = new SimulatedLoops(3, 1);
  private final TestSession session = new TestSession(loops.loop(0), "amqp091");
  private final HeldExporter exporter = new HeldExporter(false);
  private final List<Integer> asked = new ArrayList<>();
  private boolean hasRoom = true;
  private final TracedMessages all = tracing(1);

  private TracedMessages tracing(double ratio) {
    Sampling sampling = new Sampling(ratio);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setIdGenerator(sampling.ids())
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    return new TracedMessages(
        new MessageSpans(provider.get("test"), Clock.getDefault()), sampling, this::takes);
  }

  private boolean takes(int spans) {
    asked.add(spans);
    return hasRoom;
  }

  private static Message from(String traceparent) {
    return TestFormat.message(Map.of("traceparent", traceparent));
  }

  /** Publishes in a turn of the loop. */
  private Message publish(
      TracedMessages traced, TestSession session, Message message, List<String> queues) {
    Message[] published = new Message[1];
    loops.run(
        session.loop(),
        () -> {
          published[0] = traced.onPublish(session, message);
          traced.onRouted(session, published[0], queues);
        });
    return published[0];
  }

  private SpanData span(String name) {
    List<SpanData> named =
        exporter.spans().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(named).as(name + " of " + exporter.spans()).hasSize(1);
    return named.get(0);
  }

  private static Map<String, Object> attributes(SpanData span) {
    return span.getAttributes().asMap().entrySet().stream()
        .collect(toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
  }

  @Test
  void goesOnWithTheContextOfTheMessageAndLeavesItAsItIs() {
    Message message = from(SAMPLED);

    Message published = publish(all, session, message, List.of("a", "b"));

    assertThat(published).isSameAs(message);
    SpanData receive = span("receive x");
    assertThat(receive.getTraceId()).isEqualTo(TRACE);
    assertThat(receive.getParentSpanId()).isEqualTo(SPAN);
    assertThat(receive.getKind()).isEqualTo(SpanKind.SERVER);
    SpanData route = span("route x");
    assertThat(route.getTraceId()).isEqualTo(TRACE);
    assertThat(route.getParentSpanId()).isEqualTo(receive.getSpanId());
    assertThat(route.getStartEpochNanos()).isEqualTo(receive.getStartEpochNanos());
    assertThat(route.getEndEpochNanos()).isEqualTo(receive.getEndEpochNanos());
    assertThat(exporter.spans()).hasSize(2);
  }

  @Test
  void saysWhatItKnowsOfAMessageThatComesIn() {
    UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    publish(
        all,
        new TestSession(loops.loop(0), "MQTT 5-0"),
        TestFormat.message(Map.of(), id, "amq.topic", "a.b"),
        List.of("q"));

    assertThat(attributes(span("receive amq.topic")))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("messaging.system", "warrenmq"),
                Map.entry("messaging.destination.name", "amq.topic"),
                Map.entry("messaging.operation.name", "receive"),
                Map.entry("messaging.operation.type", "receive"),
                Map.entry("messaging.message.body.size", 5L),
                Map.entry("messaging.message.id", id.toString()),
                Map.entry("network.protocol.name", "mqtt"),
                Map.entry("network.protocol.version", "5.0"),
                Map.entry("warrenmq.vhost", "v"),
                Map.entry("warrenmq.connection.name", session.name()),
                Map.entry("warrenmq.routing_key", "a.b")));
    assertThat(attributes(span("route amq.topic")))
        .isEqualTo(
            Map.of(
                "messaging.system", "warrenmq",
                "messaging.destination.name", "amq.topic",
                "messaging.operation.name", "route",
                "warrenmq.routed.queue_count", 1L,
                "warrenmq.routed.queues", List.of("q")));
  }

  @Test
  void beginsATraceThatConsumersCanGoOnWith() {
    Message published = publish(all, session, TestFormat.message(Map.of()), List.of("q"));

    SpanData receive = span("receive x");
    assertThat(receive.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(published.header("traceparent"))
        .isEqualTo("00-" + receive.getTraceId() + "-" + receive.getSpanId() + "-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-" + TRACE + "-" + SPAN, "ff-" + TRACE + "-" + SPAN + "-01"})
  void beginsATraceInPlaceOfAMalformedContext(String malformed) {
    Message published = publish(all, session, from(malformed), List.of("q"));

    SpanData receive = span("receive x");
    assertThat(receive.getTraceId()).isNotEqualTo(TRACE);
    assertThat(published.header("traceparent"))
        .isEqualTo(TraceParent.text(receive.getSpanContext()));
  }

  @Test
  void doesAsTheContextSaysWhateverItsOwnRatio() {
    Message notSampled = from(NOT_SAMPLED);

    assertThat(publish(all, session, notSampled, List.of("q"))).isSameAs(notSampled);
    Delivery delivery = new TestDelivery(notSampled);
    assertThat(all.onDelivery(session, delivery, false)).isSameAs(delivery);
    assertThat(exporter.spans()).isEmpty();
    publish(tracing(0), session, from(SAMPLED), List.of("q"));

    assertThat(span("receive x").getTraceId()).isEqualTo(TRACE);
  }

  @Test
  void makesNoSpansThatCouldNotBeKept() {
    hasRoom = false;
    Message message = TestFormat.message(Map.of());
    Delivery delivery = new TestDelivery(from(SAMPLED));

    assertThat(publish(all, session, message, List.of("q"))).isSameAs(message);
    assertThat(all.onDelivery(session, delivery, false)).isSameAs(delivery);
    assertThat(all.onDelivery(session, delivery, true)).isSameAs(delivery);
    assertThat(exporter.spans()).isEmpty();
    assertThat(asked).containsExactly(2, 2, 1);
  }

  @Test
  void leavesAloneWhatIsNotSampled() {
    TracedMessages none = tracing(0);
    Message message = TestFormat.message(Map.of());
    Delivery delivery = new TestDelivery(message);

    assertThat(publish(none, session, message, List.of("q"))).isSameAs(message);
    assertThat(none.onDelivery(session, delivery, false)).isSameAs(delivery);
    assertThat(exporter.spans()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void beginsNoTraceWithADelivery() {
    Delivery delivery = new TestDelivery(TestFormat.message(Map.of()));

    assertThat(all.onDelivery(session, delivery, false)).isSameAs(delivery);
    assertThat(exporter.spans()).isEmpty();
  }

  @Test
  void namesTheFirstQueuesOfManyAndCountsAll() {
    List<String> queues = IntStream.range(0, 40).mapToObj(i -> "q" + i).toList();

    publish(all, session, from(SAMPLED), queues);

    Map<String, Object> attributes = attributes(span("route x"));
    assertThat(attributes).containsEntry("warrenmq.routed.queue_count", 40L);
    assertThat(attributes).containsEntry("warrenmq.routed.queues", queues.subList(0, 16));
  }

  @Test
  void showsThatAMessageWasUnroutable() {
    publish(all, session, from(SAMPLED), List.of());

    SpanData receive = span("receive x");
    assertThat(receive.getAttributes().get(AttributeKey.booleanKey("warrenmq.unroutable")))
        .isTrue();
    assertThat(receive.getStatus()).isEqualTo(StatusData.unset());
    assertThat(attributes(span("route x"))).containsEntry("warrenmq.routed.queue_count", 0L);
  }

  @Test
  void showsAtTheEndOfTheTurnThatAMessageWasRefused() {
    loops.run(session.loop(), () -> all.onPublish(session, from(SAMPLED)));

    assertRefused(span("receive x"));
    assertThat(exporter.spans()).hasSize(1);
  }

  private static void assertRefused(SpanData span) {
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type"))).isEqualTo("refused");
  }

  @Test
  void tellsARefusedMessageFromTheNextOneOfItsTurn() {
    Message second = TestFormat.message(Map.of("traceparent", SAMPLED), null, "y", "key");
    loops.run(
        session.loop(),
        () -> {
          all.onPublish(session, from(SAMPLED));
          all.onRouted(session, all.onPublish(session, second), List.of("q"));
        });

    assertRefused(span("receive x"));
    assertThat(span("receive y").getStatus()).isEqualTo(StatusData.unset());
    assertThat(span("route y").getParentSpanId()).isEqualTo(span("receive y").getSpanId());
    assertThat(exporter.spans()).hasSize(3);
  }

  @Test
  void takesARoutedMessageThatItHasNotReceivedForAnothers() {
    TestSession other = new TestSession(loops.loop(0), "stomp");
    loops.run(
        session.loop(),
        () -> {
          all.onPublish(session, from(SAMPLED));
          all.onRouted(other, from(NOT_SAMPLED), List.of("q"));
        });

    assertRefused(span("receive x"));
    assertThat(exporter.spans()).hasSize(1);
  }

  @Test
  void keepsTheLoopsApart() {
    TestSession other = new TestSession(new AnotherLoop(loops.clock()), "amqp091");
    Message second = TestFormat.message(Map.of("traceparent", SAMPLED), null, "y", "key");
    loops.run(
        session.loop(),
        () -> {
          Message first = all.onPublish(session, from(SAMPLED));
          all.onRouted(other, all.onPublish(other, second), List.of("q"));
          all.onRouted(session, first, List.of("q"));
        });

    assertThat(span("route x").getParentSpanId()).isEqualTo(span("receive x").getSpanId());
    assertThat(span("route y").getParentSpanId()).isEqualTo(span("receive y").getSpanId());
  }

  /** Loop 2, in whose turn everything is done at the same time as in that of a simulated one. */
  private record AnotherLoop(BrokerClock clock) implements Loop {
    @Override
    public int index() {
      return 2;
    }

    @Override
    public boolean inThread() {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void atTurnEnd(TurnEnd task) {}

    @Override
    public void atFlush(TurnEnd task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TimerHandle schedule(long delayMs, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void callsTheDefaultExchangeByAName() {
    publish(
        all, session, TestFormat.message(Map.of("traceparent", SAMPLED), null, "", "q"), List.of());

    assertThat(attributes(span("receive amq.default")))
        .containsEntry("messaging.destination.name", "amq.default")
        .containsEntry("warrenmq.routing_key", "q");
  }

  @Test
  void showsADeliveryBelowWhoHasMadeTheMessage() {
    Message message = TestFormat.message(Map.of("traceparent", SAMPLED), "id", "x", "key");

    Delivery passed = all.onDelivery(session, new TestDelivery(message, "q", true, 2), false);

    assertThat(passed.message()).isSameAs(message);
    SpanData deliver = span("deliver q");
    assertThat(deliver.getTraceId()).isEqualTo(TRACE);
    assertThat(deliver.getParentSpanId()).isEqualTo(SPAN);
    assertThat(deliver.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(attributes(deliver))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("messaging.system", "warrenmq"),
                Map.entry("messaging.destination.name", "q"),
                Map.entry("messaging.operation.name", "deliver"),
                Map.entry("messaging.operation.type", "send"),
                Map.entry("messaging.message.body.size", 5L),
                Map.entry("messaging.message.id", "id"),
                Map.entry("network.protocol.name", "amqp"),
                Map.entry("network.protocol.version", "0-9-1"),
                Map.entry("warrenmq.vhost", "v"),
                Map.entry("warrenmq.connection.name", session.name()),
                Map.entry("warrenmq.redelivered", true),
                Map.entry("warrenmq.delivery_count", 2L)));
  }

  @ParameterizedTest
  @EnumSource(SettleOutcome.class)
  void showsHowADeliveryWasSettled(SettleOutcome outcome) {
    Delivery passed = all.onDelivery(session, new TestDelivery(from(SAMPLED)), false);
    assertThat(exporter.spans()).hasSize(1);
    assertThat(passed).isInstanceOf(ForwardingDelivery.class);

    ((ForwardingDelivery) passed).onSettled(outcome);

    SpanData deliver = span("deliver q");
    SpanData settle = span("settle q");
    assertThat(settle.getParentSpanId()).isEqualTo(deliver.getSpanId());
    assertThat(settle.getStartEpochNanos()).isEqualTo(deliver.getStartEpochNanos());
    assertThat(settle.getEndEpochNanos()).isGreaterThanOrEqualTo(settle.getStartEpochNanos());
    assertThat(attributes(settle))
        .isEqualTo(
            Map.of(
                "messaging.system", "warrenmq",
                "messaging.destination.name", "q",
                "messaging.operation.name", "settle",
                "messaging.operation.type", "settle",
                "warrenmq.settle.outcome", outcome.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void keepsNothingOfADeliveryThatNobodySettles() {
    Delivery delivery = new TestDelivery(from(SAMPLED));

    assertThat(all.onDelivery(session, delivery, true)).isSameAs(delivery);
    assertThat(exporter.spans()).hasSize(1);
  }
}

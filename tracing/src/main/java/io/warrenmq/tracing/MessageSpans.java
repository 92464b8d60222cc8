package io.warrenmq.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans: their names, kinds and attributes, by OpenTelemetry's conventions for messaging,
 * and below {@code warrenmq.} where these have nothing. Thread-safe.
 */
final class MessageSpans {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<Long> BODY_SIZE =
      AttributeKey.longKey("messaging.message.body.size");
  private static final AttributeKey<String> MESSAGE_ID =
      AttributeKey.stringKey("messaging.message.id");
  private static final AttributeKey<String> PROTOCOL =
      AttributeKey.stringKey("network.protocol.name");
  private static final AttributeKey<String> PROTOCOL_VERSION =
      AttributeKey.stringKey("network.protocol.version");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> VHOST = AttributeKey.stringKey("warrenmq.vhost");
  private static final AttributeKey<String> CONNECTION =
      AttributeKey.stringKey("warrenmq.connection.name");
  private static final AttributeKey<String> ROUTING_KEY =
      AttributeKey.stringKey("warrenmq.routing_key");
  private static final AttributeKey<Long> QUEUE_COUNT =
      AttributeKey.longKey("warrenmq.routed.queue_count");
  private static final AttributeKey<List<String>> QUEUES =
      AttributeKey.stringArrayKey("warrenmq.routed.queues");
  private static final AttributeKey<Boolean> UNROUTABLE =
      AttributeKey.booleanKey("warrenmq.unroutable");
  private static final AttributeKey<Boolean> REDELIVERED =
      AttributeKey.booleanKey("warrenmq.redelivered");
  private static final AttributeKey<Long> DELIVERY_COUNT =
      AttributeKey.longKey("warrenmq.delivery_count");
  private static final AttributeKey<String> OUTCOME =
      AttributeKey.stringKey("warrenmq.settle.outcome");

  /** Queues that a span names; of further ones it has the number. */
  static final int QUEUES_NAMED_MAX = 16;

  private final Tracer tracer;
  private final Clock clock;

  MessageSpans(Tracer tracer, Clock clock) {
    this.tracer = tracer;
    this.clock = clock;
  }

  /** Nanoseconds since 1970. */
  long nowNs() {
    return clock.now();
  }

  /**
   * Begins the span of a message that has come in.
   *
   * @param parent the context that it came with; {@code null} for a new trace
   */
  Span receive(
      InterceptedSession session, Message message, @Nullable SpanContext parent, long nowNs) {
    String exchange = exchange(message);
    SpanBuilder span =
        span("receive", exchange, SpanKind.SERVER, parent, nowNs)
            .setAttribute(OPERATION_TYPE, "receive")
            .setAttribute(ROUTING_KEY, message.routingKey());
    describe(span, session, message);
    return span.startSpan();
  }

  /** Makes the span of its routing, which ends now, and ends its own. */
  void route(Span receive, long startNs, Message message, List<String> queues) {
    List<String> named =
        queues.size() <= QUEUES_NAMED_MAX ? queues : queues.subList(0, QUEUES_NAMED_MAX);
    Span route =
        span("route", exchange(message), SpanKind.INTERNAL, receive.getSpanContext(), startNs)
            .setAttribute(QUEUE_COUNT, (long) queues.size())
            .setAttribute(QUEUES, List.copyOf(named))
            .startSpan();
    long nowNs = nowNs();
    route.end(nowNs, TimeUnit.NANOSECONDS);
    if (queues.isEmpty()) {
      receive.setAttribute(UNROUTABLE, true);
    }
    receive.end(nowNs, TimeUnit.NANOSECONDS);
  }

  /** Ends the span of a message that was not taken after all. */
  void refuse(Span receive) {
    receive.setAttribute(ERROR, "refused");
    receive.setStatus(StatusCode.ERROR, "the message was refused");
    receive.end();
  }

  /**
   * Makes the span of a message that is handed over now.
   *
   * @param parent the context that it has
   * @return its own, to settle it in
   */
  SpanContext deliver(
      InterceptedSession session,
      Delivery delivery,
      Message message,
      SpanContext parent,
      long nowNs) {
    SpanBuilder builder =
        span("deliver", delivery.queueName(), SpanKind.PRODUCER, parent, nowNs)
            .setAttribute(OPERATION_TYPE, "send")
            .setAttribute(REDELIVERED, delivery.isRedelivered());
    if (delivery.deliveryCount() > 0) {
      builder.setAttribute(DELIVERY_COUNT, (long) delivery.deliveryCount());
    }
    describe(builder, session, message);
    Span span = builder.startSpan();
    span.end();
    return span.getSpanContext();
  }

  /**
   * Makes the span of a delivery's settlement, from then until now.
   *
   * @param deliver the context of its delivery
   * @param deliveredNs when that was
   */
  void settle(String queue, SpanContext deliver, long deliveredNs, SettleOutcome outcome) {
    span("settle", queue, SpanKind.INTERNAL, deliver, deliveredNs)
        .setAttribute(OPERATION_TYPE, "settle")
        .setAttribute(OUTCOME, outcome.name().toLowerCase(Locale.ROOT))
        .startSpan()
        .end(nowNs(), TimeUnit.NANOSECONDS);
  }

  private SpanBuilder span(
      String operation,
      String destination,
      SpanKind kind,
      @Nullable SpanContext parent,
      long startNs) {
    Context context = parent == null ? Context.root() : Context.root().with(Span.wrap(parent));
    return tracer
        .spanBuilder(operation + " " + destination)
        .setParent(context)
        .setSpanKind(kind)
        .setStartTimestamp(startNs, TimeUnit.NANOSECONDS)
        .setAttribute(SYSTEM, "warrenmq")
        .setAttribute(DESTINATION, destination)
        .setAttribute(OPERATION, operation);
  }

  private static void describe(SpanBuilder span, InterceptedSession session, Message message) {
    NetworkProtocol protocol = NetworkProtocol.of(session.protocol());
    span.setAttribute(BODY_SIZE, (long) message.bodyLength())
        .setAttribute(PROTOCOL, protocol.name())
        .setAttribute(VHOST, session.connection().vhost())
        .setAttribute(CONNECTION, session.connection().name());
    if (protocol.version() != null) {
      span.setAttribute(PROTOCOL_VERSION, protocol.version());
    }
    Object id = message.format().property(message, MessageFormat.Property.MESSAGE_ID);
    if (id != null) {
      span.setAttribute(MESSAGE_ID, id.toString());
    }
  }

  /** The default exchange has no name; OpenTelemetry's conventions call it so. */
  private static String exchange(Message message) {
    return message.exchange().isEmpty() ? "amq.default" : message.exchange();
  }
}

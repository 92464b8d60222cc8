package io.warrenmq.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What tracing does on the way of a message. Which messages are traced: those whose context says
 * so, and of those without one the sampled part, as long as their spans can be kept; of all others
 * nothing is made. Thread-safe: what it remembers is each loop's own.
 */
final class TracedMessages {
  private final MessageSpans spans;
  private final Sampling sampling;
  private final IntPredicate room;
  private final Map<Loop, Receiving> loops = new ConcurrentHashMap<>();

  /**
   * Of messages that are sampled.
   *
   * @param room whether so many more spans are worth making
   */
  TracedMessages(MessageSpans spans, Sampling sampling, IntPredicate room) {
    this.spans = spans;
    this.sampling = sampling;
    this.room = room;
  }

  /** As {@link io.warrenmq.api.interceptor.MessageInterceptor#onPublish} has it. */
  Message onPublish(InterceptedSession session, Message message) {
    String found = TraceParent.find(message);
    if (found == null ? !sampling.beginsTrace() : !TraceParent.isSampled(found)) {
      return message;
    }
    if (!room.test(2)) {
      return message;
    }
    SpanContext parent = found == null ? null : TraceParent.read(message, found);
    long nowNs = spans.nowNs();
    Span receive = spans.receive(session, message, parent, nowNs);
    receiving(session.loop()).begin(session, receive, nowNs);
    // Who has made the message is its consumers' parent; only where nobody has said it, we are.
    return parent != null
        ? message
        : message.annotate(
            message
                .annotations()
                .with(TraceParent.HEADER, TraceParent.text(receive.getSpanContext())));
  }

  /** As {@link io.warrenmq.api.interceptor.MessageInterceptor#onRouted} has it. */
  void onRouted(InterceptedSession session, Message message, List<String> queues) {
    receiving(session.loop()).end(session, message, queues);
  }

  /** As {@link io.warrenmq.api.interceptor.MessageInterceptor#onDelivery} has it. */
  Delivery onDelivery(InterceptedSession session, Delivery delivery, boolean settled) {
    Message message = delivery.message();
    String found = TraceParent.find(message);
    if (found == null || !TraceParent.isSampled(found) || !room.test(settled ? 1 : 2)) {
      return delivery;
    }
    long nowNs = spans.nowNs();
    SpanContext deliver =
        spans.deliver(session, delivery, message, TraceParent.read(message, found), nowNs);
    return settled ? delivery : new TracedDelivery(delivery, spans, deliver, nowNs);
  }

  private Receiving receiving(Loop loop) {
    Receiving known = loops.get(loop);
    return known != null ? known : loops.computeIfAbsent(loop, met -> new Receiving(met, spans));
  }

  /**
   * The message that a loop has received and not routed yet. It is routed at once or refused, by
   * the broker or by another interceptor, which nobody is told of: what is left at the end of the
   * turn was. Confined to its loop.
   */
  private static final class Receiving implements TurnEnd {
    private final Loop loop;
    private final MessageSpans spans;
    private boolean hasAskedForTurnEnd;
    private @Nullable InterceptedSession session;
    private @Nullable Span receive;
    private long startNs;

    Receiving(Loop loop, MessageSpans spans) {
      this.loop = loop;
      this.spans = spans;
    }

    void begin(InterceptedSession session, Span receive, long startNs) {
      refuseRest();
      this.session = session;
      this.receive = receive;
      this.startNs = startNs;
      if (!hasAskedForTurnEnd) {
        hasAskedForTurnEnd = true;
        loop.atTurnEnd(this);
      }
    }

    void end(InterceptedSession session, Message message, List<String> queues) {
      Span begun = receive;
      if (begun != null && this.session == session) {
        forget();
        spans.route(begun, startNs, message, queues);
      }
    }

    @Override
    public void onTurnEnd() {
      hasAskedForTurnEnd = false;
      refuseRest();
    }

    private void refuseRest() {
      Span begun = receive;
      if (begun != null) {
        forget();
        spans.refuse(begun);
      }
    }

    private void forget() {
      receive = null;
      session = null;
    }
  }

  /** A delivery whose settlement is a span too. */
  private static final class TracedDelivery extends ForwardingDelivery {
    private final MessageSpans spans;
    private final SpanContext deliver;
    private final long deliveredNs;

    TracedDelivery(Delivery original, MessageSpans spans, SpanContext deliver, long deliveredNs) {
      super(original);
      this.spans = spans;
      this.deliver = deliver;
      this.deliveredNs = deliveredNs;
    }

    @Override
    public void onSettled(SettleOutcome outcome) {
      spans.settle(queueName(), deliver, deliveredNs, outcome);
    }
  }
}

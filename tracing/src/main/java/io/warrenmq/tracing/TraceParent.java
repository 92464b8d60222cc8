package io.warrenmq.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The trace context that a message carries in its application headers {@code traceparent} and
 * {@code tracestate}, as W3C Trace Context has them. What most messages need, whether there is one
 * and whether it is sampled, is read from the text and makes no objects. Stateless.
 */
final class TraceParent {
  /** The header, and the annotation, of the context. */
  static final String HEADER = "traceparent";

  private static final String STATE_HEADER = "tracestate";
  // version 2 "-" trace id 32 "-" parent id 16 "-" flags 2
  private static final int LENGTH = 55;
  private static final int TRACE_ID_AT = 3;
  private static final int PARENT_ID_AT = 36;
  private static final int FLAGS_AT = 53;

  private TraceParent() {}

  /** The message's context as it is written; {@code null} when it has none, or a malformed one. */
  static @Nullable String find(Message message) {
    return message.header(HEADER) instanceof String text && isWellFormed(text) ? text : null;
  }

  /** W3C Trace Context §3.2: what does not fit counts as absent. */
  static boolean isWellFormed(String text) {
    return text.length() >= LENGTH
        && isHex(text, 0, 2)
        && text.charAt(2) == '-'
        && isHex(text, TRACE_ID_AT, 32)
        && text.charAt(35) == '-'
        && isHex(text, PARENT_ID_AT, 16)
        && text.charAt(52) == '-'
        && isHex(text, FLAGS_AT, 2)
        && !text.startsWith("ff")
        && !isZero(text, TRACE_ID_AT, 32)
        && !isZero(text, PARENT_ID_AT, 16)
        && hasKnownEnd(text);
  }

  /** What later versions add follows a dash; version 00 has nothing to add. */
  private static boolean hasKnownEnd(String text) {
    return text.length() == LENGTH || (text.charAt(LENGTH) == '-' && !text.startsWith("00"));
  }

  private static boolean isHex(String text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  /** Whether spans of a trace are wanted, by its well-formed context. */
  static boolean isSampled(String found) {
    return (Character.digit(found.charAt(FLAGS_AT + 1), 16) & 1) != 0;
  }

  /** The context of {@link #find}, with the message's {@code tracestate}, to go on with. */
  static SpanContext read(Message message, String found) {
    String state = message.header(STATE_HEADER) instanceof String text ? text : null;
    Context context =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), new Carrier(found, state), Carrier.GETTER);
    return Span.fromContext(context).getSpanContext();
  }

  /** As it is written in a message. */
  static String text(SpanContext context) {
    return "00-"
        + context.getTraceId()
        + "-"
        + context.getSpanId()
        + "-"
        + context.getTraceFlags().asHex();
  }

  private record Carrier(String parent, @Nullable String state) {
    static final TextMapGetter<Carrier> GETTER =
        new TextMapGetter<>() {
          @Override
          public @Nullable String get(@Nullable Carrier carrier, String key) {
            if (carrier == null) {
              return null;
            }
            return switch (key) {
              case HEADER -> carrier.parent;
              case STATE_HEADER -> carrier.state;
              default -> null;
            };
          }
        };
  }
}

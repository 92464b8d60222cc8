package io.warrenmq.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.warrenmq.api.message.Message;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void readsAContextAsItWasWritten() {
    Message message = TestFormat.message(Map.of("traceparent", SAMPLED, "tracestate", "a=1,b@c=2"));

    String found = TraceParent.find(message);
    assertThat(found).isEqualTo(SAMPLED);
    SpanContext context = TraceParent.read(message, found);

    assertThat(context.getTraceId()).isEqualTo(TRACE);
    assertThat(context.getSpanId()).isEqualTo(SPAN);
    assertThat(context.isSampled()).isTrue();
    assertThat(context.isRemote()).isTrue();
    assertThat(context.getTraceState().asMap()).isEqualTo(Map.of("a", "1", "b@c", "2"));
    assertThat(TraceParent.text(context)).isEqualTo(SAMPLED);
  }

  @Test
  void keepsTheContextWhoseStateIsMalformed() {
    Message message = TestFormat.message(Map.of("traceparent", SAMPLED, "tracestate", "=,?"));

    SpanContext context = TraceParent.read(message, SAMPLED);

    assertThat(context.getTraceId()).isEqualTo(TRACE);
    assertThat(context.getTraceState().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "03", "09", "0f", "ff"})
  void knowsASampledOneByItsLastBit(String flags) {
    assertThat(TraceParent.isSampled("00-" + TRACE + "-" + SPAN + "-" + flags)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "02", "0e", "10", "fe"})
  void knowsOneThatIsNotSampled(String flags) {
    assertThat(TraceParent.isSampled("00-" + TRACE + "-" + SPAN + "-" + flags)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-" + TRACE + "-" + SPAN + "-01",
        "cc-" + TRACE + "-" + SPAN + "-01-what-later-versions-add",
        "fe-" + TRACE + "-" + SPAN + "-01-"
      })
  void readsLaterVersionsAsTheFirst(String text) {
    Message message = TestFormat.message(Map.of("traceparent", text));

    assertThat(TraceParent.find(message)).isEqualTo(text);
    assertThat(TraceParent.read(message, text).getTraceId()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + SPAN + "-0",
        "00-" + TRACE + "-" + SPAN + "-01 ",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "01-" + TRACE + "-" + SPAN + "-01more",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "0x-" + TRACE + "-" + SPAN + "-01",
        "00_" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "_" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "_01",
        "00-" + TRACE + "-" + SPAN + "-0g",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + "-00F067AA0BA902B7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473\u0664-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01"
      })
  void takesAMalformedOneForNone(String text) {
    assertThat(TraceParent.find(TestFormat.message(Map.of("traceparent", text)))).isNull();
  }

  @Test
  void takesWhatIsNoTextForNone() {
    assertThat(TraceParent.find(TestFormat.message(Map.of("traceparent", 1L)))).isNull();
    assertThat(TraceParent.find(TestFormat.message(Map.of()))).isNull();
  }
}

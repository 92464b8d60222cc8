package io.warrenmq.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  @ParameterizedTest
  @ValueSource(doubles = {1e-18, 0.001, 0.25, 0.5, 0.999, 1})
  void makesIdsThatOpenTelemetrysOwnSamplerChooses(double ratio) {
    Sampling sampling = new Sampling(ratio);
    Sampler theirs = Sampler.traceIdRatioBased(ratio);

    for (int i = 0; i < 1_000; i++) {
      String id = sampling.ids().generateTraceId();
      assertThat(TraceId.isValid(id)).as(id).isTrue();
      assertThat(
              theirs
                  .shouldSample(
                      Context.root(), id, "", SpanKind.SERVER, Attributes.empty(), List.of())
                  .getDecision())
          .as(id)
          .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    }
  }

  private static long begun(double ratio) {
    Sampling sampling = new Sampling(ratio);
    return IntStream.range(0, 10_000).filter(i -> sampling.beginsTrace()).count();
  }

  @Test
  void beginsThePartOfTracesThatIsAskedFor() {
    assertThat(begun(0)).isZero();
    assertThat(begun(1)).isEqualTo(10_000);
    assertThat(begun(0.25)).isBetween(2_000L, 3_000L); // 11 standard deviations
  }
}

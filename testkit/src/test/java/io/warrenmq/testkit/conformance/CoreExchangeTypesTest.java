package io.warrenmq.testkit.conformance;

import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.exchange.DirectExchange;
import io.warrenmq.core.exchange.FanoutExchange;
import io.warrenmq.core.exchange.HeadersExchange;
import io.warrenmq.core.exchange.TopicExchange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The exchange types of the core keep what those of plugins have to. */
class CoreExchangeTypesTest {
  @Nested
  class Direct extends ExchangeTypeConformance {
    @Override
    protected ExchangeType newType() {
      return new DirectExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("a", "a"), RouteSample.of("", ""));
    }
  }

  @Nested
  class Fanout extends ExchangeTypeConformance {
    @Override
    protected ExchangeType newType() {
      return new FanoutExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("a", "b"), RouteSample.of("", ""));
    }
  }

  @Nested
  class Topic extends ExchangeTypeConformance {
    @Override
    protected ExchangeType newType() {
      return new TopicExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(
          RouteSample.of("a.b", "a.b"), RouteSample.of("a.*", "a.c"), RouteSample.of("#", "a.b"));
    }
  }

  @Nested
  class Headers extends ExchangeTypeConformance {
    @Override
    protected ExchangeType newType() {
      return new HeadersExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(
          sample(Map.of("x-match", "all", "a", 1), Map.of("a", 1, "b", 2)),
          sample(Map.of("x-match", "any", "a", 1, "b", "no"), Map.of("a", 1)));
    }

    @Override
    protected List<String> argumentNames() {
      return List.of("x-match", "a");
    }

    private static RouteSample sample(Map<String, Object> binding, Map<String, Object> message) {
      return new RouteSample("", Arguments.of(binding), "", message);
    }
  }
}

package io.warrenmq.exchanges;

import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.testkit.conformance.ExchangeTypeConformance;
import io.warrenmq.testkit.conformance.RouteSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** All bundled exchange types keep what every one has to. */
class ConformanceTest {
  /** Those that give each message to one queue. */
  abstract static class Choosing extends ExchangeTypeConformance {
    @Override
    protected boolean choosesOne() {
      return true;
    }
  }

  @Nested
  class ConsistentHash extends Choosing {
    @Override
    protected ExchangeType newType() {
      return new ConsistentHashExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("1", "key"), RouteSample.of("2", "key"));
    }

    @Override
    protected List<String> argumentNames() {
      return List.of("hash-header", "hash-property");
    }

    @Override
    protected List<Arguments> refusedDeclarations() {
      return List.of(
          Arguments.of(Map.of("hash-property", "user_id")),
          Arguments.of(Map.of("hash-property", "message_id", "hash-header", "h")));
    }
  }

  @Nested
  class ConsistentHashOfAHeader extends Choosing {
    @Override
    protected ExchangeType newType() {
      return new ConsistentHashExchange();
    }

    @Override
    protected Arguments declarationArguments() {
      return Arguments.of(Map.of("hash-header", "customer"));
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(sample("1", "c"), sample("2", "c"));
    }

    @Override
    protected RouteSample varied(RouteSample sample, int number) {
      return sample(sample.bindingKey(), "customer " + number);
    }

    private static RouteSample sample(String weight, String customer) {
      return new RouteSample(weight, Arguments.NONE, "same", Map.of("customer", customer));
    }
  }

  @Nested
  class ModulusHash extends Choosing {
    @Override
    protected ExchangeType newType() {
      return new ModulusHashExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("any", "key"), RouteSample.of("", "key"));
    }
  }

  @Nested
  class Random extends Choosing {
    @Override
    protected ExchangeType newType() {
      return new RandomExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("any", "key"), RouteSample.of("", "key"));
    }
  }

  @Nested
  class LocalRandom extends Choosing {
    @Override
    protected ExchangeType newType() {
      return new LocalRandomExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("", "key"));
    }
  }

  @Nested
  class RecentHistory extends ExchangeTypeConformance {
    @Override
    protected ExchangeType newType() {
      return new RecentHistoryExchange();
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("any", "key"), RouteSample.of("", "key"));
    }

    @Override
    protected List<String> argumentNames() {
      return List.of("x-recent-history-length");
    }

    @Override
    protected List<Arguments> refusedDeclarations() {
      return List.of(
          Arguments.of(Map.of("x-recent-history-length", 0)),
          Arguments.of(Map.of("x-recent-history-length", "20")));
    }
  }
}

package io.warrenmq.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The kit lets an exchange type pass that keeps everything, and finds the faults of others. */
class ExchangeTypeConformanceTest {
  enum Fault {
    NONE(kit -> {}),
    HAS_NO_NAME(ExchangeTypeConformance::hasANameThatClientsCanDeclare),
    ROUTES_NOWHERE(ExchangeTypeConformance::routesToWhatIsBoundAndNoMoreWhenItIsUnbound),
    KEEPS_WHAT_IS_UNBOUND(ExchangeTypeConformance::routesToWhatIsBoundAndNoMoreWhenItIsUnbound),
    FORGETS_OTHER_BINDINGS(ExchangeTypeConformance::keepsAQueueThatHasAnotherBindingLeft),
    ROUTES_TO_THE_FIRST(ExchangeTypeConformance::reachesEveryQueueThatIsBoundAlike),
    MINDS_THE_ORDER(ExchangeTypeConformance::routesAlikeInWhateverOrderItWasBound),
    SHARES_BINDINGS(ExchangeTypeConformance::givesEachExchangeBindingsOfItsOwn),
    LOOKS_AT_HEADERS(ExchangeTypeConformance::looksAtNothingButTheKeyIfItSaysSo),
    LETS_READERS_SEE_A_GAP(ExchangeTypeConformance::routesWhileBindingsComeAndGo),
    IS_NOT_SAFE(ExchangeTypeConformance::routesWhileBindingsComeAndGo),
    TAKES_WHAT_IT_REFUSES(ExchangeTypeConformance::refusesWhatItCannotTakeAndSaysSo),
    FAILS_ON_ARGUMENTS(ExchangeTypeConformance::takesOrRefusesWhateverValueAnArgumentHas),
    FAILS_ON_KEYS(ExchangeTypeConformance::takesOrRefusesAnyBindingAndRoutesAnyMessageByIt);

    private final Check finder;

    Fault(Check finder) {
      this.finder = finder;
    }

    private interface Check {
      void run(ExchangeTypeConformance kit) throws Exception;
    }
  }

  /** As an author has it. */
  private static class Kit extends ExchangeTypeConformance {
    private final Fault fault;
    private final ExchangeRouter shared;

    Kit(Fault fault) {
      this.fault = fault;
      this.shared = new Router(fault);
    }

    @Override
    protected ExchangeType newType() {
      return new ExchangeType() {
        @Override
        public String name() {
          return fault == Fault.HAS_NO_NAME ? "" : "x-faulty";
        }

        @Override
        public void validate(ExchangeDeclaration declaration) {
          if (fault == Fault.FAILS_ON_ARGUMENTS && declaration.arguments().has("a")) {
            throw new ClassCastException("a");
          }
        }

        @Override
        public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
          return fault == Fault.SHARES_BINDINGS ? shared : new Router(fault);
        }
      };
    }

    @Override
    protected List<RouteSample> samples() {
      return List.of(RouteSample.of("a", "a"), RouteSample.of("b", "b"));
    }

    @Override
    protected List<String> argumentNames() {
      return List.of("a");
    }

    @Override
    protected List<Arguments> refusedDeclarations() {
      return fault == Fault.TAKES_WHAT_IT_REFUSES
          ? List.of(Arguments.of(Map.of("a", 1)))
          : List.of();
    }
  }

  /** Routes by the key. */
  private static final class Router implements ExchangeRouter {
    private static final long GAP_NS_MAX = TimeUnit.SECONDS.toNanos(5);

    private final Fault fault;
    private final List<Binding> bound;
    private final AtomicInteger routed = new AtomicInteger();
    private boolean wasRead; // in a gap

    Router(Fault fault) {
      this.fault = fault;
      this.bound = fault == Fault.IS_NOT_SAFE ? new ArrayList<>() : new CopyOnWriteArrayList<>();
    }

    @Override
    public void bind(Binding binding) {
      if (fault == Fault.FAILS_ON_KEYS) {
        Integer.parseInt(binding.routingKey(), 36);
      }
      if (fault == Fault.LETS_READERS_SEE_A_GAP) {
        List<Binding> all = List.copyOf(bound);
        bound.clear();
        awaitReader();
        bound.addAll(all);
      }
      bound.add(binding);
    }

    /** Until one has begun to read, once there are any: else none might come into the gap. */
    private void awaitReader() {
      int before = routed.get();
      if (before == 0 || wasRead) {
        return;
      }
      wasRead = true; // Who has seen it reads no more.
      long end = System.nanoTime() + GAP_NS_MAX;
      while (routed.get() == before && System.nanoTime() < end) {
        Thread.yield();
      }
    }

    @Override
    public void unbind(Binding binding) {
      if (fault == Fault.FORGETS_OTHER_BINDINGS) {
        bound.removeIf(each -> each.destination() == binding.destination());
      } else if (fault != Fault.KEEPS_WHAT_IS_UNBOUND) {
        bound.remove(binding);
      }
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      routed.incrementAndGet();
      Destination found = null;
      for (Binding binding : bound) {
        boolean isMatch = binding.routingKey().equals(routingKey) && !isOverlooked(message);
        if (isMatch && !(found != null && fault == Fault.ROUTES_TO_THE_FIRST)) {
          found = binding.destination();
          sink.add(found);
        }
        if (fault == Fault.MINDS_THE_ORDER) {
          break;
        }
      }
    }

    private boolean isOverlooked(Message message) {
      return fault == Fault.ROUTES_NOWHERE
          || (fault == Fault.LOOKS_AT_HEADERS && message.header("number") != null);
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }

  @Nested
  class OfAFaultlessType extends Kit {
    OfAFaultlessType() {
      super(Fault.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void finds(Fault fault) {
    assertThatThrownBy(() -> fault.finder.run(new Kit(fault)))
        .isNotNull(); // an assertion of the kit, or what the type has thrown
  }
}

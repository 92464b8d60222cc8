package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.metrics.ExchangeTraffic;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.EffectiveValue;
import io.warrenmq.core.policy.PolicyKeys;
import io.warrenmq.core.policy.PolicyTarget;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * An exchange: its declaration and its routing table. Written by the metadata loop, read by any
 * loop.
 */
public final class Exchange implements Destination {
  private static final ExchangeTraffic[] NO_TRAFFIC = {};
  private static final AtomicReferenceFieldUpdater<Exchange, ExchangeTraffic[]> TRAFFIC =
      AtomicReferenceFieldUpdater.newUpdater(Exchange.class, ExchangeTraffic[].class, "traffic");

  private final ExchangeDeclaration declaration;
  private final ExchangeType type;
  private final ExchangeRouter router;
  private final @Nullable String declaredAlternate;
  // Grown once for each loop that publishes here; a loop writes what is its own.
  private volatile ExchangeTraffic[] traffic = NO_TRAFFIC;
  // Written by the metadata loop; sessions that remember this exchange look before they publish.
  private volatile boolean deleted;
  private volatile int bindings;
  // Written by the metadata loop; a change of the alternate exchange is one of routing.
  private volatile AppliedPolicies policies = AppliedPolicies.NONE;
  private volatile @Nullable String alternateExchange;

  /**
   * Creates an exchange without bindings.
   *
   * @param alternateExchange where messages go that match nothing; {@code null} for nowhere, unless
   *     a policy says where
   */
  public Exchange(
      ExchangeDeclaration declaration, ExchangeType type, @Nullable String alternateExchange) {
    this.declaration = declaration;
    this.type = type;
    this.router = type.newRouter(declaration);
    this.declaredAlternate = alternateExchange;
    this.alternateExchange = alternateExchange;
  }

  @Override
  public String name() {
    return declaration.name();
  }

  @Override
  public boolean isExchange() {
    return true;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  /** What it was declared as. */
  public ExchangeDeclaration declaration() {
    return declaration;
  }

  /** Its type. */
  public ExchangeType type() {
    return type;
  }

  /** Its routing table. */
  public ExchangeRouter router() {
    return router;
  }

  /** Adds a binding that is not there to the routing table. Metadata loop. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void bind(Binding binding) {
    router.bind(binding);
    bindings++;
  }

  /** Takes one out of the routing table that is there. Metadata loop. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void unbind(Binding binding) {
    router.unbind(binding);
    bindings--;
  }

  /** Whether anything is bound to it. Any loop. */
  public boolean isBound() {
    return bindings > 0;
  }

  /** Whether clients may not publish to it. */
  public boolean isInternal() {
    return declaration.internal();
  }

  /** Where messages go that match nothing; {@code null} for nowhere. */
  public @Nullable String alternateExchange() {
    return alternateExchange;
  }

  /** What is counted of publishes from a loop. That loop, which remembers it. */
  public ExchangeTraffic trafficFrom(int loopIndex) {
    while (true) {
      ExchangeTraffic[] before = traffic;
      if (loopIndex < before.length) {
        return before[loopIndex];
      }
      ExchangeTraffic[] after = Arrays.copyOf(before, loopIndex + 1);
      for (int i = before.length; i < after.length; i++) {
        after[i] = new ExchangeTraffic();
      }
      TRAFFIC.compareAndSet(this, before, after);
    }
  }

  /** Messages that were published to it. Any thread. */
  public long publishedIn() {
    long sum = 0;
    for (ExchangeTraffic each : traffic) {
      sum += each.in();
    }
    return sum;
  }

  /** Queues that these went to, each counted. Any thread. */
  public long publishedOut() {
    long sum = 0;
    for (ExchangeTraffic each : traffic) {
      sum += each.out();
    }
    return sum;
  }

  /** The policies that apply to it. */
  public AppliedPolicies policies() {
    return policies;
  }

  /** All that is in force for it, each with who has given it; see {@link AppliedPolicies}. */
  public Map<String, EffectiveValue> effective() {
    return policies.effective(declaration.arguments(), PolicyTarget.EXCHANGE);
  }

  /**
   * Other policies apply to it now, or none. Metadata loop.
   *
   * @return whether routes through it may have changed
   */
  public boolean applyPolicies(AppliedPolicies applied) {
    policies = applied;
    String before = alternateExchange;
    String after = declaredAlternate;
    if (after == null && applied.get(PolicyKeys.ALTERNATE_EXCHANGE) instanceof String byPolicy) {
      after = byPolicy;
    }
    alternateExchange = after;
    return !Objects.equals(before, after);
  }

  /** Whether it was deleted; then whoever remembers it looks it up again. */
  public boolean isDeleted() {
    return deleted;
  }

  /** Marks it as deleted. Metadata loop. */
  public void markDeleted() {
    deleted = true;
  }
}

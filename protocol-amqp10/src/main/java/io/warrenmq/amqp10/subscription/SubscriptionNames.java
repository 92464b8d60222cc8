package io.warrenmq.amqp10.subscription;

import io.warrenmq.api.message.PercentEncoding;
import io.warrenmq.api.message.Symbol;
import java.util.List;

/**
 * The names of subscriptions' queues. A subscription is its container's, by the name of its link;
 * that of a client which has not named its container is everybody's ({@code global}). The links of
 * one that is shared differ in what follows a {@code |}, so that their names are unique. Stateless.
 */
final class SubscriptionNames {
  private static final String DURABLE = "amqp-subscription-";
  private static final String SHARED = "amqp-shared-subscription-";
  private static final char NUMBER_OF_LINK = '|';

  private SubscriptionNames() {}

  /** The queue of one that outlives its links. */
  static String durable(String container, String link, List<Symbol> capabilities) {
    return DURABLE + name(container, link, capabilities);
  }

  /** The queue of one that ends with the last of its links. */
  static String shared(String container, String link, List<Symbol> capabilities) {
    return SHARED + name(container, link, capabilities);
  }

  private static String name(String container, String link, List<Symbol> capabilities) {
    int bar = capabilities.contains(Capabilities.SHARED) ? link.lastIndexOf(NUMBER_OF_LINK) : -1;
    String own = PercentEncoding.encode(bar < 0 ? link : link.substring(0, bar));
    return capabilities.contains(Capabilities.GLOBAL)
        ? own
        : PercentEncoding.encode(container) + "/" + own;
  }
}

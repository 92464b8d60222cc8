package io.warrenmq.amqp10.subscription;

import io.warrenmq.amqp10.address.SourceAddress.FromExchange;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that a link wants: a queue, bound to an exchange. There are three kinds. That of a
 * link alone has no name and ends with the link. One that is <b>shared</b> is every link's that
 * wants the same, and ends with the last of them. One that is <b>durable</b> (AMQP 1.0 §3.5.5,
 * §3.5.6: with a durability, or without expiry) ends when a link is closed, not only detached; it
 * may be shared as well. Immutable.
 *
 * @param queue the queue's declaration; its name is empty for that of a link alone
 * @param topic where its messages come from
 * @param selector which of them it takes; {@code null} for all
 * @param shared whether several links may have it at a time
 */
public record Subscription(
    QueueDeclaration queue, FromExchange topic, @Nullable String selector, boolean shared) {
  static final String SELECTOR = "x-selector";
  private static final String EXPIRES = "x-expires";
  private static final String QUEUE_TYPE = "x-queue-type";
  private static final long EXPIRES_MS_MAX = 10L * 365 * 86_400_000; // what queues take
  private static final String NEVER = "never";

  /**
   * The subscription that a client asks for.
   *
   * @param container the client's container
   */
  public static Subscription of(
      String container, Attach attach, FromExchange topic, @Nullable String selector) {
    Source source = Objects.requireNonNull(attach.source());
    List<Symbol> capabilities = source.capabilities();
    boolean shared = capabilities.contains(Capabilities.SHARED);
    boolean durable = isDurable(source);
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (selector != null) {
      arguments.put(SELECTOR, selector);
    }
    QueueDeclaration queue;
    if (durable) {
      if (source.timeoutS() > 0 && !source.expiryPolicy().equals(NEVER)) {
        arguments.put(EXPIRES, Math.min(source.timeoutS() * 1000, EXPIRES_MS_MAX));
      }
      String name = SubscriptionNames.durable(container, attach.name(), capabilities);
      queue = new QueueDeclaration(name, true, false, false, Arguments.of(arguments));
    } else {
      arguments.put(QUEUE_TYPE, "classic"); // No other kind goes with its last consumer.
      String name = shared ? SubscriptionNames.shared(container, attach.name(), capabilities) : "";
      queue = new QueueDeclaration(name, false, !shared, true, Arguments.of(arguments));
    }
    return new Subscription(queue, topic, selector, shared);
  }

  private static boolean isDurable(Source source) {
    return source.durability() != Durability.NONE || source.expiryPolicy().equals(NEVER);
  }

  /** Whether it stays when its links are detached. */
  public boolean isDurable() {
    return queue.durable();
  }

  /** Whether it is that of one link alone, which has no name. */
  boolean isUnnamed() {
    return queue.name().isEmpty();
  }

  /** The binding of its queue. */
  BindingDeclaration binding(String queueName) {
    return new BindingDeclaration(
        topic.exchange(), queueName, false, topic.routingKey(), Arguments.NONE);
  }

  /** Whether a queue that is there is this subscription's, and not that of another topic. */
  boolean is(Arguments there, List<BindingDeclaration> bindings) {
    return Objects.equals(there.text(SELECTOR), selector)
        && bindings.size() == 1
        && bindings.get(0).equals(binding(queue.name()));
  }
}

package io.warrenmq.amqp10.subscription;

import io.vertx.core.Future;
import io.warrenmq.amqp10.address.Addresses;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.SourceFilters;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the queues of subscriptions, and finds them again. Confined to the connection's loop. */
public final class Subscriptions {
  private final VhostAccess access;
  private final String container;

  /**
   * The subscriptions of a client.
   *
   * @param container its container
   */
  public Subscriptions(VhostAccess access, String container) {
    this.access = access;
    this.container = container;
  }

  /** The client's container. */
  public String container() {
    return container;
  }

  /**
   * Sees to it that a subscription's queue is there. One of the same name but another topic or
   * selector is replaced, as in JMS (Jakarta Messaging 3.1 §8.3.3), unless it is in use.
   *
   * @return the queue's name; fails with an {@link AmqpFault}, or what the broker says
   */
  public Future<String> open(Subscription wanted) {
    return wanted.isUnnamed()
        ? create(wanted)
        : find(wanted.queue().name())
            .compose(
                found ->
                    found == null
                        ? create(wanted)
                        : wanted.is(found.status.declaration().arguments(), found.bindings)
                            ? Future.succeededFuture(found.status.name())
                            : replace(wanted));
  }

  private record Found(QueueStatus status, List<BindingDeclaration> bindings) {}

  private Future<@Nullable Found> find(String queue) {
    return access
        .inspectQueue(queue)
        .compose(
            status -> access.bindingsTo(queue).<@Nullable Found>map(to -> new Found(status, to)))
        .recover(
            refused ->
                BrokerException.is(refused, ErrorKind.NOT_FOUND)
                    ? Future.succeededFuture()
                    : Future.failedFuture(refused));
  }

  private Future<String> create(Subscription wanted) {
    return access
        .declareQueue(wanted.queue())
        .compose(
            made ->
                access
                    .bind(wanted.binding(made.name()))
                    .recover(
                        refused ->
                            access
                                .deleteQueue(made.name(), true, false)
                                .transform(gone -> Future.failedFuture(refused)))
                    .map(made.name()));
  }

  private Future<String> replace(Subscription wanted) {
    String name = wanted.queue().name();
    return access
        .deleteQueue(name, true, false)
        .recover(
            refused ->
                Future.failedFuture(
                    BrokerException.is(refused, ErrorKind.PRECONDITION_FAILED)
                        ? AmqpFault.link(
                            AmqpCondition.RESOURCE_LOCKED,
                            "subscription '" + name + "' is in use with another topic or selector")
                        : refused))
        .compose(deleted -> create(wanted));
  }

  /**
   * Finds the durable subscription of a link that is attached anew without a source, which is how
   * clients come to close it. AMQP 1.0 §2.6.3.
   *
   * @return the attach with the subscription's source, and its queue; fails with an {@link
   *     AmqpFault} when there is none
   */
  public Future<Reattached> reattach(Attach attach) {
    String queue =
        SubscriptionNames.durable(container, attach.name(), attach.desiredCapabilities());
    return find(queue)
        .map(
            found -> {
              if (found == null) {
                throw AmqpFault.link(
                    AmqpCondition.NOT_FOUND,
                    "Attach refused: there is no source, and no subscription '"
                        + attach.name()
                        + "' of this container");
              }
              return new Reattached(attach.withSource(source(attach, found)), queue);
            });
  }

  /**
   * A link of a subscription that was there before.
   *
   * @param attach what the client would have asked for
   * @param queue the subscription's
   */
  public record Reattached(Attach attach, String queue) {}

  private static Source source(Attach attach, Found found) {
    String selector = found.status.declaration().arguments().text(Subscription.SELECTOR);
    List<Symbol> capabilities = new ArrayList<>(attach.desiredCapabilities());
    capabilities.add(0, Capabilities.TOPIC);
    String address = null;
    for (BindingDeclaration binding : found.bindings) {
      address = Addresses.ofExchange(binding.source(), binding.routingKey());
    }
    return new Source(
        address == null ? Addresses.ofQueue(found.status.name()) : address,
        Durability.UNSETTLED_STATE,
        "never",
        0,
        false,
        Map.of(),
        null,
        selector == null ? Map.of() : SourceFilters.selector(selector),
        null,
        List.of(),
        List.copyOf(capabilities));
  }
}

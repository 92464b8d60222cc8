package io.warrenmq.amqp10.session;

import io.vertx.core.Future;
import io.warrenmq.amqp10.address.Addresses;
import io.warrenmq.amqp10.address.SourceAddress;
import io.warrenmq.amqp10.address.SourceAddress.FromExchange;
import io.warrenmq.amqp10.address.SourceAddress.FromQueue;
import io.warrenmq.amqp10.address.TargetAddress;
import io.warrenmq.amqp10.address.TargetAddress.BySubject;
import io.warrenmq.amqp10.address.TargetAddress.ToExchange;
import io.warrenmq.amqp10.address.TargetAddress.ToQueue;
import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.IncomingLink;
import io.warrenmq.amqp10.link.Link;
import io.warrenmq.amqp10.link.LinkNode;
import io.warrenmq.amqp10.link.LinkSession;
import io.warrenmq.amqp10.link.ManagementPair;
import io.warrenmq.amqp10.link.PublishTarget;
import io.warrenmq.amqp10.link.QueueLink;
import io.warrenmq.amqp10.link.ReplyLink;
import io.warrenmq.amqp10.link.SourceFilters;
import io.warrenmq.amqp10.management.ManagementNode;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Coordinator;
import io.warrenmq.amqp10.performative.DeliveryState.Released;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.amqp10.performative.Target;
import io.warrenmq.amqp10.subscription.Capabilities;
import io.warrenmq.amqp10.subscription.Subscription;
import io.warrenmq.amqp10.subscription.Subscriptions;
import io.warrenmq.amqp10.tx.CoordinatorTarget;
import io.warrenmq.amqp10.tx.SessionTransactions;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the links that the client of a session asks for: finds out what their termini are, and
 * opens that. Confined to the connection's loop.
 */
final class LinkFactory {
  private static final String PRIORITY = "rabbitmq:priority";
  private static final String MOVE = "move";
  private static final List<Symbol> OUTCOMES =
      List.of(
          new Symbol("amqp:accepted:list"),
          new Symbol("amqp:rejected:list"),
          new Symbol("amqp:released:list"),
          new Symbol("amqp:modified:list"));

  private final LinkSession session;
  private final VhostAccess access;
  private final Termini termini;
  private final SessionTransactions transactions;
  private final Subscriptions subscriptions;
  private final Map<String, ManagementPair> pairs = new HashMap<>(2);

  LinkFactory(LinkSession session, Termini termini, SessionTransactions transactions) {
    this.session = session;
    this.access = session.access();
    this.termini = termini;
    this.transactions = transactions;
    this.subscriptions = new Subscriptions(access, termini.container());
  }

  /**
   * Makes a link.
   *
   * @return the link, open, of which the client does not know; fails with what {@link #faultOf}
   *     understands
   */
  Future<Link> attach(Attach attach) {
    try {
      if (attach.unsettled()) {
        throw AmqpFault.link(
            AmqpCondition.NOT_IMPLEMENTED, "Attach refused: links are not resumed");
      }
      return attach.role() == Role.SENDER ? incoming(attach) : outgoing(attach);
    } catch (AmqpFault | BrokerException fault) {
      return Future.failedFuture(fault);
    }
  }

  /** The fault that tells why a link was not made, or has to end; {@code null} for a bug. */
  static @Nullable AmqpFault faultOf(Throwable cause) {
    if (cause instanceof AmqpFault fault) {
      return fault;
    } else if (cause instanceof DecodeFault fault) {
      return AmqpFault.session(AmqpCondition.DECODE_ERROR, fault.detail());
    } else if (cause instanceof BrokerException refusal) {
      return AmqpFault.ofLink(refusal);
    }
    return null;
  }

  // ---- the client sends ----

  private Future<Link> incoming(Attach attach) {
    if (attach.target() instanceof Coordinator) {
      return Future.succeededFuture(
          new IncomingLink(
              session,
              attach,
              new CoordinatorTarget(session, transactions),
              CoordinatorTarget.CREDIT));
    }
    if (!(attach.target() instanceof Target target)) {
      throw AmqpFault.link(AmqpCondition.INVALID_FIELD, "Attach refused: there is no target");
    }
    if (target.dynamic()) {
      return dynamicNode(target.capabilities())
          .map(node -> publishing(attach, addressOf(node), node.isTopic()).ofNode(node));
    } else if (Addresses.MANAGEMENT.equals(target.address())) {
      return Future.succeededFuture(pair(attach).openRequests(attach));
    }
    boolean topic = Capabilities.isTopic(target.capabilities());
    TargetAddress address =
        topic
            ? termini.addresses().topicTarget(target.address())
            : termini.addresses().target(target.address());
    return prepare(address).map(there -> publishing(attach, address, topic));
  }

  private Link publishing(Attach attach, TargetAddress address, boolean topic) {
    return new IncomingLink(
        session, attach, new PublishTarget(session, address, topic), session.context().creditMax());
  }

  private ManagementPair pair(Attach attach) {
    ManagementPair.check(attach);
    pairs.values().removeIf(ManagementPair::isOver);
    return pairs.computeIfAbsent(
        attach.name(),
        name ->
            new ManagementPair(
                session,
                new ManagementNode(
                    access,
                    session.context().broker().vhost(),
                    termini.broker().info().nodeName(),
                    termini.renewal())));
  }

  /**
   * A node that goes with the link for which it is made. RabbitMQ wants to be asked for a
   * temporary-queue by a capability; whatever is asked for that is no topic, here it is one.
   */
  private Future<LinkNode> dynamicNode(List<Symbol> capabilities) {
    return Capabilities.isTemporaryTopic(capabilities)
        ? LinkNode.topic(access)
        : LinkNode.queue(access);
  }

  private static TargetAddress addressOf(LinkNode node) {
    return node.isTopic() ? new ToExchange(node.name(), "") : new ToQueue(node.name(), false);
  }

  private Future<Void> prepare(TargetAddress address) {
    if (address instanceof ToExchange to) {
      return access.checkExchange(to.exchange());
    } else if (address instanceof BySubject by && !by.exchange().isEmpty()) {
      return access.checkExchange(by.exchange());
    } else if (address instanceof ToQueue to) {
      return to.declared() ? declare(to.queue()) : check(to.queue());
    }
    return Future.succeededFuture();
  }

  private Future<Void> declare(String queue) {
    return check(queue)
        .recover(
            refused ->
                BrokerException.is(refused, ErrorKind.NOT_FOUND)
                    ? access
                        .declareQueue(
                            new QueueDeclaration(queue, true, false, false, Arguments.NONE))
                        .mapEmpty()
                    : Future.failedFuture(refused));
  }

  /** A queue of another connection's is there too: who may publish to it is another question. */
  private Future<Void> check(String queue) {
    return access
        .checkQueue(queue)
        .<Void>mapEmpty()
        .recover(
            refused ->
                BrokerException.is(refused, ErrorKind.RESOURCE_LOCKED)
                    ? Future.succeededFuture()
                    : Future.failedFuture(refused));
  }

  // ---- the client receives ----

  private Future<Link> outgoing(Attach attach) {
    Source source = attach.source();
    if (source == null) {
      return subscriptions.reattach(attach).compose(this::resubscribe);
    }
    if (ReplyLink.isWanted(source)) {
      return Future.succeededFuture(ReplyLink.open(session, attach, source));
    } else if (source.dynamic()) {
      return dynamicNode(source.capabilities()).compose(node -> receiving(attach, node));
    } else if (Addresses.MANAGEMENT.equals(source.address())) {
      return Future.succeededFuture(pair(attach).openAnswers(attach));
    }
    SourceAddress address =
        Capabilities.isTopic(source.capabilities())
            ? termini.addresses().topicSource(source.address())
            : termini.addresses().source(source.address());
    if (address instanceof FromExchange from) {
      return subscribe(attach, source, from);
    }
    FromQueue from = (FromQueue) address;
    Future<Void> there = from.declared() ? declare(from.queue()) : Future.succeededFuture();
    return there.compose(done -> consume(attach, source, from.queue()));
  }

  private Future<Link> receiving(Attach attach, LinkNode node) {
    Source source = Objects.requireNonNull(attach.source());
    Future<Link> made;
    try {
      made =
          node.isTopic()
              ? subscribe(attach, source, new FromExchange(node.name(), ""))
              : consume(attach, source, node.name());
    } catch (AmqpFault fault) { // Of its filters.
      made = Future.failedFuture(fault);
    }
    return made.map(link -> link.ofNode(node))
        .recover(refused -> node.delete(access).transform(deleted -> Future.failedFuture(refused)));
  }

  private Future<Link> subscribe(Attach attach, Source source, FromExchange from) {
    SourceFilters filters = SourceFilters.ofTopic(source.filters(), termini.broker());
    Subscription wanted =
        Subscription.of(subscriptions.container(), attach, from, filters.selector());
    return subscriptions
        .open(wanted)
        .compose(
            queue ->
                open(
                        new QueueLink(session, attach, queue, filters, false),
                        attach,
                        !wanted.shared())
                    .map(link -> wanted.isDurable() ? link.ofSubscription(queue) : link));
  }

  private Future<Link> resubscribe(Subscriptions.Reattached found) {
    Attach attach = found.attach();
    Source source = Objects.requireNonNull(attach.source());
    SourceFilters filters = SourceFilters.ofTopic(source.filters(), termini.broker());
    return open(new QueueLink(session, attach, found.queue(), filters, false), attach, false)
        .map(link -> link.ofSubscription(found.queue()).ofFound(source));
  }

  private Future<Link> consume(Attach attach, Source source, String queue) {
    SourceFilters filters = SourceFilters.of(source.filters(), termini.broker());
    boolean browser = QueueLink.COPY.equals(source.distributionMode());
    return open(new QueueLink(session, attach, queue, filters, browser), attach, false);
  }

  private Future<Link> open(QueueLink link, Attach attach, boolean exclusive) {
    int priority = attach.properties().get(PRIORITY) instanceof Integer number ? number : 0;
    ConsumerSpec spec =
        new ConsumerSpec(
            link.queue(),
            attach.name(),
            link.isSettled(),
            exclusive,
            priority,
            ConsumerSpec.Flow.CREDIT,
            0,
            Arguments.NONE);
    MessageFilter filter = link.filters().filter();
    ConsumerSpec filtered = filter == null ? spec : spec.filtered(filter);
    return link.open(link.isBrowser() ? filtered.browsing() : filtered).map(link);
  }

  // ---- what the client is told ----

  /** The broker's attach, for a link that was made. */
  static Attach answer(Attach attach, Link link) {
    boolean receives = link.role() == Role.RECEIVER;
    Source source = link.found() == null ? attach.source() : link.found();
    return new Attach(
        attach.name(),
        attach.handle(),
        link.role(),
        receives || attach.sndSettleMode() == SndSettleMode.SETTLED
            ? attach.sndSettleMode()
            : SndSettleMode.UNSETTLED,
        attach.rcvSettleMode(),
        receives || source == null ? source : granted(source, link),
        receives && attach.target() instanceof Target target
            ? granted(target, link.node())
            : attach.target(),
        false,
        receives ? null : Integer.valueOf(0),
        receives ? link.messageBytesMax() : 0,
        List.of(),
        List.of(),
        Map.of());
  }

  private static Target granted(Target wanted, @Nullable LinkNode node) {
    return node == null
        ? wanted
        : new Target(
            node.address(),
            wanted.durability(),
            wanted.expiryPolicy(),
            wanted.timeoutS(),
            true,
            wanted.dynamicNodeProperties(),
            wanted.capabilities());
  }

  private static Source granted(Source wanted, Link link) {
    LinkNode node = link.node();
    return new Source(
        node == null ? wanted.address() : node.address(),
        wanted.durability(),
        wanted.expiryPolicy(),
        wanted.timeoutS(),
        node != null,
        wanted.dynamicNodeProperties(),
        distributionMode(link),
        link instanceof QueueLink queue ? queue.filters().granted() : Map.of(),
        wanted.defaultOutcome() == null ? Released.INSTANCE : wanted.defaultOutcome(),
        OUTCOMES,
        wanted.capabilities());
  }

  /** §3.5.3: who sends says which it is. */
  private static String distributionMode(Link link) {
    return link instanceof QueueLink queue && queue.isBrowser() ? QueueLink.COPY : MOVE;
  }

  /** The broker's attach for a link that was not made; a detach is to follow. §2.6.3. */
  static Attach refusal(Attach attach) {
    return new Attach(
        attach.name(),
        attach.handle(),
        attach.role() == Role.SENDER ? Role.RECEIVER : Role.SENDER,
        attach.sndSettleMode(),
        attach.rcvSettleMode(),
        attach.role() == Role.SENDER ? attach.source() : null,
        attach.role() == Role.SENDER ? null : attach.target(),
        false,
        attach.role() == Role.SENDER ? null : Integer.valueOf(0),
        0,
        List.of(),
        List.of(),
        Map.of());
  }
}

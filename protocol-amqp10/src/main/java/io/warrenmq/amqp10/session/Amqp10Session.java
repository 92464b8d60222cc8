package io.warrenmq.amqp10.session;

import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.IncomingLink;
import io.warrenmq.amqp10.link.Link;
import io.warrenmq.amqp10.link.LinkContext;
import io.warrenmq.amqp10.link.LinkFlow;
import io.warrenmq.amqp10.link.LinkSession;
import io.warrenmq.amqp10.link.Outcomes;
import io.warrenmq.amqp10.link.OutgoingLink;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Begin;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.tx.SessionTransactions;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session: takes the frames of its channel to its links, and their answers back. AMQP 1.0 §2.5.
 * Confined to the connection's loop.
 */
public final class Amqp10Session
    implements LinkSession, SessionListener, TurnEnd, UnsettledDeliveries.Visitor {
  private static final Future<Void> DONE = Future.succeededFuture();
  private static final Symbol TXN_ID = new Symbol("txn-id");

  private final int channel;
  private final SessionOwner owner;
  private final VhostAccess access;
  private final LinkTable links;
  private final LinkFactory factory;
  private final IncomingWindow incoming;
  private final UnsettledDeliveries unsettled = new UnsettledDeliveries();
  private final OutgoingTransfers outgoing;
  private final DispositionWriter dispositions;
  private final Answers answers;
  private final FlowWriter flows;
  private final LinkFlow linkFlow = new LinkFlow();
  private final SessionTransactions transactions;
  private boolean released;
  // What a disposition says, while it is being applied.
  private @Nullable DeliveryState settledAs;
  private Map<String, Object> settledWith = Map.of(); // annotations
  private @Nullable Transaction settledWithin;

  /**
   * Begins the session that a client asks for, and answers.
   *
   * @param blocked whether resources are short
   * @throws io.warrenmq.api.error.BrokerException when the user has as many as it may
   */
  public Amqp10Session(
      int channel,
      Begin begin,
      SessionOwner owner,
      BrokerConnection broker,
      Termini termini,
      boolean blocked) {
    this.channel = channel;
    this.owner = owner;
    this.access = broker.openSession(this);
    this.transactions = new SessionTransactions(this);
    this.factory = new LinkFactory(this, termini, transactions);
    int linkMax = (int) Math.min(owner.linkMax(), begin.handleMax() + 1);
    this.links = new LinkTable(linkMax);
    this.incoming = new IncomingWindow(begin.nextOutgoingId(), blocked);
    this.outgoing = new OutgoingTransfers(owner.output(), channel, owner.delivered(), unsettled);
    this.dispositions = new DispositionWriter(owner.output(), channel);
    this.answers = new Answers(dispositions);
    this.flows = new FlowWriter(owner.output(), channel);
    outgoing.onWindow(outgoing.nextTransferId(), begin.incomingWindow());
    owner
        .sender()
        .send(
            channel,
            new Begin(
                channel,
                outgoing.nextTransferId(),
                incoming.size(),
                OutgoingTransfers.WINDOW,
                linkMax - 1L,
                List.of(),
                List.of(),
                Map.of()));
  }

  /** Its channel, the same in both directions. */
  public int channel() {
    return channel;
  }

  // ---- frames ----

  /** Takes a transfer. §2.7.5. */
  public void onTransfer(FrameCursor cursor, ByteBuf in, int end) {
    incoming.onTransfer();
    Link link = links.get(handle(cursor));
    if (link instanceof IncomingLink sender) {
      owner.onPublishing();
      try {
        sender.onTransfer(cursor, in, end);
      } catch (AmqpFault fault) {
        fail(sender, fault);
      }
    } else if (link != null) {
      throw AmqpFault.session(
          AmqpCondition.NOT_ALLOWED, "a transfer on a link on which the client receives");
    }
    if (incoming.isDue()) {
      sendFlow();
    }
  }

  /** Takes a flow. §2.7.4. */
  public void onFlow(FrameCursor cursor) {
    int nextIncomingId = cursor.uint(0); // Absent, it is our first, which is 0.
    long window = unsigned(mandatory(cursor, "incoming-window"));
    mandatory(cursor, "next-outgoing-id");
    mandatory(cursor, "outgoing-window");
    boolean ofLink = cursor.hasNext();
    int handle = ofLink ? cursor.uint(0) : 0;
    LinkFlow flow = linkFlow;
    flow.hasDeliveryCount = cursor.hasNext();
    flow.deliveryCount = flow.hasDeliveryCount ? cursor.uint(0) : 0;
    flow.hasCredit = cursor.hasNext();
    flow.credit = flow.hasCredit ? unsigned(cursor.uint(0)) : 0;
    cursor.skip(); // available
    flow.drain = cursor.bool(false);
    flow.echo = cursor.bool(false);
    boolean acquires = cursor.hasNext() && acquiresWithin(cursor.value());
    outgoing.onWindow(nextIncomingId, window);
    if (ofLink) {
      Link link = links.get(handle);
      if (link instanceof OutgoingLink && acquires) {
        fail(
            link,
            AmqpFault.link(
                AmqpCondition.NOT_IMPLEMENTED, "messages are not acquired within transactions"));
      } else if (link != null) {
        link.onFlow(flow);
      }
    } else if (flow.echo) {
      sendFlow();
    }
  }

  /** Whether a flow's properties want what it lets through to be part of a transaction. §4.4.3. */
  private static boolean acquiresWithin(@Nullable Object properties) {
    return properties instanceof Map<?, ?> map && map.get(TXN_ID) != null;
  }

  private static long unsigned(int value) {
    return value & 0xFFFF_FFFFL;
  }

  private static int handle(FrameCursor cursor) {
    return mandatory(cursor, "handle");
  }

  private static int mandatory(FrameCursor cursor, String field) {
    if (!cursor.hasNext()) {
      throw new DecodeFault("mandatory field " + field + " is missing");
    }
    return cursor.uint(0);
  }

  /** Takes a disposition. §2.7.6. */
  public void onDisposition(FrameCursor cursor) {
    if (!cursor.hasNext()) {
      throw new DecodeFault("mandatory field role of disposition is missing");
    }
    boolean byReceiver = cursor.bool(false);
    int first = mandatory(cursor, "first");
    int last = cursor.uint(first);
    if (last - first < 0) { // Serial numbers, so overflow is intended.
      throw AmqpFault.session(
          AmqpCondition.INVALID_FIELD,
          "a disposition whose last delivery ("
              + Integer.toUnsignedString(last)
              + ") is before its first ("
              + Integer.toUnsignedString(first)
              + ")");
    }
    boolean isSettled = cursor.bool(false);
    if (!byReceiver) {
      onSettledBySender(first, last, isSettled);
      return;
    }
    DeliveryState state;
    if (cursor.isEmptyOutcome((int) DeliveryState.ACCEPTED)) {
      state = DeliveryState.Accepted.INSTANCE;
    } else {
      Object value = cursor.value();
      if (value != null && !(value instanceof Described)) {
        throw new DecodeFault("a delivery-state without descriptor");
      }
      state = DeliveryState.of((Described) value);
    }
    boolean isFinal =
        state != null
            && (Outcomes.isOutcome(state) || state instanceof DeliveryState.Transactional);
    if (isSettled || isFinal) {
      settle(first, last, state);
      if (!isSettled) {
        DeliveryState answer = state == null ? null : Outcomes.withoutAdded(state);
        dispositions.write(Role.SENDER, first, last, true, answer);
      }
    }
  }

  /**
   * The client settles its own deliveries, which were answered. On links on which the broker is to
   * settle second, it does so now. §2.6.12, "exactly once".
   */
  private void onSettledBySender(int first, int last, boolean isSettled) {
    if (isSettled && links.anySettlesSecond()) {
      dispositions.write(Role.RECEIVER, first, last, true, (DeliveryState) null);
    }
  }

  private void settle(int first, int last, @Nullable DeliveryState state) {
    long lastId = outgoing.idOf(last);
    settledAs = state;
    if (state instanceof DeliveryState.Transactional part) {
      settledAs = part.outcome();
      settledWithin = transactions.require(part.txnId());
    }
    settledWith = settledAs == null ? Map.of() : Outcomes.added(settledAs);
    unsettled.take(lastId - unsigned(last - first), lastId, this);
    settledAs = null;
    settledWith = Map.of();
    settledWithin = null;
  }

  /** A delivery is taken out, and settled. */
  @Override
  public void onDelivery(OutgoingLink link, Delivery delivery) {
    DeliveryState state = settledAs;
    Transaction within = settledWithin;
    if (released || link.isClosed()) {
      access.settle(delivery, SettleOutcome.REQUEUE);
      return;
    }
    SettleOutcome outcome = link.defaultOutcome();
    Map<String, Object> added = link.addedByDefault();
    if (state != null && Outcomes.isOutcome(state)) {
      outcome = Outcomes.of(state);
      added = settledWith;
    }
    if (!added.isEmpty()) {
      settle(delivery, outcome, added, within);
    } else if (within == null) {
      access.settle(delivery, outcome);
    } else {
      within.settle(0, delivery, outcome);
    }
  }

  private void settle(
      Delivery delivery,
      SettleOutcome outcome,
      Map<String, Object> added,
      @Nullable Transaction within) {
    if (within == null) {
      access.settle(delivery, outcome, added);
    } else if (!within.settle(0, delivery, outcome, added)) {
      access.settle(delivery, SettleOutcome.REQUEUE);
      throw AmqpFault.connection(
          AmqpCondition.RESOURCE_LIMIT_EXCEEDED, context().unfinished().refusal());
    }
  }

  // ---- links ----

  /** Takes an attach. §2.7.3. */
  public void onAttach(Attach attach) {
    links.reserve(attach);
    Future<Link> made = factory.attach(attach);
    owner.await(made);
    made.onComplete(
        result -> {
          if (released) {
            return;
          }
          if (result.succeeded()) {
            onAttached(attach, result.result());
          } else {
            onRefused(attach, result.cause());
          }
        });
  }

  private void onAttached(Attach attach, Link link) {
    links.put(link);
    owner.sender().send(channel, LinkFactory.answer(attach, link));
    link.onAttached();
  }

  private void onRefused(Attach attach, Throwable cause) {
    AmqpFault fault = LinkFactory.faultOf(cause);
    if (fault == null) {
      owner.failBug(cause);
    } else if (fault.scope() != AmqpFault.Scope.LINK) {
      owner.fail(this, fault);
    } else {
      // §2.6.3. RabbitMQ ends the session for whatever a link cannot be attached for, which its
      // other links suffer from, and which clients that wait for the attach do not understand.
      owner.sender().send(channel, LinkFactory.refusal(attach));
      detach((int) attach.handle(), fault);
    }
  }

  private void detach(int handle, AmqpFault fault) {
    links.expectDetach(handle);
    owner.sender().send(channel, new Detach(handle, true, ErrorValue.of(fault)));
  }

  /** Takes a detach. §2.7.7. */
  public void onDetach(Detach detach) {
    int handle = (int) detach.handle();
    Link link = links.remove(handle);
    if (link == null) {
      return; // the answer to ours
    }
    Future<Void> ended = end(link).compose(done -> detach.closed() ? link.unsubscribe() : DONE);
    owner.await(ended);
    ended.onComplete(
        result -> {
          if (!released) {
            owner.sender().send(channel, new Detach(handle, detach.closed(), error(result)));
          }
        });
  }

  private static @Nullable ErrorValue error(AsyncResult<Void> ended) {
    AmqpFault fault = ended.succeeded() ? null : LinkFactory.faultOf(ended.cause());
    return fault == null ? null : ErrorValue.of(fault);
  }

  private Future<Void> end(Link link) {
    Future<Void> ended = link.close();
    if (link instanceof OutgoingLink receiver) {
      outgoing.drop(receiver, this);
      unsettled.take(receiver, this);
    }
    return ended;
  }

  @Override
  public void fail(Link link, AmqpFault fault) {
    if (released || link.isClosed()) {
      return;
    }
    if (fault.scope() != AmqpFault.Scope.LINK) {
      owner.fail(this, fault);
      return;
    }
    end(link);
    detach(link.handle(), fault);
  }

  @Override
  public void fail(Link link, Throwable cause) {
    AmqpFault fault = LinkFactory.faultOf(cause);
    if (fault == null) {
      owner.failBug(cause);
    } else {
      fail(link, fault);
    }
  }

  /**
   * Ends all links and the broker's side. May be called twice.
   *
   * @return completes once the queues are gone that end with it; never fails
   */
  public Future<Void> release() {
    if (released) {
      return Future.succeededFuture();
    }
    answers.flush();
    released = true;
    List<Future<Void>> endings = new ArrayList<>();
    for (Link link : links.all()) {
      if (link.node() != null) {
        endings.add(link.deleteNode());
      }
    }
    endings.add(access.close());
    for (Link link : links.all()) {
      link.abandon();
      if (link instanceof OutgoingLink receiver) {
        outgoing.drop(receiver, this);
      }
    }
    unsettled.take(Long.MIN_VALUE, Long.MAX_VALUE, this);
    transactions.abandon();
    return Future.join(endings).<Void>mapEmpty().otherwiseEmpty();
  }

  // ---- for links ----

  @Override
  public LinkContext context() {
    return owner.links();
  }

  @Override
  public VhostAccess access() {
    return access;
  }

  @Override
  public long publishId(IncomingLink link, int deliveryId) {
    return links.publishId(link, deliveryId);
  }

  @Override
  public void onConfirm(long publishId, boolean accepted) {
    if (SessionTransactions.isPublish(publishId)) {
      transactions.onConfirm(publishId, accepted);
      return;
    }
    IncomingLink link = links.publisher(publishId);
    int deliveryId = LinkTable.deliveryId(publishId);
    if (link != null) {
      link.onConfirm(deliveryId, accepted);
    } else if (accepted) { // The link has ended; the delivery is the session's still.
      accept(deliveryId, true);
    } else {
      reject(deliveryId, true);
    }
  }

  @Override
  public void accept(int deliveryId, boolean settled) {
    gather(deliveryId, DeliveryState.ACCEPTED, settled);
  }

  @Override
  public void release(int deliveryId, boolean settled) {
    gather(deliveryId, DeliveryState.RELEASED, settled);
  }

  @Override
  public void reject(int deliveryId, boolean settled) {
    gather(deliveryId, DeliveryState.REJECTED, settled);
  }

  @Override
  public void answer(int deliveryId, boolean settled, DeliveryState state) {
    if (!released) {
      dispositions.write(Role.RECEIVER, deliveryId, deliveryId, settled, state);
    }
  }

  @Override
  public @Nullable Transaction transaction(Binary txnId) {
    return transactions.get(txnId);
  }

  private void gather(int deliveryId, long outcome, boolean settled) {
    if (!released && answers.add(deliveryId, outcome, settled)) {
      context().loop().atTurnEnd(this);
    }
  }

  @Override
  public void onTurnEnd() {
    if (!released) {
      answers.flush();
    }
  }

  @Override
  public void transmit(
      OutgoingLink link,
      Message message,
      @Nullable Delivery delivery,
      boolean redelivered,
      int deliveryCount) {
    outgoing.send(link, message, delivery, redelivered, deliveryCount);
  }

  @Override
  public long waitingBytes() {
    return outgoing.waitingBytes();
  }

  @Override
  public void sendFlow(Link link, boolean drain, Map<String, Object> properties) {
    if (!released) {
      flows.write(incoming, outgoing.nextTransferId(), link, drain, properties);
    }
  }

  private void sendFlow() {
    flows.write(incoming, outgoing.nextTransferId());
  }

  // ---- for the connection ----

  /** Resources are short, or no longer: the client may send nothing, or something again. */
  public void setBlocked(boolean blocked) {
    incoming.setBlocked(blocked);
    sendFlow();
  }

  /** The queues take more of what the client sends, or no more. */
  public void setPaused(boolean paused) {
    for (Link link : links.all()) {
      if (link instanceof IncomingLink sender) {
        if (paused) {
          sender.pause();
        } else {
          sender.resume();
        }
      }
    }
  }

  /** The oldest delivery that the client has not settled; {@code null} when there is none. */
  public @Nullable Delivery oldestUnsettled() {
    return unsettled.first();
  }
}

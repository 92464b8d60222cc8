package io.warrenmq.core.session;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.interceptor.Interception;
import io.warrenmq.core.loop.LoopMailbox;
import io.warrenmq.core.loop.Mail;
import io.warrenmq.core.metrics.SessionMetrics;
import io.warrenmq.core.queue.ConfirmTarget;
import io.warrenmq.core.queue.Consumer;
import io.warrenmq.core.queue.ConsumerSession;
import io.warrenmq.core.queue.Entry;
import io.warrenmq.core.queue.Modification;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.SessionCredit;
import io.warrenmq.core.vhost.AccessCheck;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One session of a connection: the data plane of {@link VhostAccess} itself, the control plane by
 * way of {@link VhostCommands}. Confined to the connection's loop.
 */
final class Session implements VhostAccess, ConfirmTarget, ConsumerSession, InterceptedSession {
  private static final String STREAM_OFFSET = "x-stream-offset";

  private final ClientConnection connection;
  private final SessionListener listener;
  private final LoopServices services;
  private final Vhost vhost;
  private final VhostCommands commands;
  private final PublishRights rights;
  private final SessionMetrics metrics;
  private final PendingConfirms pendingConfirms = new PendingConfirms();
  private final SessionCredit credit = new SessionCredit();
  private final List<Consumer> consumers = new ArrayList<>(1);
  private Map<String, ReplyAddress> replyAddresses = Map.of(); // few sessions have any
  private boolean closed;
  private boolean told; // to listeners of events, that it is there
  private volatile int number; // as the protocol says it, from the first consumer on

  Session(ClientConnection connection, SessionListener listener, VhostCommands commands) {
    this.connection = connection;
    this.listener = listener;
    this.services = connection.services();
    this.vhost = connection.vhostEntity();
    this.commands = commands;
    this.metrics = new SessionMetrics(services.metrics().protocol(connection.request().protocol()));
    this.rights = new PublishRights(connection, services, vhost);
  }

  @Override
  public Loop loop() {
    return services.loop();
  }

  /** As it is now. */
  SessionStatus status() {
    return new SessionStatus(
        connection,
        listener.details(),
        metrics,
        credit.used(),
        credit.limit(),
        consumers.stream().map(Session::status).toList());
  }

  private static ConsumerStatus status(Consumer consumer) {
    return new ConsumerStatus(consumer.spec(), consumer.queue().isActive(consumer));
  }

  @Override
  public BrokerConnection connection() {
    return connection;
  }

  @Override
  public String protocol() {
    return connection.request().protocol();
  }

  @Override
  public int sessionNumber() {
    return listener.details().number();
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public boolean isWritable() {
    return connection.isWritable();
  }

  @Override
  public SessionMetrics metrics() {
    return metrics;
  }

  @Override
  public SessionCredit credit() {
    return credit;
  }

  boolean isTold() {
    return told;
  }

  void becomeTold() {
    told = true;
  }

  // ---- publishing ----

  @Override
  public int publish(Message message, long publishId) {
    Interception interception = vhost.interception();
    if (interception == null) {
      return publish(message, publishId, null);
    }
    rights.exchangeFor(message); // Who may not publish here is refused before anybody sees it.
    return publish(interception.published(this, message), publishId, interception);
  }

  private int publish(Message message, long publishId, @Nullable Interception interception) {
    assert loop().inThread();
    Queue[] queues = services.router().route(vhost, rights.exchangeFor(message), message);
    if (interception != null) {
      interception.routed(this, message, queues);
    }
    rights.traffic().add(queues.length);
    metrics.published(message.bodyLength(), queues.length, publishId != NO_CONFIRM);
    if (queues.length == 0) {
      return UNROUTABLE;
    }
    ConfirmTarget target = publishId == NO_CONFIRM ? null : this;
    if (queues.length > 1) {
      connection.countEntries(queues.length);
      if (target != null) {
        pendingConfirms.expect(publishId, queues.length);
      }
    }
    Loop here = services.loop();
    for (Queue queue : queues) {
      Entry entry = new Entry(queue, message, target, publishId);
      if (queue.home() == here) {
        entry.arrive();
      } else {
        LoopMailbox way = services.mailboxes().between(here, queue.home());
        way.post(entry);
        if (way.isCongested()) {
          connection.pauseFor(way);
        }
      }
      if (queue.isCongested()) {
        connection.pauseFor(queue);
      }
    }
    return ROUTED;
  }

  @Override
  public void countUnroutable(boolean returned) {
    metrics.unroutable(returned);
  }

  @Override
  public void checkPublish(Message message) {
    rights.exchangeFor(message);
  }

  @Override
  public void onQueueConfirm(long publishId, boolean accepted) {
    assert loop().inThread();
    int answer = pendingConfirms.answer(publishId, accepted);
    if (answer != 0 && !closed) {
      metrics.answered(answer > 0);
      listener.onConfirm(publishId, answer > 0);
    }
  }

  // ---- consuming ----

  @Override
  public Future<ConsumerHandle> consume(ConsumerSpec spec, DeliverySink sink) {
    assert loop().inThread();
    if (closed) {
      // Nobody would end the consumer.
      return Future.failedFuture(
          new BrokerException(ErrorKind.WRONG_STATE, "the session is closed"));
    }
    Queue queue;
    try {
      queue = readable(spec.queue());
      checkArguments(spec, queue);
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
    number = listener.details().number();
    Consumer consumer = new Consumer(queue, spec, this, sink, services.mailboxes());
    consumers.add(consumer);
    return queue
        .addConsumer(consumer, loop())
        .onSuccess(added -> onConsumerAdded(consumer))
        .<ConsumerHandle>map(done -> consumer)
        .onFailure(refused -> consumers.remove(consumer));
  }

  /** Who asks for an offset takes the queue for a stream. */
  private static void checkArguments(ConsumerSpec spec, Queue queue) {
    if (spec.arguments().has(STREAM_OFFSET)) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          "invalid arg '"
              + STREAM_OFFSET
              + "' for "
              + queue.describe()
              + " of queue type "
              + queue.options().type().rabbitName());
    }
  }

  private void onConsumerAdded(Consumer consumer) {
    metrics.addConsumers(1);
    tellOf("consumer.created", consumer);
  }

  @Override
  public void onConsumerEnded(Consumer consumer) {
    if (consumers.remove(consumer)) {
      metrics.addConsumers(-1);
      tellOf("consumer.deleted", consumer);
    }
  }

  private void tellOf(String event, Consumer consumer) {
    ConsumerSpec spec = consumer.spec();
    services
        .events()
        .emit(
            event,
            () ->
                Map.of(
                    "consumer_tag",
                    spec.tag(),
                    "queue",
                    spec.queue(),
                    "vhost",
                    vhost.name(),
                    "connection_name",
                    connection.name(),
                    "user",
                    connection.principal().name(),
                    EventDispatcher.ACTOR,
                    connection.principal().name(),
                    "exclusive",
                    spec.exclusive(),
                    "ack_required",
                    !spec.autoSettle(),
                    "prefetch_count",
                    spec.prefetch(),
                    "arguments",
                    spec.arguments().asMap()));
  }

  @Override
  public Future<@Nullable GetResult> get(String queueName, boolean autoSettle) {
    assert loop().inThread();
    Queue queue;
    try {
      queue = readable(queueName);
    } catch (BrokerException e) {
      return Future.failedFuture(e);
    }
    return queue
        .get(loop(), autoSettle)
        .onSuccess(
            result -> {
              countGot(queue, result, autoSettle);
              if (closed && result != null && !autoSettle) {
                settle(result.delivery(), SettleOutcome.REQUEUE); // Nobody is there to take it.
              }
            })
        .map(result -> result == null || closed ? result : shown(result, autoSettle));
  }

  private GetResult shown(GetResult result, boolean settled) {
    Delivery shown = shown(result.delivery(), settled);
    return shown == result.delivery() ? result : new GetResult(shown, result.readyCount());
  }

  private void countGot(Queue queue, @Nullable GetResult result, boolean autoSettle) {
    int type = queue.options().type().ordinal();
    if (result == null) {
      metrics.gotNothing(type);
    } else {
      metrics.got(type, autoSettle, result.delivery().isRedelivered());
    }
  }

  private Queue readable(String name) {
    services
        .access()
        .check(connection.principal(), vhost.name(), ResourceKind.QUEUE, name, Permission.READ);
    Queue queue = vhost.queue(name);
    if (queue == null && replyStatus(name) != null) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          "only the requester may consume from queue '"
              + name
              + "' in vhost '"
              + vhost.name()
              + "'");
    } else if (queue == null) {
      throw new BrokerException(
          ErrorKind.NOT_FOUND, "no queue '" + name + "' in vhost '" + vhost.name() + "'");
    }
    AccessCheck.checkExclusive(queue, connection);
    return queue;
  }

  @Override
  public Delivery shown(Delivery delivery, boolean settled) {
    Interception interception = vhost.interception();
    return interception == null ? delivery : interception.delivered(this, delivery, settled);
  }

  /** What was shown as that; who has shown it otherwise is told how it is settled. */
  private static Delivery original(Delivery shown, SettleOutcome outcome) {
    Delivery original = shown;
    while (original instanceof ForwardingDelivery forwarding) {
      Interception.settled(forwarding, outcome);
      original = forwarding.original();
    }
    return original;
  }

  @Override
  public void settle(Delivery delivery, SettleOutcome outcome) {
    if (original(delivery, outcome) instanceof Entry entry) { // Else it is a browser's copy.
      settle(entry, outcome, entry);
    }
  }

  @Override
  public void settle(Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {
    if (!(original(delivery, outcome) instanceof Entry entry)) {
      return;
    }
    int weight = Annotations.weight(added);
    if (weight == 0 || outcome == SettleOutcome.COMPLETE) {
      settle(entry, outcome, entry);
    } else if (weight <= Annotations.WEIGHT_MAX) {
      settle(entry, outcome, new Modification(entry, added, weight));
    } else {
      Consumer consumer = entry.consumer();
      settle(entry, outcome, entry);
      if (consumer != null) {
        consumer.refuseAnnotations();
      }
    }
  }

  private void settle(Entry entry, SettleOutcome outcome, Mail settlement) {
    assert loop().inThread();
    boolean counted = entry.consumer() != null; // A get does not take from the session's credit.
    metrics.settled(
        entry.queue().options().type().ordinal(), outcome == SettleOutcome.COMPLETE, !counted);
    entry.settleAs(outcome);
    services.mailboxes().post(loop(), entry.queue().home(), settlement);
    if (counted) {
      credit.giveBack();
      if (credit.takeStarved()) {
        resumeConsumers();
      }
    }
  }

  @Override
  public void setSessionPrefetch(int count) {
    credit.limit(count);
    resumeConsumers();
  }

  /** Has the queues look again at consumers they could not serve. */
  void resumeConsumers() {
    for (int i = 0; i < consumers.size(); i++) {
      consumers.get(i).resumeIfWaiting();
    }
  }

  // ---- reply address ----

  @Override
  public String openReplyAddress(DeliverySink sink) {
    assert loop().inThread();
    if (closed) { // Nobody would close it.
      throw new BrokerException(ErrorKind.WRONG_STATE, "the session is closed");
    }
    ReplyAddress address = ReplyAddress.open(connection, services, vhost, this, sink);
    if (replyAddresses.isEmpty()) {
      replyAddresses = new HashMap<>(2);
    }
    replyAddresses.put(address.name(), address);
    return address.name();
  }

  @Override
  public void closeReplyAddress(String name) {
    ReplyAddress address = replyAddresses.isEmpty() ? null : replyAddresses.remove(name);
    if (address != null) {
      address.close();
    }
  }

  private @Nullable QueueStatus replyStatus(String name) {
    Queue replies = name.startsWith(ReplyAddress.PREFIX) ? vhost.replyQueue(name) : null;
    return replies == null ? null : new QueueStatus(replies.declaration(), 0, 1, false);
  }

  // ---- control plane ----

  @Override
  public Future<Void> declareExchange(ExchangeDeclaration declaration) {
    return commands.declareExchange(vhost, connection.requester(), declaration);
  }

  @Override
  public Future<Void> checkExchange(String name) {
    return commands.checkExchange(vhost, name);
  }

  @Override
  public Future<Void> deleteExchange(String name, boolean ifUnused) {
    return commands.deleteExchange(vhost, connection.requester(), name, ifUnused);
  }

  @Override
  public Future<Void> bind(BindingDeclaration binding) {
    return commands.bind(vhost, connection.requester(), binding);
  }

  @Override
  public Future<Void> unbind(BindingDeclaration binding) {
    return commands.unbind(vhost, connection.requester(), binding);
  }

  @Override
  public Future<List<BindingDeclaration>> bindings(
      String source, String destination, boolean toExchange, String routingKey) {
    return commands.bindings(
        vhost, connection.requester(), source, destination, toExchange, routingKey);
  }

  @Override
  public Future<List<BindingDeclaration>> bindingsTo(String queue) {
    return commands.bindingsTo(connection.requester().loop(), vhost, queue, false);
  }

  @Override
  public Future<QueueStatus> declareQueue(QueueDeclaration declaration) {
    return commands.declareQueue(vhost, connection.requester(), declaration);
  }

  @Override
  public Future<QueueStatus> checkQueue(String name) {
    QueueStatus replies = replyStatus(name);
    return replies == null
        ? commands.checkQueue(vhost, connection.requester(), name)
        : Future.succeededFuture(replies);
  }

  @Override
  public Future<QueueStatus> inspectQueue(String name) {
    QueueStatus replies = replyStatus(name);
    return replies == null
        ? commands.inspectQueue(vhost, connection.requester(), name)
        : Future.succeededFuture(replies);
  }

  @Override
  public Future<Long> purgeQueue(String name) {
    return commands.purgeQueue(vhost, connection.requester(), name);
  }

  @Override
  public Future<Long> deleteQueue(String name, boolean ifUnused, boolean ifEmpty) {
    return commands.deleteQueue(vhost, connection.requester(), name, ifUnused, ifEmpty);
  }

  @Override
  public Future<Void> close() {
    assert loop().inThread();
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    metrics.closed();
    vhost.closedSessions().add(metrics.counts());
    replyAddresses.values().forEach(ReplyAddress::close);
    replyAddresses = Map.of();
    List<Future<Void>> leaving = new ArrayList<>(consumers.size());
    for (Consumer consumer : List.copyOf(consumers)) {
      leaving.add(consumer.close());
      onConsumerEnded(consumer);
    }
    connection.onSessionClosed(this);
    return Future.all(leaving).mapEmpty();
  }
}

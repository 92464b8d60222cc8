package io.warrenmq.amqp091.fake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session that notes what is asked of it. Queues are lists; the default exchange is the only one;
 * futures wait if told so.
 */
public final class FakeSession implements VhostAccess {
  /** What {@link #settle} was called with. */
  public record Settled(Delivery delivery, SettleOutcome outcome) {}

  public record FakeDelivery(
      Message message, String queueName, boolean isRedelivered, int deliveryCount, long deliveredMs)
      implements Delivery {
    @Override
    public long settleTimeoutMs() {
      return -1;
    }
  }

  public final Map<String, Deque<Message>> queues = new HashMap<>();
  public final List<Object> asked = new ArrayList<>();
  public final List<Message> published = new ArrayList<>();
  public final List<Settled> settled = new ArrayList<>();
  public final Map<String, DeliverySink> sinks = new HashMap<>();
  public final List<Promise<?>> waiting = new ArrayList<>();
  public final List<Long> unconfirmed = new ArrayList<>();
  public boolean holdFutures;
  public boolean holdConfirms;
  public int refusedPublishes; // the next so many
  public boolean closed;
  public int settledBeforeClose;
  public Future<Void> ended = Future.succeededFuture();
  public DeliverySink replySink;
  public int sessionPrefetch = -1;
  private final SessionListener listener;
  private final Map<String, String> tags = new HashMap<>(); // of consumers, by queue
  private final List<Runnable> completions = new ArrayList<>();

  FakeSession(SessionListener listener) {
    this.listener = listener;
  }

  /** Completes what waits. */
  public void release() {
    List<Runnable> due = List.copyOf(completions);
    completions.clear();
    due.forEach(Runnable::run);
  }

  public void confirm(long publishId, boolean accepted) {
    unconfirmed.remove(publishId);
    listener.onConfirm(publishId, accepted);
  }

  private <T> Future<T> answer(T value) {
    if (!holdFutures) {
      return Future.succeededFuture(value);
    }
    Promise<T> promise = Promise.promise();
    completions.add(() -> promise.complete(value));
    return promise.future();
  }

  private static <T> Future<T> refuse(ErrorKind kind, String text) {
    return Future.failedFuture(new BrokerException(kind, text));
  }

  private static String noQueue(String name) {
    return "no queue '" + name + "' in vhost '/'";
  }

  @Override
  public Future<Void> declareExchange(ExchangeDeclaration declaration) {
    asked.add(declaration);
    return answer(null);
  }

  @Override
  public Future<Void> checkExchange(String name) {
    return refuse(ErrorKind.NOT_FOUND, "no exchange '" + name + "' in vhost '/'");
  }

  @Override
  public Future<Void> deleteExchange(String name, boolean ifUnused) {
    asked.add("delete exchange " + name + " " + ifUnused);
    return answer(null);
  }

  @Override
  public Future<Void> bind(BindingDeclaration binding) {
    asked.add(binding);
    return answer(null);
  }

  @Override
  public Future<Void> unbind(BindingDeclaration binding) {
    asked.add(binding);
    return answer(null);
  }

  @Override
  public Future<QueueStatus> declareQueue(QueueDeclaration declaration) {
    asked.add(declaration);
    String name = declaration.name().isEmpty() ? "amq.gen-1" : declaration.name();
    queues.computeIfAbsent(name, each -> new ArrayDeque<>());
    return answer(status(name));
  }

  @Override
  public Future<QueueStatus> checkQueue(String name) {
    return queues.containsKey(name)
        ? answer(status(name))
        : refuse(ErrorKind.NOT_FOUND, noQueue(name));
  }

  private QueueStatus status(String name) {
    return new QueueStatus(
        new QueueDeclaration(name, true, false, false, Arguments.NONE),
        queues.get(name).size(),
        0,
        false);
  }

  @Override
  public Future<QueueStatus> inspectQueue(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<BindingDeclaration>> bindings(
      String source, String destination, boolean toExchange, String routingKey) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<BindingDeclaration>> bindingsTo(String queue) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Long> purgeQueue(String name) {
    long count = queues.get(name).size();
    queues.get(name).clear();
    return answer(count);
  }

  @Override
  public Future<Long> deleteQueue(String name, boolean ifUnused, boolean ifEmpty) {
    asked.add("delete queue " + name + " " + ifUnused + " " + ifEmpty);
    Deque<Message> removed = queues.remove(name);
    return answer(removed == null ? 0L : removed.size());
  }

  @Override
  public int publish(Message message, long publishId) {
    if (!message.exchange().isEmpty()) {
      throw new BrokerException(
          ErrorKind.NOT_FOUND, "no exchange '" + message.exchange() + "' in vhost '/'");
    }
    if (refusedPublishes > 0) {
      refusedPublishes--;
      throw new BrokerException(ErrorKind.NOT_FOUND, "no exchange 'gone' in vhost '/'");
    }
    published.add(message);
    Deque<Message> queue = queues.get(message.routingKey());
    if (queue == null) {
      return UNROUTABLE;
    }
    DeliverySink sink = sinks.get(message.routingKey());
    if (sink != null) {
      sink.onDelivery(new FakeDelivery(message, message.routingKey(), false, -1, 0));
    } else {
      queue.add(message);
    }
    if (publishId != NO_CONFIRM && holdConfirms) {
      unconfirmed.add(publishId);
    } else if (publishId != NO_CONFIRM) {
      listener.onConfirm(publishId, true);
    }
    return ROUTED;
  }

  @Override
  public void checkPublish(Message message) {
    if (!message.exchange().isEmpty()) {
      throw new BrokerException(
          ErrorKind.NOT_FOUND, "no exchange '" + message.exchange() + "' in vhost '/'");
    }
  }

  @Override
  public Future<ConsumerHandle> consume(ConsumerSpec spec, DeliverySink sink) {
    asked.add(spec);
    if (!queues.containsKey(spec.queue())) {
      return refuse(ErrorKind.NOT_FOUND, noQueue(spec.queue()));
    }
    sinks.put(spec.queue(), sink);
    tags.put(spec.queue(), spec.tag());
    return answer(
        new ConsumerHandle() {
          @Override
          public Future<Void> cancel() {
            cancelConsumer(spec.queue());
            return answer(null);
          }

          @Override
          public void grant(long totalDeliveries, boolean drain) {
            throw new AssertionError("AMQP 0-9-1 has no credit");
          }
        });
  }

  @Override
  public Future<GetResult> get(String queue, boolean autoSettle) {
    if (!queues.containsKey(queue)) {
      return refuse(ErrorKind.NOT_FOUND, noQueue(queue));
    }
    Message message = queues.get(queue).poll();
    return answer(
        message == null
            ? null
            : new GetResult(
                new FakeDelivery(message, queue, true, 2, 0), queues.get(queue).size()));
  }

  @Override
  public void settle(Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {
    if (!added.isEmpty()) {
      throw new AssertionError("AMQP 0-9-1 adds no annotations");
    }
    settle(delivery, outcome);
  }

  @Override
  public void settle(Delivery delivery, SettleOutcome outcome) {
    settled.add(new Settled(delivery, outcome));
  }

  @Override
  public void setSessionPrefetch(int count) {
    sessionPrefetch = count;
  }

  @Override
  public String openReplyAddress(DeliverySink sink) {
    replySink = sink;
    return "amq.rabbitmq.reply-to.secret";
  }

  @Override
  public void closeReplyAddress(String address) {
    replySink = null;
  }

  @Override
  public Future<Void> close() {
    closed = true;
    settledBeforeClose = settled.size();
    List.copyOf(tags.keySet()).forEach(this::cancelConsumer);
    replySink = null;
    return ended.isComplete() ? answer(null) : ended;
  }

  private void cancelConsumer(String queue) {
    sinks.remove(queue);
    asked.add("cancel " + tags.remove(queue));
  }
}

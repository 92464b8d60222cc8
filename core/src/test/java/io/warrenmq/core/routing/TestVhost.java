package io.warrenmq.core.routing;

import io.vertx.core.Future;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.DefaultExchange;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.flow.LoopMemory;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.loop.TestLoops;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.queue.ConfirmOutbox;
import io.warrenmq.core.queue.Entry;
import io.warrenmq.core.queue.NoLog;
import io.warrenmq.core.queue.Overflow;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueLifecycle;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.queue.QueueServices;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.queue.SegmentStore;
import io.warrenmq.core.vhost.Vhost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A vhost on one loop, changed without the metadata's ceremony, and the loop's router. */
final class TestVhost {
  final TestLoops loops = new TestLoops(1, 1);
  final Loop loop = loops.loop(0);
  final Vhost vhost = new Vhost("/");
  final Router router = new Router();

  private final Mailboxes mailboxes = new Mailboxes(loops.group());
  private final QueueServices services =
      new QueueServices(
          loop,
          mailboxes,
          new NoLog(),
          new ConfirmOutbox(loop, mailboxes),
          new LoopMemory(),
          SegmentStore.NONE,
          PagingOptions.NEVER,
          new DeadLetters(loop, mailboxes, router, name -> name.equals("/") ? vhost : null),
          new QueueLifecycle() {
            @Override
            public Future<Void> onUnused(Queue queue) {
              return Future.succeededFuture();
            }

            @Override
            public void onExpired(Queue queue) {}
          },
          new LoopMetrics(QueueType.values().length));

  TestVhost() {
    vhost
        .exchanges()
        .put(
            "",
            DefaultExchange.of(
                name -> {
                  Queue queue = vhost.queue(name);
                  return queue != null ? queue : vhost.replyQueue(name);
                }));
  }

  Exchange defaultExchange() {
    Exchange exchange = vhost.exchange("");
    if (exchange == null) {
      throw new AssertionError();
    }
    return exchange;
  }

  Exchange exchange(String name, ExchangeType type, @Nullable String alternate) {
    Exchange exchange =
        new Exchange(
            new ExchangeDeclaration(name, type.name(), false, false, false, Arguments.NONE),
            type,
            alternate);
    vhost.exchanges().put(name, exchange);
    vhost.routingChanged();
    return exchange;
  }

  Queue queue(String name) {
    return queue(name, -1, null, null);
  }

  /** A queue of at most so many messages, which sends dead letters to an exchange. */
  Queue queue(
      String name, long maxLength, @Nullable String deadLetterExchange, @Nullable String key) {
    Queue queue =
        new Queue(
            "/",
            new QueueDeclaration(name, false, false, false, Arguments.NONE),
            new QueueOptions(
                QueueType.CLASSIC,
                -1,
                -1,
                maxLength,
                -1,
                Overflow.DROP_HEAD,
                deadLetterExchange,
                key,
                0,
                0,
                false,
                -1,
                -1,
                null),
            null,
            0,
            services);
    vhost.queues().put(name, queue);
    vhost.routingChanged();
    return queue;
  }

  /** A queue that the metadata does not know, as those of waiting requesters are. */
  Queue replyQueue(String name) {
    Queue queue =
        new Queue(
            "/",
            new QueueDeclaration(name, false, true, true, Arguments.NONE),
            QueueOptions.CLASSIC,
            null,
            0,
            services);
    vhost.replyQueues().put(name, queue);
    return queue;
  }

  void remove(Queue queue) {
    vhost.queues().remove(queue.name());
    vhost.routingChanged();
  }

  void bind(Exchange source, Destination destination, String key) {
    source.router().bind(new Binding(destination, key, Arguments.NONE));
    vhost.routingChanged();
  }

  void unbind(Exchange source, Destination destination, String key) {
    source.router().unbind(new Binding(destination, key, Arguments.NONE));
    vhost.routingChanged();
  }

  List<Queue> route(Exchange exchange, Message message) {
    return List.of(router.route(vhost, exchange, message));
  }

  List<Queue> route(Exchange exchange, String key) {
    return route(exchange, TestMessages.keyed(exchange.name(), key));
  }

  void publish(Queue queue, Message message) {
    loops.run(loop, () -> new Entry(queue, message, null, 0).arrive());
  }

  /** Takes all messages out of a queue. */
  List<Message> take(Queue queue) {
    List<Message> taken = new ArrayList<>();
    while (true) {
      int before = taken.size();
      loops.run(
          loop,
          () ->
              queue
                  .get(loop, true)
                  .onSuccess(
                      result -> {
                        if (result != null) {
                          taken.add(result.delivery().message());
                        }
                      }));
      if (taken.size() == before) {
        return taken;
      }
    }
  }
}

package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.flow.LoopMemory;
import io.warrenmq.core.log.LocalLog;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.queue.CommandLog;
import io.warrenmq.core.queue.ConfirmOutbox;
import io.warrenmq.core.queue.Entry;
import io.warrenmq.core.queue.NoLog;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueLifecycle;
import io.warrenmq.core.queue.QueueServices;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.queue.SegmentStore;
import io.warrenmq.core.routing.DeadLetters;
import io.warrenmq.core.routing.InternalPublisher;
import io.warrenmq.core.routing.Router;
import io.warrenmq.core.session.LoopServices;
import io.warrenmq.core.vhost.AccessCheck;
import io.warrenmq.core.vhost.Vhost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What there is once for each event loop: router, confirms, memory account, what queues and
 * sessions share. Immutable.
 */
final class LoopAssembly {
  private final LoopGroup loops;
  private final Mailboxes mailboxes;
  private final List<LoopServices> services = new ArrayList<>();
  private final List<LoopMemory> memories = new ArrayList<>();
  private final List<LoopMetrics> metrics = new ArrayList<>();

  LoopAssembly(
      LoopGroup loops,
      @Nullable LocalLog messageLog,
      PagingOptions paging,
      Authorizer authorizer,
      AccessCheck access,
      QueueLifecycle lifecycle,
      EventDispatcher events,
      Function<String, @Nullable Vhost> vhosts) {
    this.loops = loops;
    this.mailboxes = new Mailboxes(loops);
    for (Loop loop : loops.eventLoops()) {
      Router router = new Router();
      LoopMemory memory = new LoopMemory();
      LoopMetrics counted = new LoopMetrics(QueueType.values().length);
      metrics.add(counted);
      memories.add(memory);
      ConfirmOutbox confirms = new ConfirmOutbox(loop, mailboxes);
      CommandLog log = messageLog == null ? new NoLog() : messageLog.on(loop, confirms);
      QueueServices queues =
          new QueueServices(
              loop,
              mailboxes,
              log,
              confirms,
              memory,
              messageLog == null ? SegmentStore.NONE : messageLog.segments(),
              paging,
              new DeadLetters(loop, mailboxes, router, vhosts),
              lifecycle,
              counted);
      services.add(
          new LoopServices(
              loop,
              mailboxes,
              router,
              queues,
              authorizer,
              access,
              events,
              counted,
              new InternalPublisher(loop, mailboxes, router)));
    }
  }

  LoopServices on(Loop loop) {
    return services.get(loop.index());
  }

  List<LoopMetrics> metrics() {
    return Collections.unmodifiableList(metrics);
  }

  List<LoopMemory> memories() {
    return memories;
  }

  /** Completes once all queues that were restored have opened. Metadata loop. */
  Future<Void> whenQueuesAreOpen() {
    List<Future<Boolean>> passed = new ArrayList<>();
    for (Loop loop : loops.eventLoops()) {
      passed.add(mailboxes.ask(loops.metadata(), loop, () -> true));
    }
    return Future.all(passed).mapEmpty();
  }

  /** Sends a message that an exchange has kept to one destination. Metadata loop. */
  void replay(Vhost vhost, io.warrenmq.api.exchange.Destination destination, Message message) {
    if (destination instanceof Queue queue) {
      mailboxes.run(loops.metadata(), queue.home(), new Entry(queue, message, null, 0)::arrive);
    } else {
      publish(vhost, (Exchange) destination, message);
    }
  }

  /** Publishes what the broker has to say, in the order of the calls. Metadata loop. */
  void publish(Vhost vhost, Exchange exchange, Message message) {
    Loop first = loops.eventLoops().get(0);
    mailboxes.run(
        loops.metadata(), first, () -> on(first).publisher().publish(vhost, exchange, message));
  }
}

package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.loop.Mail;
import io.warrenmq.core.metrics.SessionMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session reduced to what its queues know of it: it publishes, consumes, settles and closes. */
final class TestSession implements ConsumerSession, ConfirmTarget {
  private final QueueWorld world;
  private final Loop loop;
  private final SessionCredit credit = new SessionCredit();
  private final SessionMetrics metrics;
  private boolean writable = true;
  private long lastPublishId;

  final List<TestConsumer> consumers = new ArrayList<>(); // those that have not ended
  final List<TestConsumer> sinks = new ArrayList<>(); // all there ever were
  final Map<Long, Boolean> confirms = new LinkedHashMap<>();

  TestSession(QueueWorld world, Loop loop) {
    this.world = world;
    this.loop = loop;
    this.metrics = new SessionMetrics(world.services.get(loop.index()).metrics().protocol("test"));
  }

  /** One consumer and what it was given. */
  static class TestConsumer implements DeliverySink {
    final List<Delivery> deliveries = new ArrayList<>();
    final List<Delivery> unsettled = new ArrayList<>();
    final List<Boolean> active = new ArrayList<>();
    final List<Long> drained = new ArrayList<>();
    final List<Integer> dropped = new ArrayList<>();
    int refused;
    boolean cancelled;
    @Nullable Consumer consumer;
    Runnable onDrained = () -> {};

    @Override
    public void onDelivery(Delivery delivery) {
      deliveries.add(delivery);
      if (!handle().spec().autoSettle()) {
        unsettled.add(delivery);
      }
    }

    @Override
    public void onCancelled() {
      cancelled = true;
    }

    @Override
    public void onActive(boolean isActive) {
      active.add(isActive);
    }

    @Override
    public void onDrained(long totalDeliveries) {
      drained.add(totalDeliveries);
      onDrained.run();
    }

    @Override
    public void onDropped(int count) {
      dropped.add(count);
    }

    @Override
    public void onAnnotationsRefused() {
      refused++;
    }

    Consumer handle() {
      if (consumer == null) {
        throw new AssertionError("a delivery before there is a consumer");
      }
      return consumer;
    }

    List<Message> messages() {
      return deliveries.stream().map(Delivery::message).toList();
    }
  }

  /** What a consumer asks for when the test does not care. */
  static final ConsumerSpec MANUAL = spec(false, 0);

  static final ConsumerSpec AUTO = spec(true, 0);

  static ConsumerSpec spec(boolean autoSettle, int prefetch) {
    return new ConsumerSpec(
        "q", "tag", autoSettle, false, 0, ConsumerSpec.Flow.PREFETCH, prefetch, Arguments.NONE);
  }

  static ConsumerSpec prioritised(int priority, int prefetch) {
    return new ConsumerSpec(
        "q", "tag", false, false, priority, ConsumerSpec.Flow.PREFETCH, prefetch, Arguments.NONE);
  }

  static ConsumerSpec exclusive() {
    return new ConsumerSpec(
        "q", "tag", false, true, 0, ConsumerSpec.Flow.PREFETCH, 0, Arguments.NONE);
  }

  static ConsumerSpec credited(boolean autoSettle) {
    return new ConsumerSpec(
        "q", "tag", autoSettle, false, 0, ConsumerSpec.Flow.CREDIT, 0, Arguments.NONE);
  }

  // ---- what a queue sees ----

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public SessionMetrics metrics() {
    return metrics;
  }

  @Override
  public SessionCredit credit() {
    return credit;
  }

  @Override
  public void onConsumerEnded(Consumer consumer) {
    consumers.removeIf(mine -> mine.consumer == consumer);
  }

  @Override
  public void onQueueConfirm(long publishId, boolean accepted) {
    if (!loop.inThread()) {
      throw new AssertionError("a confirm on the wrong loop");
    }
    if (confirms.put(publishId, accepted) != null) {
      throw new AssertionError("confirmed twice: " + publishId);
    }
  }

  // ---- on the session's loop ----

  long publishNow(Queue queue, Message message) {
    long id = ++lastPublishId;
    world.mailboxes.post(loop, queue.home(), new Entry(queue, message, this, id));
    return id;
  }

  void settleNow(Delivery delivery, SettleOutcome outcome) {
    settleNow((Entry) delivery, outcome, (Entry) delivery);
  }

  void modifyNow(Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {
    Entry entry = (Entry) delivery;
    settleNow(entry, outcome, new Modification(entry, added, Annotations.weight(added)));
  }

  private void settleNow(Entry entry, SettleOutcome outcome, Mail settlement) {
    Consumer consumer = entry.consumer();
    sinks.forEach(mine -> mine.unsettled.remove(entry));
    entry.settleAs(outcome);
    world.mailboxes.post(loop, entry.queue().home(), settlement);
    if (consumer != null) {
      credit.giveBack();
      if (credit.takeStarved()) {
        resume();
      }
    }
  }

  void resume() {
    for (TestConsumer consumer : List.copyOf(consumers)) {
      consumer.handle().resumeIfWaiting();
    }
  }

  /** As a protocol closes a session: what is unsettled goes back. */
  void closeNow() {
    List<TestConsumer> mine = List.copyOf(consumers);
    for (TestConsumer consumer : mine) {
      consumer.handle().close();
    }
    for (TestConsumer consumer : sinks) {
      for (Delivery delivery : List.copyOf(consumer.unsettled)) {
        settleNow(delivery, SettleOutcome.REQUEUE);
      }
    }
    consumers.clear();
  }

  // ---- from the test, with all that follows ----

  void publish(Queue queue, Message... messages) {
    world.loops.run(
        loop,
        () -> {
          for (Message message : messages) {
            publishNow(queue, message);
          }
        });
  }

  TestConsumer consume(Queue queue, ConsumerSpec spec) {
    return consumeWith(queue, spec, () -> {});
  }

  TestConsumer consumeWith(Queue queue, ConsumerSpec spec, Runnable onDrained) {
    TestConsumer sink = new TestConsumer();
    sink.onDrained = onDrained;
    return consumeAs(queue, spec, sink);
  }

  <T extends TestConsumer> T consumeAs(Queue queue, ConsumerSpec spec, T sink) {
    world.ask(loop, () -> consumeNow(queue, spec, sink));
    return sink;
  }

  Future<Void> consumeNow(Queue queue, ConsumerSpec spec, TestConsumer sink) {
    Consumer consumer = new Consumer(queue, spec, this, sink, world.mailboxes);
    sink.consumer = consumer;
    consumers.add(sink);
    sinks.add(sink);
    return queue
        .addConsumer(consumer, loop)
        .onFailure(
            refused -> {
              consumers.remove(sink);
              sinks.remove(sink);
            });
  }

  void settle(Delivery delivery, SettleOutcome outcome) {
    world.loops.run(loop, () -> settleNow(delivery, outcome));
  }

  void modify(Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {
    world.loops.run(loop, () -> modifyNow(delivery, outcome, added));
  }

  void settleAll(TestConsumer consumer, SettleOutcome outcome) {
    world.loops.run(
        loop,
        () -> List.copyOf(consumer.unsettled).forEach(delivery -> settleNow(delivery, outcome)));
  }

  @Nullable GetResult get(Queue queue, boolean autoSettle) {
    return world.<@Nullable GetResult>ask(loop, () -> queue.get(loop, autoSettle));
  }

  void cancelNow(TestConsumer consumer) {
    consumer.handle().cancel();
  }

  void cancel(TestConsumer consumer) {
    world.ask(loop, () -> consumer.handle().cancel());
  }

  void close() {
    world.loops.run(loop, this::closeNow);
  }

  void limit(int most) {
    world.loops.run(
        loop,
        () -> {
          credit.limit(most);
          resume();
        });
  }

  void setWritable(boolean takesMore) {
    world.loops.run(
        loop,
        () -> {
          writable = takesMore;
          if (takesMore) {
            resume();
          }
        });
  }

  void setWritableNow(boolean takesMore) {
    writable = takesMore;
    if (takesMore) {
      resume();
    }
  }
}

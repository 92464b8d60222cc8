package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.message.FieldValues;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancel;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancelOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsumeOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.BasicMethod.BasicGetEmpty;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.resource.Arguments;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The consuming half of class basic: consume, cancel, get and qos. Confined to the connection's
 * loop.
 */
final class Consumers {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PRIORITY = "x-priority";

  private final ChannelScope scope;
  private final Settlements settlements;
  private final QueueMethods queues;
  private final Prefetch prefetch;
  private Map<String, QueueConsumer> byTag = Map.of(); // most channels of publishers have none
  private @Nullable ReplyConsumer replyConsumer;

  Consumers(ChannelScope scope, Settlements settlements, QueueMethods queues) {
    this.scope = scope;
    this.settlements = settlements;
    this.queues = queues;
    this.prefetch = new Prefetch(scope.session(), scope.connection().limits().defaultPrefetch());
  }

  /** The consumer of direct replies; {@code null} when the client has none. */
  @Nullable ReplyConsumer replyConsumer() {
    return replyConsumer;
  }

  /** The prefetch of the next consumer; 0 for no limit. */
  int prefetch() {
    return prefetch.perConsumer();
  }

  void onQos(BasicQos method) {
    prefetch.onQos(method);
    scope.send(new BasicQosOk());
  }

  void onConsume(BasicConsume method) {
    String queue = queues.resolve(method.queue());
    checkNewTag(method.consumerTag());
    String tag = method.consumerTag().isEmpty() ? generateTag() : method.consumerTag();
    if (queue.equals(ReplyConsumer.ADDRESS)) {
      consumeReplies(method, tag);
      return;
    }
    QueueConsumer consumer = new QueueConsumer(scope, settlements, this, tag, method.noAck());
    Arguments arguments = FieldValues.arguments(method.arguments());
    ConsumerSpec spec =
        new ConsumerSpec(
            queue,
            tag,
            method.noAck(),
            method.exclusive(),
            priority(queue, arguments),
            ConsumerSpec.Flow.PREFETCH,
            prefetch.perConsumer(),
            arguments);
    scope.await(
        scope.session().consume(spec, consumer),
        handle -> {
          consumer.opened(handle);
          put(tag, consumer);
          scope.reply(method.noWait(), new BasicConsumeOk(tag));
        });
  }

  private void checkNewTag(String tag) {
    if (byTag.containsKey(tag)) {
      throw new AmqpFault(ReplyCode.NOT_ALLOWED, "attempt to reuse consumer tag '" + tag + "'");
    }
    int most = scope.connection().limits().consumersPerChannelMax();
    if (most > 0 && byTag.size() >= most) {
      throw new AmqpFault(
          ReplyCode.NOT_ALLOWED, "reached maximum (" + most + ") of consumers per channel");
    }
  }

  private void consumeReplies(BasicConsume method, String tag) {
    if (!method.noAck()) {
      throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "reply consumer cannot acknowledge");
    }
    if (replyConsumer != null) {
      throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "reply consumer already set");
    }
    ReplyConsumer consumer = new ReplyConsumer(scope, settlements, tag);
    consumer.open();
    replyConsumer = consumer;
    scope.reply(method.noWait(), new BasicConsumeOk(tag));
  }

  private int priority(String queue, Arguments arguments) {
    Object value = arguments.get(PRIORITY);
    if (value == null) {
      return 0;
    }
    long priority;
    if (value instanceof Unsigned number) {
      priority = number.bits();
    } else if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      priority = ((Number) value).longValue();
    } else {
      throw new AmqpFault(
          ReplyCode.PRECONDITION_FAILED,
          "invalid arg '"
              + PRIORITY
              + "' for queue '"
              + queue
              + "' in vhost '"
              + scope.connection().broker().vhost()
              + "': \"expected integer, got "
              + Arguments.typeName(value)
              + "\"");
    }
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, priority));
  }

  void onCancel(BasicCancel method) {
    String tag = method.consumerTag();
    ReplyConsumer reply = replyConsumer;
    if (reply != null && reply.tag().equals(tag)) {
      replyConsumer = null;
      reply.close();
      scope.reply(method.noWait(), new BasicCancelOk(tag));
      return;
    }
    QueueConsumer consumer = byTag.get(tag);
    ConsumerHandle handle = consumer == null ? null : consumer.handle();
    if (handle == null) {
      scope.reply(
          method.noWait(), new BasicCancelOk(tag)); // AMQP 0-9-1: an unknown tag is no error
      return;
    }
    scope.await(
        handle.cancel(),
        done -> {
          remove(tag, consumer);
          scope.reply(method.noWait(), new BasicCancelOk(tag));
        });
  }

  void onGet(BasicGet method) {
    scope.await(
        scope.session().get(queues.resolve(method.queue()), method.noAck()),
        result -> onGot(method.noAck(), result));
  }

  private void onGot(boolean noAck, @Nullable GetResult result) {
    if (result == null) {
      scope.send(new BasicGetEmpty());
      return;
    }
    Delivery delivery = result.delivery();
    long tag = noAck ? settlements.tagSettled() : settlements.tag(delivery);
    scope
        .writer()
        .getOk(
            scope.number(),
            tag,
            delivery.isRedelivered(),
            result.readyCount(),
            delivery.message(),
            delivery.deliveryCount());
  }

  private void put(String tag, QueueConsumer consumer) {
    if (byTag.isEmpty()) {
      byTag = new HashMap<>(4);
    }
    byTag.put(tag, consumer);
  }

  /** Forgets a consumer; false when the tag is not, or no longer, this consumer's. */
  boolean remove(String tag, @Nullable QueueConsumer consumer) {
    return !byTag.isEmpty() && consumer != null && byTag.remove(tag, consumer);
  }

  private static String generateTag() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return "amq.ctag-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}

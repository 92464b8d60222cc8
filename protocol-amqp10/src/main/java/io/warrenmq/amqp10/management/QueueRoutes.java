package io.warrenmq.amqp10.management;

import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.ValueArray;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /queues/:queue} and {@code /queues/:queue/messages}. */
final class QueueRoutes {
  private static final String DURABLE = "durable";
  private static final String EXCLUSIVE = "exclusive";
  private static final String AUTO_DELETE = "auto_delete";
  private static final String MESSAGE_COUNT = "message_count";
  private static final Map<String, Class<?>> PROPERTIES =
      Map.of(DURABLE, Boolean.class, EXCLUSIVE, Boolean.class, AUTO_DELETE, Boolean.class);

  private final VhostAccess access;
  private final Names names;
  private final String node;

  QueueRoutes(VhostAccess access, Names names, String node) {
    this.access = access;
    this.names = names;
    this.node = node;
  }

  Future<Answer> get(String queue) {
    return access
        .inspectQueue(queue)
        .map(status -> new Answer(Answer.OK, describe(status)))
        .recover(
            failure ->
                refusedAs(
                    failure,
                    ErrorKind.NOT_FOUND,
                    new Refused(Refused.NOT_FOUND, names.queue(queue) + " not found")));
  }

  Future<Answer> put(String queue, CanonicalMessage.Body body) {
    BodyFields properties = BodyFields.read(body, "queue property", PROPERTIES);
    QueueDeclaration declaration =
        new QueueDeclaration(
            queue,
            properties.flag(DURABLE, true),
            properties.flag(EXCLUSIVE, false),
            properties.flag(AUTO_DELETE, false),
            properties.arguments());
    if (queue.isEmpty()) {
      throw Refused.badRequest("declare queue with empty name not allowed");
    }
    if (Names.isReserved(queue)) {
      throw Names.reserved(names.queue(queue));
    }
    return access
        .declareQueue(declaration)
        .map(status -> new Answer(status.isNew() ? Answer.CREATED : Answer.OK, describe(status)))
        // As in RabbitMQ, a queue that cannot be at all is a conflict like one that is otherwise.
        .recover(
            failure ->
                refusedAs(
                    failure,
                    ErrorKind.PRECONDITION_FAILED,
                    new Refused(Refused.CONFLICT, String.valueOf(failure.getMessage()))));
  }

  Future<Answer> delete(String queue) {
    return access.deleteQueue(queue, false, false).map(QueueRoutes::counted);
  }

  Future<Answer> purge(String queue) {
    return access.purgeQueue(queue).map(QueueRoutes::counted);
  }

  private static Answer counted(long messages) {
    return new Answer(Answer.OK, Map.of(MESSAGE_COUNT, Unsigned.ulong(messages)));
  }

  private Map<String, @Nullable Object> describe(QueueStatus status) {
    QueueDeclaration declaration = status.declaration();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", status.name());
    map.put("vhost", names.vhost());
    map.put(DURABLE, declaration.durable());
    map.put(AUTO_DELETE, declaration.autoDelete());
    map.put(EXCLUSIVE, declaration.exclusive());
    map.put("type", declaration.arguments().text("x-queue-type"));
    map.put("arguments", ArgumentMap.write(declaration.arguments()));
    map.put(MESSAGE_COUNT, Unsigned.ulong(status.readyCount()));
    map.put("consumer_count", Unsigned.uint(status.consumerCount()));
    map.put("leader", node);
    map.put("replicas", new ValueArray(List.of(node)));
    return map;
  }

  private static Future<Answer> refusedAs(Throwable failure, ErrorKind kind, Refused refused) {
    return Future.failedFuture(BrokerException.is(failure, kind) ? refused : failure);
  }
}

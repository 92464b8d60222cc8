package io.warrenmq.core.interceptor;

import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Timestamp;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each message the time at which the broker has got it: RabbitMQ's {@code
 * message_interceptors.incoming.set_header_timestamp}.
 *
 * @param overwrites whether a time that it has already goes
 */
record ReceivedTime(boolean overwrites) implements MessageInterceptor {
  @Override
  public String name() {
    return "received-time";
  }

  @Override
  public Message onPublish(InterceptedSession session, Message message) {
    Timestamp received = new Timestamp(message.receivedMs());
    Map<String, Object> added = new HashMap<>(4);
    if (overwrites || !has(message)) {
      added.put(Annotations.RECEIVED_TIME, received);
    }
    if (overwrites || message.format().property(message, Property.TIMESTAMP) == null) {
      added.put(Annotations.BASIC_TIMESTAMP, received);
    }
    return added.isEmpty() ? message : message.annotate(message.annotations().withAll(added));
  }

  private static boolean has(Message message) {
    return message.header(Annotations.RECEIVED_TIME) != null
        || message.header(Annotations.RECEIVED_TIME_HEADER) != null;
  }
}

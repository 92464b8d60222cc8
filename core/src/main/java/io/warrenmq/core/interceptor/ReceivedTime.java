package io.warrenmq.core.interceptor;

import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Timestamp;

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
    Annotations annotations = message.annotations();
    Timestamp received = new Timestamp(message.receivedMs());
    if (overwrites || !has(message)) {
      annotations = annotations.with(Annotations.RECEIVED_TIME, received);
    }
    if (overwrites || message.format().property(message, Property.TIMESTAMP) == null) {
      annotations = annotations.with(Annotations.BASIC_TIMESTAMP, received);
    }
    return annotations == message.annotations() ? message : message.annotate(annotations);
  }

  private static boolean has(Message message) {
    return message.header(Annotations.RECEIVED_TIME) != null
        || message.header(Annotations.RECEIVED_TIME_HEADER) != null;
  }
}

package io.warrenmq.core.interceptor;

import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Message;

/**
 * Gives each message the name of the node that has routed it: RabbitMQ's {@code
 * message_interceptors.incoming.set_header_routing_node}.
 *
 * @param node the name
 * @param overwrites whether a name that it has already goes
 */
record RoutingNode(String node, boolean overwrites) implements MessageInterceptor {
  private static final String ROUTED_BY = "x-routed-by";

  @Override
  public String name() {
    return "routing-node";
  }

  @Override
  public Message onPublish(InterceptedSession session, Message message) {
    return overwrites || message.header(ROUTED_BY) == null
        ? message.annotate(message.annotations().with(ROUTED_BY, node))
        : message;
  }
}

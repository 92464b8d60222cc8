package io.warrenmq.core.interceptor;

import io.warrenmq.api.interceptor.MessageInterceptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the broker's own interceptors there are. Immutable.
 *
 * @param receivedTime whether each message gets the time at which it came; {@code null}: no; else
 *     whether a time that it has already is overwritten
 * @param routingNode whether each message gets the name of the node that has routed it; likewise
 * @param sentTime whether each delivery gets the time at which it leaves
 */
public record InterceptorOptions(
    @Nullable Boolean receivedTime, @Nullable Boolean routingNode, boolean sentTime) {
  /** None of them. */
  public static final InterceptorOptions NONE = new InterceptorOptions(null, null, false);

  /**
   * The interceptors.
   *
   * @param nodeName of this node
   */
  public List<MessageInterceptor> interceptors(String nodeName) {
    List<MessageInterceptor> all = new ArrayList<>();
    if (receivedTime != null) {
      all.add(new ReceivedTime(receivedTime));
    }
    if (routingNode != null) {
      all.add(new RoutingNode(nodeName, routingNode));
    }
    if (sentTime) {
      all.add(new SentTime());
    }
    return all;
  }
}

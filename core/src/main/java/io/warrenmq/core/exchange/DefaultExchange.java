package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The exchange with the empty name, to which every queue is bound by its own name. It keeps no
 * table: the vhost's queues are it.
 */
public final class DefaultExchange implements ExchangeType {
  private final Function<String, @Nullable Destination> queues;

  private DefaultExchange(Function<String, @Nullable Destination> queues) {
    this.queues = queues;
  }

  /**
   * The default exchange of a vhost.
   *
   * @param queues finds a queue by its name, on any loop
   */
  public static Exchange of(Function<String, @Nullable Destination> queues) {
    return new Exchange(
        new ExchangeDeclaration("", "direct", true, false, false, Arguments.NONE),
        new DefaultExchange(queues),
        null);
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new ByQueueName();
  }

  private final class ByQueueName implements ExchangeRouter {
    @Override
    public void bind(Binding binding) {
      throw new IllegalStateException("the default exchange has no bindings of its own");
    }

    @Override
    public void unbind(Binding binding) {
      throw new IllegalStateException("the default exchange has no bindings of its own");
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      Destination queue = queues.apply(routingKey);
      if (queue != null) {
        sink.add(queue);
      }
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }
}

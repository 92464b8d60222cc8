package io.warrenmq.exchanges;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;

/**
 * {@code x-modulus-hash}: the hash of the routing key, modulo the number of bound queues, chooses
 * one. Binding keys mean nothing.
 */
public final class ModulusHashExchange implements ExchangeType {
  @Override
  public String name() {
    return "x-modulus-hash";
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router();
  }

  private static final class Router implements ExchangeRouter {
    private final DestinationList destinations = new DestinationList();

    @Override
    public void bind(Binding binding) {
      destinations.add(binding);
    }

    @Override
    public void unbind(Binding binding) {
      destinations.remove(binding);
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      Destination[] all = destinations.get();
      if (all.length > 0) {
        sink.add(all[(int) Long.remainderUnsigned(Hashing.hash(routingKey), all.length)]);
      }
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }
}

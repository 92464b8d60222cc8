package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.exchange.SlotSet;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;

/** {@code fanout}: every binding gets every message. */
public final class FanoutExchange implements ExchangeType {
  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router();
  }

  private static final class Router implements ExchangeRouter {
    private final SlotSet<Destination> destinations = new SlotSet<>();

    @Override
    public void bind(Binding binding) {
      destinations.add(binding.destination());
    }

    @Override
    public void unbind(Binding binding) {
      destinations.remove(binding.destination());
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      Destinations.addAll(destinations, sink);
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }
}

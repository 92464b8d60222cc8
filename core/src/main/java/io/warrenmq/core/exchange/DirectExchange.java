package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.exchange.SlotSet;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.concurrent.ConcurrentHashMap;

/** {@code direct}: the bindings whose key is the message's. */
public final class DirectExchange implements ExchangeType {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router();
  }

  private static final class Router implements ExchangeRouter {
    private final ConcurrentHashMap<String, SlotSet<Destination>> byKey =
        new ConcurrentHashMap<>(4);

    @Override
    public void bind(Binding binding) {
      SlotSet<Destination> there = byKey.get(binding.routingKey());
      if (there != null) {
        there.add(binding.destination());
        return;
      }
      SlotSet<Destination> fresh = new SlotSet<>();
      fresh.add(binding.destination());
      byKey.put(binding.routingKey(), fresh);
    }

    @Override
    public void unbind(Binding binding) {
      SlotSet<Destination> set = byKey.get(binding.routingKey());
      if (set != null) {
        set.remove(binding.destination());
        if (set.isEmpty()) {
          byKey.remove(binding.routingKey());
        }
      }
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      SlotSet<Destination> set = byKey.get(routingKey);
      if (set != null) {
        Destinations.addAll(set, sink);
      }
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }
}

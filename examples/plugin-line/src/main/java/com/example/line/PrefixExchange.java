package com.example.line;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.exchange.SlotSet;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code x-longest-prefix}: a message goes to the queues whose binding key is the longest that its
 * routing key begins with, as telephone numbers and geohashes are routed. With the argument {@code
 * x-prefixes = all} it goes to those of the shorter ones too.
 */
public final class PrefixExchange implements ExchangeType {
  private static final String PREFIXES = "x-prefixes";

  @Override
  public String name() {
    return "x-longest-prefix";
  }

  @Override
  public void validate(ExchangeDeclaration declaration) {
    Object which = declaration.arguments().get(PREFIXES);
    if (which != null && !which.equals("longest") && !which.equals("all")) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED, PREFIXES + " must be 'longest' or 'all'");
    }
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router("all".equals(declaration.arguments().text(PREFIXES)));
  }

  /** One thread binds and unbinds, any number of them route at the same time. */
  private static final class Router implements ExchangeRouter {
    private final boolean all;
    private final ConcurrentHashMap<String, SlotSet<Destination>> byPrefix =
        new ConcurrentHashMap<>();

    Router(boolean all) {
      this.all = all;
    }

    @Override
    public void bind(Binding binding) {
      SlotSet<Destination> there = byPrefix.get(binding.routingKey());
      SlotSet<Destination> bound = there == null ? new SlotSet<>() : there;
      bound.add(binding.destination());
      byPrefix.put(binding.routingKey(), bound); // seen with what is in it
    }

    @Override
    public void unbind(Binding binding) {
      SlotSet<Destination> bound = byPrefix.get(binding.routingKey());
      if (bound != null && bound.remove(binding.destination()) && bound.isEmpty()) {
        byPrefix.remove(binding.routingKey()); // or a shorter prefix would never be looked at
      }
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      // A key has at most 255 bytes, and what it leads to is remembered until the next change.
      for (int length = routingKey.length(); length >= 0; length--) {
        SlotSet<Destination> bound = byPrefix.get(routingKey.substring(0, length));
        if (bound != null && add(bound, sink) && !all) {
          return;
        }
      }
    }

    private static boolean add(SlotSet<Destination> bound, RouteSink sink) {
      boolean any = false;
      for (Object slot : bound.slots()) {
        if (slot != null) {
          sink.add((Destination) slot);
          any = true;
        }
      }
      return any;
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }
}

package io.warrenmq.exchanges;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.concurrent.ThreadLocalRandom;

/** {@code x-random}: each message goes to one of the bound queues, chosen at random. */
public class RandomExchange implements ExchangeType {
  @Override
  public String name() {
    return "x-random";
  }

  /** Whether a destination is one to choose from. */
  boolean mayChoose(Destination destination) {
    return true;
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router();
  }

  private final class Router implements ExchangeRouter {
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
      if (all.length == 0) {
        return;
      }
      // From a random place on, the first that may be chosen.
      int start = ThreadLocalRandom.current().nextInt(all.length);
      for (int i = 0; i < all.length; i++) {
        Destination candidate = all[(start + i) % all.length];
        if (mayChoose(candidate)) {
          sink.add(candidate);
          return;
        }
      }
    }
  }
}

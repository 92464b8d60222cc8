package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;

/**
 * {@code topic}: binding keys are patterns of words: {@code *} stands for one word, {@code #} for
 * none or more.
 */
public final class TopicExchange implements ExchangeType {
  @Override
  public String name() {
    return "topic";
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    return new Router();
  }

  private static final class Router implements ExchangeRouter {
    private final TopicTrie trie = new TopicTrie();

    @Override
    public void bind(Binding binding) {
      trie.add(binding.routingKey(), binding.destination());
    }

    @Override
    public void unbind(Binding binding) {
      trie.remove(binding.routingKey(), binding.destination());
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      trie.match(routingKey, sink);
    }

    @Override
    public boolean routesByKeyOnly() {
      return true;
    }
  }
}

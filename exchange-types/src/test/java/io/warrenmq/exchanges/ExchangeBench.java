package io.warrenmq.exchanges;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One exchange of a type, and what tests do with it. */
final class ExchangeBench {
  final ExchangeRouter router;

  ExchangeBench(ExchangeType type, Map<String, ?> arguments) {
    ExchangeDeclaration declaration = declaration(type, arguments);
    type.validate(declaration);
    router = type.newRouter(declaration);
  }

  static ExchangeDeclaration declaration(ExchangeType type, Map<String, ?> arguments) {
    return new ExchangeDeclaration("x", type.name(), false, false, false, Arguments.of(arguments));
  }

  /** A queue that is nothing but a name and a place. */
  static final class Target implements Destination {
    private final String name;
    private final boolean local;

    Target(String name, boolean local) {
      this.name = name;
      this.local = local;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isExchange() {
      return false;
    }

    @Override
    public boolean isLocal() {
      return local;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  Target bind(String name, String key) {
    Target target = new Target(name, true);
    bind(target, key);
    return target;
  }

  void bind(Target target, String key) {
    router.bind(new Binding(target, key, Arguments.NONE));
  }

  void unbind(Target target, String key) {
    router.unbind(new Binding(target, key, Arguments.NONE));
  }

  List<Destination> route(Message message) {
    List<Destination> found = new ArrayList<>();
    router.route(message, message.routingKey(), found::add);
    return found;
  }

  List<Destination> route(String key) {
    return route(message(key, Map.of(), null));
  }

  /** Where each of many keys goes. */
  Map<String, Destination> routeKeys(int count) {
    Map<String, Destination> routes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      List<Destination> found = route("key " + i);
      if (found.size() != 1) {
        throw new AssertionError("not one destination but " + found);
      }
      routes.put("key " + i, found.get(0));
    }
    return routes;
  }

  static Message message(String key, Map<String, Object> headers, @Nullable Object property) {
    return message(key, headers, property, 0);
  }

  static Message message(
      String key, Map<String, Object> headers, @Nullable Object property, int bytes) {
    return new Message(
        new Format(headers, property),
        new byte[bytes],
        0,
        false,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        0,
        "x",
        key,
        List.of());
  }

  private record Format(Map<String, Object> all, @Nullable Object property)
      implements MessageFormat {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public CanonicalMessage toCanonical(Message message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> headers(Message message) {
      return all;
    }

    @Override
    public @Nullable Object property(Message message, Property which) {
      return property;
    }
  }
}

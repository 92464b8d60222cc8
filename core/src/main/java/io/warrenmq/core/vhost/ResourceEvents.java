package io.warrenmq.core.vhost;

import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.event.EventDispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a change will tell event listeners once it is visible, with the attributes that RabbitMQ's
 * event exchange gives. Confined to the metadata loop.
 */
final class ResourceEvents {
  private record Pending(String name, Supplier<Map<String, Object>> attributes) {}

  private final String vhost;
  private final List<Pending> pending = new ArrayList<>(1);

  ResourceEvents(String vhost) {
    this.vhost = vhost;
  }

  void vhost(String event) {
    add("vhost." + event, () -> Map.of("name", vhost));
  }

  void exchange(String event, ExchangeDeclaration exchange) {
    add(
        "exchange." + event,
        () ->
            Map.of(
                "name", exchange.name(),
                "vhost", vhost,
                "type", exchange.type(),
                "durable", exchange.durable(),
                "auto_delete", exchange.autoDelete(),
                "internal", exchange.internal(),
                "arguments", exchange.arguments().asMap()));
  }

  void queue(String event, QueueDeclaration queue) {
    add(
        "queue." + event,
        () ->
            Map.of(
                "name", queue.name(),
                "vhost", vhost,
                "type", QueueOptionsParser.typeOf(vhost, queue).rabbitName(),
                "durable", queue.durable(),
                "exclusive", queue.exclusive(),
                "auto_delete", queue.autoDelete(),
                "arguments", queue.arguments().asMap()));
  }

  void binding(String event, BindingDeclaration binding) {
    add(
        "binding." + event,
        () ->
            Map.of(
                "source_name", binding.source(),
                "source_kind", "exchange",
                "destination_name", binding.destination(),
                "destination_kind", binding.toExchange() ? "exchange" : "queue",
                "routing_key", binding.routingKey(),
                "vhost", vhost,
                "arguments", binding.arguments().asMap()));
  }

  private void add(String name, Supplier<Map<String, Object>> attributes) {
    pending.add(new Pending(name, attributes));
  }

  /** Tells them, in their order. */
  void emit(EventDispatcher events) {
    pending.forEach(event -> events.emit(event.name, event.attributes));
  }
}

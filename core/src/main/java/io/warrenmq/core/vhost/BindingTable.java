package io.warrenmq.core.vhost;

import io.warrenmq.api.resource.BindingDeclaration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All bindings of a vhost, found from either end, so that deleting an end costs what hangs on it
 * and not what else is bound. Confined to the metadata loop.
 */
final class BindingTable {
  private record End(String name, boolean isExchange) {}

  private final Map<String, Set<BindingDeclaration>> bySource = new HashMap<>();
  private final Map<End, Set<BindingDeclaration>> byDestination = new HashMap<>();

  /** Whether this very binding is there. */
  boolean contains(BindingDeclaration binding) {
    return from(binding.source()).contains(binding);
  }

  /** Adds a binding; false when it was there. */
  boolean add(BindingDeclaration binding) {
    boolean added =
        bySource.computeIfAbsent(binding.source(), s -> new LinkedHashSet<>()).add(binding);
    if (added) {
      byDestination
          .computeIfAbsent(destinationOf(binding), d -> new LinkedHashSet<>(2))
          .add(binding);
    }
    return added;
  }

  /** Removes a binding; false when it was not there. */
  boolean remove(BindingDeclaration binding) {
    boolean removed = removeFrom(bySource, binding.source(), binding);
    if (removed) {
      removeFrom(byDestination, destinationOf(binding), binding);
    }
    return removed;
  }

  private static <K> boolean removeFrom(
      Map<K, Set<BindingDeclaration>> index, K end, BindingDeclaration binding) {
    Set<BindingDeclaration> bindings = index.get(end);
    if (bindings == null || !bindings.remove(binding)) {
      return false;
    }
    if (bindings.isEmpty()) {
      index.remove(end);
    }
    return true;
  }

  /** The bindings from an exchange; a view. */
  Collection<BindingDeclaration> from(String exchange) {
    return bySource.getOrDefault(exchange, Set.of());
  }

  /** The bindings to a queue or exchange; a view. */
  Collection<BindingDeclaration> to(String destination, boolean isExchange) {
    return byDestination.getOrDefault(new End(destination, isExchange), Set.of());
  }

  /**
   * The bindings from an exchange to a queue or exchange by this key; looks at the shorter side.
   */
  List<BindingDeclaration> between(
      String exchange, String destination, boolean isExchange, String routingKey) {
    Collection<BindingDeclaration> from = from(exchange);
    Collection<BindingDeclaration> to = to(destination, isExchange);
    return (from.size() < to.size() ? from : to)
        .stream()
            .filter(
                binding ->
                    binding.routingKey().equals(routingKey)
                        && binding.source().equals(exchange)
                        && binding.destination().equals(destination)
                        && binding.toExchange() == isExchange)
            .toList();
  }

  /** All bindings. */
  List<BindingDeclaration> all() {
    return bySource.values().stream().flatMap(Set::stream).toList();
  }

  private static End destinationOf(BindingDeclaration binding) {
    return new End(binding.destination(), binding.toExchange());
  }
}

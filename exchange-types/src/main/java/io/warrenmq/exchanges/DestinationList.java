package io.warrenmq.exchanges;

import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import java.util.ArrayList;
import java.util.List;

/**
 * The destinations of an exchange that chooses one of them by number: an immutable array behind a
 * volatile field, written by the metadata loop, in the order of binding. Meant for tens or hundreds
 * of bindings: a change copies the array.
 */
final class DestinationList {
  private static final Destination[] NONE = new Destination[0];

  private final List<Destination> bound = new ArrayList<>(); // the writer's; one for each binding
  private volatile Destination[] distinct = NONE;

  /** The destinations, each once. Any loop. */
  Destination[] get() {
    return distinct;
  }

  void add(Binding binding) {
    bound.add(binding.destination());
    publish();
  }

  void remove(Binding binding) {
    bound.remove(binding.destination());
    publish();
  }

  private void publish() {
    distinct = bound.stream().distinct().toArray(Destination[]::new);
  }
}

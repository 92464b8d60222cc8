package io.warrenmq.core.event;

import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.api.event.BrokerEventListener;
import io.warrenmq.api.loop.Loop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners what happens in the control plane, on the metadata loop, in the order in
 * which it gets there. An event that nobody listens to is not even made. Thread-safe.
 */
public final class EventDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

  private final Loop metadata;
  private final List<BrokerEventListener> listeners;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Creates the dispatcher of these listeners. */
  public EventDispatcher(Loop metadata, List<BrokerEventListener> listeners) {
    this.metadata = metadata;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Says that something has happened. Any loop.
   *
   * @param name as RabbitMQ's event exchange names it
   * @param attributes what is known of it; asked for on the calling loop, when somebody listens
   */
  public void emit(String name, Supplier<Map<String, Object>> attributes) {
    count(name);
    if (listeners.isEmpty()) {
      return;
    }
    BrokerEvent event = new BrokerEvent(name, metadata.clock().wallMs(), attributes.get());
    if (metadata.inThread()) {
      tell(event);
    } else {
      metadata.execute(() -> tell(event));
    }
  }

  /** Counts what nobody is told of. Any loop. */
  public void count(String name) {
    counts.computeIfAbsent(name, absent -> new LongAdder()).increment();
  }

  /** How often it has happened. Any thread. */
  public long counted(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  private void tell(BrokerEvent event) {
    for (BrokerEventListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException | LinkageError e) { // a stranger's code
        LOG.warn("Event listener {} failed at {}", listener.name(), event.name(), e);
      }
    }
  }
}

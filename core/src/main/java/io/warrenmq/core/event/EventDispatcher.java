package io.warrenmq.core.event;

import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.api.event.BrokerEventListener;
import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** The attribute that says whose command has made it happen. */
  public static final String ACTOR = "user_who_performed_action";

  /** Whose command it was when it was nobody's. */
  public static final String BROKER = "rmq-internal";

  private final Loop metadata;
  private volatile List<BrokerEventListener> listeners;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private String actor = BROKER; // Metadata loop.

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
    if (!isAnyoneInterested()) {
      return;
    }
    long nowMs = metadata.clock().wallMs();
    if (metadata.inThread()) {
      Map<String, Object> all = new LinkedHashMap<>(attributes.get());
      all.putIfAbsent(ACTOR, actor);
      tell(new BrokerEvent(name, nowMs, all));
    } else {
      BrokerEvent event = new BrokerEvent(name, nowMs, attributes.get());
      metadata.execute(() -> tell(event));
    }
  }

  /** Whose command is under way. Metadata loop. */
  public String actor() {
    return actor;
  }

  /** Runs a part of a command: what happens meanwhile is that user's doing. Metadata loop. */
  public void as(String user, Runnable part) {
    String before = actor;
    actor = user;
    try {
      part.run();
    } finally {
      actor = before;
    }
  }

  private boolean isAnyoneInterested() {
    for (BrokerEventListener listener : listeners) {
      if (isInterested(listener)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInterested(BrokerEventListener listener) {
    try {
      return listener.isInterested();
    } catch (RuntimeException | LinkageError e) { // a stranger's code
      LOG.warn("Event listener {} does not know whether it is interested", listener.name(), e);
      return false;
    }
  }

  /** Adds a listener, which is told of what happens from now on. Before the broker starts. */
  public void add(BrokerEventListener listener) {
    List<BrokerEventListener> more = new ArrayList<>(listeners);
    more.add(listener);
    listeners = List.copyOf(more);
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

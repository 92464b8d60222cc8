package io.warrenmq.exchanges;

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
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code x-recent-history}: a fanout that keeps its last messages and hands them to every queue
 * that is newly bound.
 */
public final class RecentHistoryExchange implements ExchangeType {
  /** The most messages an exchange may keep: they are held in memory. */
  static final int LENGTH_MAX = 10_000;

  /**
   * The most bytes of messages an exchange keeps; older ones go first. What it keeps is in no
   * queue, so nothing else bounds it.
   */
  static final long BYTES_MAX = 16L << 20;

  private static final String LENGTH = "x-recent-history-length";
  private static final String NO_STORE = "x-recent-history-no-store";
  private static final int LENGTH_DEFAULT = 20;

  @Override
  public String name() {
    return "x-recent-history";
  }

  @Override
  public void validate(ExchangeDeclaration declaration) {
    Object length = declaration.arguments().get(LENGTH);
    if (length == null) {
      return;
    }
    boolean isWhole =
        length instanceof Long
            || length instanceof Integer
            || length instanceof Short
            || length instanceof Byte;
    if (!isWhole) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED, "Invalid argument, " + LENGTH + " must be an integer");
    }
    long value = ((Number) length).longValue();
    if (value < 1 || value > LENGTH_MAX) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          "Invalid argument "
              + value
              + ", '"
              + LENGTH
              + (value < 1 ? "' must be a positive integer" : "' must be at most " + LENGTH_MAX));
    }
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    Object length = declaration.arguments().get(LENGTH);
    return new Router(length instanceof Number number ? number.intValue() : LENGTH_DEFAULT);
  }

  private static final class Router implements ExchangeRouter {
    private final int length;
    private final SlotSet<Destination> destinations = new SlotSet<>();
    // Added to by any loop: by the number under which a message was taken.
    private final ConcurrentSkipListMap<Long, Message> history = new ConcurrentSkipListMap<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong(); // of the messages in the history

    Router(int length) {
      this.length = length;
    }

    @Override
    public void bind(Binding binding) {
      destinations.add(binding.destination());
    }

    @Override
    public void unbind(Binding binding) {
      destinations.remove(binding.destination());
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      // A message with several keys is routed once for each, and kept once.
      if (routingKey.equals(message.routingKey())
          && !Boolean.TRUE.equals(message.header(NO_STORE))) {
        keep(message);
      }
      for (Object slot : destinations.slots()) {
        if (slot != null) {
          sink.add((Destination) slot);
        }
      }
    }

    private void keep(Message message) {
      long number = taken.incrementAndGet();
      bytes.addAndGet(message.bytes().length);
      history.put(number, message);
      Map.Entry<Long, Message> oldest = history.firstEntry();
      while (oldest != null && (oldest.getKey() <= number - length || bytes.get() > BYTES_MAX)) {
        // Another loop may be removing it too: who does, accounts for it.
        if (history.remove(oldest.getKey(), oldest.getValue())) {
          bytes.addAndGet(-oldest.getValue().bytes().length);
        }
        oldest = history.firstEntry();
      }
    }

    @Override
    public void onBound(Binding binding, Replay replay) {
      history.values().forEach(replay::send);
    }
  }
}

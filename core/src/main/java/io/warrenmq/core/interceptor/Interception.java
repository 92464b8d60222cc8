package io.warrenmq.core.interceptor;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.interceptor.ForwardingDelivery;
import io.warrenmq.api.interceptor.InterceptedSession;
import io.warrenmq.api.interceptor.MessageInterceptor;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.queue.Queue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interceptors of a vhost's messages, one at least; without any there is {@code null} in place
 * of this. Immutable, called on any loop.
 */
public final class Interception {
  private static final Logger LOG = LoggerFactory.getLogger(Interception.class);

  // One that fails may do so for every message: how many have failed is told, not each.
  private static final long QUIET_MS = 10_000;

  private final MessageInterceptor[] interceptors;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong toldMs = new AtomicLong(-QUIET_MS);

  private Interception(List<MessageInterceptor> interceptors) {
    this.interceptors = interceptors.toArray(MessageInterceptor[]::new);
  }

  /** Of these, in the order of their names; {@code null} when there are none. */
  public static @Nullable Interception of(List<MessageInterceptor> interceptors) {
    List<MessageInterceptor> sorted = new ArrayList<>(interceptors);
    sorted.sort(Comparator.comparing(MessageInterceptor::name));
    return sorted.isEmpty() ? null : new Interception(sorted);
  }

  /** The same and one more, which is called last. */
  public static Interception with(@Nullable Interception before, MessageInterceptor last) {
    List<MessageInterceptor> all = new ArrayList<>();
    if (before != null) {
      all.addAll(List.of(before.interceptors));
    }
    all.add(last);
    return new Interception(all);
  }

  /**
   * What a client publishes. The session's loop.
   *
   * @throws BrokerException when one refuses it
   */
  public Message published(InterceptedSession session, Message message) {
    Message now = message;
    for (MessageInterceptor interceptor : interceptors) {
      try {
        now = Objects.requireNonNull(interceptor.onPublish(session, now), "no message");
      } catch (BrokerException refused) {
        throw refused;
      } catch (RuntimeException | LinkageError e) { // a stranger's code
        failed(session, interceptor, e);
      }
    }
    return now;
  }

  /** Where that goes. The session's loop. */
  public void routed(InterceptedSession session, Message message, Queue[] queues) {
    String[] names = new String[queues.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = queues[i].name();
    }
    List<String> all = List.of(names);
    for (MessageInterceptor interceptor : interceptors) {
      try {
        interceptor.onRouted(session, message, all);
      } catch (RuntimeException | LinkageError e) { // a stranger's code
        failed(session, interceptor, e);
      }
    }
  }

  /** What a client is handed. The session's loop. */
  public Delivery delivered(InterceptedSession session, Delivery delivery, boolean settled) {
    Delivery now = delivery;
    for (MessageInterceptor interceptor : interceptors) {
      try {
        now = checked(now, interceptor.onDelivery(session, now, settled));
      } catch (RuntimeException | LinkageError e) { // a stranger's code
        failed(session, interceptor, e);
      }
    }
    return now;
  }

  /** Of anything else the session could not tell which delivery is settled. */
  @SuppressWarnings("ReferenceEquality") // Which delivery it is, is the question.
  private static Delivery checked(Delivery given, Delivery shown) {
    if (shown != given
        && !(shown instanceof ForwardingDelivery forwarding && forwarding.original() == given)) {
      throw new IllegalStateException(
          "it shows " + shown + ", which is no ForwardingDelivery of what it was given");
    }
    return shown;
  }

  /** What was handed out is settled. The session's loop. */
  public static void settled(ForwardingDelivery delivery, SettleOutcome outcome) {
    try {
      delivery.onSettled(outcome);
    } catch (RuntimeException | LinkageError e) { // a stranger's code
      LOG.warn("{} failed when its delivery was settled", delivery.getClass().getName(), e);
    }
  }

  private void failed(InterceptedSession session, MessageInterceptor interceptor, Throwable e) {
    failures.incrementAndGet();
    long nowMs = session.loop().clock().wallMs();
    long before = toldMs.get();
    if (nowMs - before >= QUIET_MS && toldMs.compareAndSet(before, nowMs)) {
      LOG.warn(
          "Message interceptor {} failed, {} times since this was said last; the message goes on"
              + " without it",
          interceptor.name(),
          failures.getAndSet(0),
          e);
    }
  }
}

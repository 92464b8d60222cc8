package io.warrenmq.core.queue;

import io.warrenmq.api.queue.MessageFilter;
import org.jspecify.annotations.Nullable;

/** Queue options for tests: those of a classic queue, but for what the test is about. */
final class Options {
  private QueueType type = QueueType.CLASSIC;
  private long messageTtlMs = -1;
  private long expiresMs = -1;
  private long maxLength = -1;
  private long maxLengthBytes = -1;
  private Overflow overflow = Overflow.DROP_HEAD;
  private @Nullable String deadLetterExchange;
  private @Nullable String deadLetterRoutingKey;
  private int maxPriority;
  private int defaultPriority;
  private boolean singleActiveConsumer;
  private int deliveryLimit = -1;
  private @Nullable MessageFilter filter;

  static Options classic() {
    return new Options();
  }

  Options messageTtl(long ms) {
    messageTtlMs = ms;
    return this;
  }

  Options expires(long ms) {
    expiresMs = ms;
    return this;
  }

  Options maxLength(long most) {
    maxLength = most;
    return this;
  }

  Options maxLengthBytes(long most) {
    maxLengthBytes = most;
    return this;
  }

  Options overflow(Overflow what) {
    overflow = what;
    return this;
  }

  Options deadLetters(String exchange, @Nullable String routingKey) {
    deadLetterExchange = exchange;
    deadLetterRoutingKey = routingKey;
    return this;
  }

  Options priorities(int max, int byDefault) {
    maxPriority = max;
    defaultPriority = byDefault;
    return this;
  }

  Options filter(MessageFilter wanted) {
    filter = wanted;
    return this;
  }

  Options singleActive() {
    singleActiveConsumer = true;
    return this;
  }

  Options quorum() {
    type = QueueType.QUORUM;
    return this;
  }

  Options deliveryLimit(int most) {
    type = QueueType.QUORUM;
    deliveryLimit = most;
    return this;
  }

  QueueOptions build() {
    return new QueueOptions(
        type,
        messageTtlMs,
        expiresMs,
        maxLength,
        maxLengthBytes,
        overflow,
        deadLetterExchange,
        deadLetterRoutingKey,
        maxPriority,
        defaultPriority,
        singleActiveConsumer,
        deliveryLimit,
        -1,
        filter);
  }
}

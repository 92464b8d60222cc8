package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.core.routing.TestMessages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Messages with a number in their body, by which filters tell them apart. */
final class Numbered {
  private Numbered() {}

  static Message message(int number) {
    return message(number, Message.NO_TTL, Message.NO_PRIORITY, 100);
  }

  static Message message(int number, long ttlMs, int priority, int bodyBytes) {
    byte[] bytes = new byte[bodyBytes];
    ByteBuffer.wrap(bytes).putInt(number);
    return TestMessages.around(bytes, ttlMs, priority);
  }

  /** From one number to the one before another. */
  static Message[] messages(int from, int to) {
    return IntStream.range(from, to).mapToObj(Numbered::message).toArray(Message[]::new);
  }

  static int of(Message message) {
    return ByteBuffer.wrap(message.bytes()).getInt();
  }

  static List<Integer> of(List<Delivery> deliveries) {
    return deliveries.stream().map(each -> of(each.message())).toList();
  }

  static MessageFilter where(IntPredicate wanted) {
    return message -> wanted.test(of(message));
  }

  static MessageFilter even() {
    return where(number -> number % 2 == 0);
  }

  /** Notes the numbers as they come: later the messages may be on disk. */
  static final class Noting extends TestSession.TestConsumer {
    final List<Integer> numbers = new ArrayList<>();
    final List<Integer> redelivered = new ArrayList<>();

    @Override
    public void onDelivery(Delivery delivery) {
      super.onDelivery(delivery);
      int number = of(delivery.message());
      numbers.add(number);
      if (delivery.isRedelivered()) {
        redelivered.add(number);
      }
    }
  }

  /** Counts how often it is asked. */
  static final class Counting implements MessageFilter {
    private final IntPredicate wanted;
    int looks;

    Counting(IntPredicate wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean matches(Message message) {
      looks++;
      return wanted.test(of(message));
    }
  }
}

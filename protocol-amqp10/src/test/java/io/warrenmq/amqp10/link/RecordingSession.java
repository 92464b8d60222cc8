package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session that keeps what a link of replies asks of it and of the broker. */
final class RecordingSession implements LinkSession {
  static final String ADDRESS = "amq.rabbitmq.reply-to.secret";

  /** What was sent; or waits for the window, while that is shut. */
  final List<Message> sent = new ArrayList<>();

  /** The reply addresses that are open. */
  final List<String> open = new ArrayList<>();

  /** Flows: delivery count, credit, drain. */
  final List<List<Object>> flows = new ArrayList<>();

  boolean windowIsShut;
  long waitingBytes;

  @Override
  public VhostAccess access() {
    return (VhostAccess)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {VhostAccess.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "openReplyAddress" -> {
                    open.add(ADDRESS);
                    yield ADDRESS;
                  }
                  case "closeReplyAddress" -> {
                    open.remove(arguments[0]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Override
  public void transmit(
      OutgoingLink link,
      Message message,
      @Nullable Delivery delivery,
      boolean redelivered,
      int deliveryCount) {
    if (delivery != null || redelivered || deliveryCount >= 0) {
      throw new AssertionError("not as a reply is sent");
    }
    sent.add(message);
    if (!windowIsShut) {
      link.onSent();
    }
  }

  @Override
  public long waitingBytes() {
    return waitingBytes;
  }

  @Override
  public void sendFlow(Link link, boolean drain, Map<String, Object> properties) {
    flows.add(List.of(link.deliveryCount(), link.credit(), drain));
  }

  @Override
  public LinkContext context() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long publishId(IncomingLink link, int deliveryId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void accept(int deliveryId, boolean settled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(int deliveryId, boolean settled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void answer(int deliveryId, boolean settled, DeliveryState state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reject(int deliveryId, boolean settled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Transaction transaction(Binary txnId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void fail(Link link, AmqpFault fault) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void fail(Link link, Throwable cause) {
    throw new UnsupportedOperationException();
  }
}

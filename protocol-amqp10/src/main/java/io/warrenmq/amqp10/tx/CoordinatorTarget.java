package io.warrenmq.amqp10.tx;

import io.vertx.core.AsyncResult;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.IncomingLink;
import io.warrenmq.amqp10.link.LinkSession;
import io.warrenmq.amqp10.link.MessageTarget;
import io.warrenmq.amqp10.message.Amqp10Format;
import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.amqp10.performative.SymbolicCodes;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator, to which a client sends {@code declare} and {@code discharge}. AMQP 1.0 §4.5.
 * When its link ends, what was declared by it is rolled back. Confined to the connection's loop.
 */
public final class CoordinatorTarget implements MessageTarget {
  /** Credit of its link. */
  public static final int CREDIT = 16;

  private static final long DECLARE = 0x31;
  private static final long DISCHARGE = 0x32;

  private final LinkSession session;
  private final SessionTransactions transactions;
  private final Set<Binary> declared = new HashSet<>(2);

  /** Creates the target of a link. */
  public CoordinatorTarget(LinkSession session, SessionTransactions transactions) {
    this.session = session;
    this.transactions = transactions;
  }

  @Override
  public void onMessage(
      IncomingLink link,
      byte[] bytes,
      int deliveryId,
      boolean settled,
      @Nullable DeliveryState state) {
    Described request = request(bytes);
    long code = SymbolicCodes.of(request);
    if (code == DECLARE) {
      declare(link, deliveryId, settled);
    } else if (code == DISCHARGE) {
      discharge(link, deliveryId, settled, request.value());
    } else {
      throw AmqpFault.link(
          AmqpCondition.NOT_IMPLEMENTED, "the coordinator does not know " + request.descriptor());
    }
  }

  private Described request(byte[] bytes) {
    PublishedMessage published = session.context().published();
    published.read(bytes);
    Message message = published.toMessage(session.context().loop().clock().wallMs(), "", "");
    CanonicalMessage content = Amqp10Format.INSTANCE.toCanonicalWithValue(message);
    if (content.body() instanceof CanonicalMessage.Value body
        && body.value() instanceof Described request) {
      return request;
    }
    throw AmqpFault.link(
        AmqpCondition.INVALID_FIELD, "the coordinator takes declare and discharge alone");
  }

  private void declare(IncomingLink link, int deliveryId, boolean settled) {
    if (settled) { // §4.2: the answer has the id.
      throw AmqpFault.link(AmqpCondition.NOT_ALLOWED, "a declare that is settled");
    }
    try {
      Binary id = transactions.declare();
      declared.add(id);
      link.answer(deliveryId, new DeliveryState.Declared(id));
    } catch (AmqpFault fault) {
      link.answer(deliveryId, new DeliveryState.Rejected(ErrorValue.of(fault)));
    }
  }

  private void discharge(
      IncomingLink link, int deliveryId, boolean settled, @Nullable Object fields) {
    if (settled) { // §4.3: the answer tells whether it was done.
      throw AmqpFault.link(AmqpCondition.NOT_ALLOWED, "a discharge that is settled");
    }
    Object id = fields instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
    if (!(id instanceof Binary txnId)) {
      throw AmqpFault.link(AmqpCondition.INVALID_FIELD, "a discharge without txn-id");
    }
    boolean fail = fields instanceof List<?> list && list.size() > 1 && list.get(1) == Boolean.TRUE;
    declared.remove(txnId);
    transactions
        .discharge(txnId, fail)
        .onComplete(result -> link.answer(deliveryId, outcome(result)));
  }

  private static DeliveryState outcome(AsyncResult<Void> result) {
    if (result.succeeded()) {
      return DeliveryState.Accepted.INSTANCE;
    }
    Throwable cause = result.cause();
    return new DeliveryState.Rejected(
        cause instanceof AmqpFault fault
            ? ErrorValue.of(fault)
            : new ErrorValue(
                AmqpCondition.TRANSACTION_ROLLBACK.symbol(),
                cause instanceof BrokerException refusal ? refusal.text() : "the commit failed",
                Map.of()));
  }

  @Override
  public void onClose() {
    for (Binary id : declared) {
      transactions.discharge(id, true);
    }
    declared.clear();
  }
}

package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.address.Addresses;
import io.warrenmq.amqp10.address.TargetAddress;
import io.warrenmq.amqp10.address.TargetAddress.BySubject;
import io.warrenmq.amqp10.address.TargetAddress.PerMessage;
import io.warrenmq.amqp10.address.TargetAddress.ToExchange;
import io.warrenmq.amqp10.address.TargetAddress.ToQueue;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.error.AmqpFault.Scope;
import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.amqp10.message.PublishedMessage.Destination;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what comes on an incoming link: to where the link's target says, or each message's
 * {@code to}. Confined to the connection's loop.
 */
public final class PublishTarget implements MessageTarget {
  private final LinkSession session;
  private final TargetAddress address;
  private final boolean topic;

  /**
   * Creates the target of a link.
   *
   * @param topic whether nobody need want what is sent: it is accepted all the same
   */
  public PublishTarget(LinkSession session, TargetAddress address, boolean topic) {
    this.session = session;
    this.address = address;
    this.topic = topic;
  }

  @Override
  public void onMessage(
      IncomingLink link,
      byte[] bytes,
      int deliveryId,
      boolean settled,
      @Nullable DeliveryState state) {
    LinkContext context = session.context();
    PublishedMessage published = context.published();
    published.read(bytes);
    published.checkUserId(context.broker().principal());
    try {
      TargetAddress route = address instanceof PerMessage ? routeOf(published) : address;
      boolean isTopic = topic || published.destination() == Destination.TOPIC;
      Message message =
          published.toMessage(
              context.loop().clock().wallMs(), exchange(route), routingKey(route, published));
      if (state instanceof DeliveryState.Transactional within) {
        publish(link, message, deliveryId, settled, within.txnId());
        return;
      }
      long publishId = settled ? VhostAccess.NO_CONFIRM : session.publishId(link, deliveryId);
      int result = session.access().publish(message, publishId);
      if (result == VhostAccess.UNROUTABLE) {
        session.access().countUnroutable(!settled && !isTopic);
        if (settled) {
          return; // Nobody waits to be told.
        } else if (isTopic) {
          link.accept(deliveryId);
        } else {
          link.release(deliveryId);
        }
      }
    } catch (BrokerException refusal) {
      refuse(link, deliveryId, settled, refusal);
    } catch (AmqpFault fault) {
      if (!(address instanceof PerMessage) || fault.scope() != Scope.LINK) {
        throw fault;
      }
      refuse(link, deliveryId, settled, ErrorValue.of(fault), fault);
    }
  }

  private static TargetAddress routeOf(PublishedMessage published) {
    Destination destination = published.destination();
    return destination == Destination.UNKNOWN
        ? Addresses.ofMessage(published.to())
        : Addresses.ofJmsMessage(published.to(), destination == Destination.TOPIC);
  }

  /** §4.4.1: what is said of it now is what it will be. */
  private void publish(
      IncomingLink link, Message message, int deliveryId, boolean settled, Binary txnId) {
    Transaction transaction = session.transaction(txnId);
    if (transaction == null) {
      throw AmqpFault.link(AmqpCondition.TRANSACTION_UNKNOWN_ID, "no such transaction is open");
    }
    if (!transaction.publish(message, false)) {
      throw AmqpFault.connection(
          AmqpCondition.RESOURCE_LIMIT_EXCEEDED, session.context().unfinished().refusal());
    }
    if (!settled) {
      link.answer(
          deliveryId, new DeliveryState.Transactional(txnId, DeliveryState.Accepted.INSTANCE));
    }
  }

  private static String exchange(TargetAddress route) {
    if (route instanceof ToExchange to) {
      return to.exchange();
    }
    return route instanceof BySubject by ? by.exchange() : "";
  }

  private static String routingKey(TargetAddress route, PublishedMessage published) {
    if (route instanceof ToExchange to) {
      return to.routingKey();
    } else if (route instanceof ToQueue to) {
      return to.queue();
    }
    String subject = published.subject();
    return subject == null ? "" : subject;
  }

  private void refuse(IncomingLink link, int deliveryId, boolean settled, BrokerException refusal) {
    AmqpFault fault = AmqpFault.ofLink(refusal);
    if (fault.scope() != Scope.LINK || !(address instanceof PerMessage)) {
      throw fault;
    }
    refuse(link, deliveryId, settled, ErrorValue.of(fault), fault);
  }

  /** One message has a bad address: the others of an anonymous link need not suffer. */
  private static void refuse(
      IncomingLink link, int deliveryId, boolean settled, ErrorValue error, AmqpFault fault) {
    if (settled) {
      // Nobody would hear of it otherwise. RabbitMQ, as the specification of the terminus,
      // detaches.
      throw AmqpFault.link(
          fault.condition() == AmqpCondition.NOT_FOUND
              ? AmqpCondition.NOT_FOUND
              : AmqpCondition.PRECONDITION_FAILED,
          fault.description());
    }
    link.answer(deliveryId, new DeliveryState.Rejected(error));
  }
}

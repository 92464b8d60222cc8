package io.warrenmq.amqp091.channel;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.message.PublishedHeader;
import io.warrenmq.amqp091.method.PublishArguments;
import io.warrenmq.api.broker.SessionDetails;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The publishing half of class basic: takes publishes from the wire to the session, returns what
 * finds no queue, and confirms. Confined to the connection's loop.
 */
final class Publishing {
  private final ChannelScope scope;
  private final Consumers consumers;
  private final PublishAssembler assembler;
  private @Nullable ConfirmTracker confirms; // null: not in confirm mode
  private @Nullable ChannelTransaction transaction; // null: the channel is not transactional

  Publishing(ChannelScope scope, Consumers consumers) {
    this.scope = scope;
    this.consumers = consumers;
    this.assembler =
        new PublishAssembler(
            scope.connection().limits().messageBytesMax(), scope.connection().unfinished());
  }

  PublishAssembler assembler() {
    return assembler;
  }

  @Nullable ConfirmTracker confirms() {
    return confirms;
  }

  SessionDetails details(int number) {
    ChannelTransaction tx = transaction;
    return new SessionDetails(
        number,
        confirms != null,
        tx != null,
        tx == null ? 0 : tx.uncommittedPublishes(),
        tx == null ? 0 : tx.uncommittedSettlements(),
        consumers.prefetch());
  }

  void useConfirms() {
    if (confirms == null) {
      confirms = new ConfirmTracker();
    }
  }

  void useTransaction(ChannelTransaction begun) {
    transaction = begun;
  }

  /** Takes the payload of basic.publish. */
  void onPublish(ByteBuf in, int payload, int length) {
    LoopShared shared = scope.connection().shared();
    PublishArguments arguments = shared.publishArguments;
    arguments.parse(in, payload, length);
    if (arguments.isImmediate()) {
      throw new AmqpFault(ReplyCode.NOT_IMPLEMENTED, "immediate=true");
    }
    NameCache names = shared.names;
    assembler.begin(
        names.text(in, arguments.exchangeIndex(), arguments.exchangeBytes()),
        names.text(in, arguments.routingKeyIndex(), arguments.routingKeyBytes()),
        arguments.isMandatory());
    scope.connection().owner().onPublishing();
  }

  /** A content is complete. */
  void onContent() {
    if (assembler.isDiscarded()) {
      return;
    }
    if (!assembler.isKept()) {
      throw tooLarge();
    }
    byte[] bytes = assembler.takeBytes();
    PublishedHeader header = scope.connection().shared().publishedHeader;
    header.read(bytes, assembler.headerLength());
    ReplyConsumer reply = consumers.replyConsumer();
    if (header.repliesTo(ReplyConsumer.ADDRESS_BYTES)) {
      if (reply == null) {
        throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "fast reply consumer does not exist");
      }
      header.replaceReplyTo(reply.address());
    }
    header.checkUserId(scope.connection().broker().principal());
    publish(
        header.toMessage(
            scope.connection().loop().clock().wallMs(),
            assembler.exchange(),
            assembler.routingKey()));
  }

  private void publish(Message message) {
    ChannelTransaction tx = transaction;
    if (tx != null) {
      tx.publish(message, assembler.isMandatory());
      return;
    }
    ConfirmTracker tracker = confirms;
    long publishId = tracker == null ? VhostAccess.NO_CONFIRM : tracker.next();
    int result = scope.session().publish(message, publishId);
    if (result == VhostAccess.UNROUTABLE) {
      onUnroutable(message, assembler.isMandatory());
      if (tracker != null) {
        tracker.settle(publishId, true); // RabbitMQ: nobody wanted it, so it is taken care of
        scope.flushAtTurnEnd();
      }
    }
  }

  /** Returns a message to its publisher if that was asked for. */
  void onUnroutable(Message message, boolean mandatory) {
    scope.session().countUnroutable(mandatory);
    if (mandatory) {
      scope.writer().returned(scope.number(), ReplyCode.NO_ROUTE.code(), "NO_ROUTE", message);
    }
  }

  private AmqpFault tooLarge() {
    long most = scope.connection().limits().messageBytesMax();
    String what =
        most == PublishAssembler.BODY_BYTES_CEILING ? "max size " : "configured max size ";
    return new AmqpFault(
        ReplyCode.PRECONDITION_FAILED,
        "message size " + assembler.bodySize() + " is larger than " + what + most);
  }
}

package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.AccessMethod.AccessRequestOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancel;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicRecover;
import io.warrenmq.amqp091.method.BasicMethod.BasicRecoverAsync;
import io.warrenmq.amqp091.method.BasicMethod.BasicRecoverOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelFlow;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelFlowOk;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelect;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelectOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeBind;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclare;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDelete;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeUnbind;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodId;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDelete;
import io.warrenmq.amqp091.method.QueueMethod.QueuePurge;
import io.warrenmq.amqp091.method.QueueMethod.QueueUnbind;
import io.warrenmq.amqp091.method.TxMethod.TxSelectOk;
import org.jspecify.annotations.Nullable;

/**
 * Hands the methods of an open channel to those who carry them out. Confined to the connection's
 * loop.
 */
final class MethodDispatch {
  private final ChannelScope scope;
  private final ExchangeMethods exchanges;
  private final QueueMethods queues;
  private final Consumers consumers;
  private final Publishing publishing;
  private final Settlements settlements;
  private @Nullable ChannelTransaction transaction;

  MethodDispatch(
      ChannelScope scope,
      ExchangeMethods exchanges,
      QueueMethods queues,
      Consumers consumers,
      Publishing publishing,
      Settlements settlements) {
    this.scope = scope;
    this.exchanges = exchanges;
    this.queues = queues;
    this.consumers = consumers;
    this.publishing = publishing;
    this.settlements = settlements;
  }

  /**
   * Carries a method out.
   *
   * @param id class and method id, the method's own
   */
  void dispatch(int id, Method method) {
    switch (id) {
      case MethodId.CHANNEL_FLOW -> onFlow((ChannelFlow) method);
      case MethodId.ACCESS_REQUEST -> scope.send(new AccessRequestOk(1));
      case MethodId.EXCHANGE_DECLARE -> exchanges.onDeclare((ExchangeDeclare) method);
      case MethodId.EXCHANGE_DELETE -> exchanges.onDelete((ExchangeDelete) method);
      case MethodId.EXCHANGE_BIND -> exchanges.onBind((ExchangeBind) method);
      case MethodId.EXCHANGE_UNBIND -> exchanges.onUnbind((ExchangeUnbind) method);
      case MethodId.QUEUE_DECLARE -> queues.onDeclare((QueueDeclare) method);
      case MethodId.QUEUE_BIND -> queues.onBind((QueueBind) method);
      case MethodId.QUEUE_UNBIND -> queues.onUnbind((QueueUnbind) method);
      case MethodId.QUEUE_PURGE -> queues.onPurge((QueuePurge) method);
      case MethodId.QUEUE_DELETE -> queues.onDelete((QueueDelete) method);
      case MethodId.BASIC_QOS -> consumers.onQos((BasicQos) method);
      case MethodId.BASIC_CONSUME -> consumers.onConsume((BasicConsume) method);
      case MethodId.BASIC_CANCEL -> consumers.onCancel((BasicCancel) method);
      case MethodId.BASIC_GET -> consumers.onGet((BasicGet) method);
      case MethodId.BASIC_RECOVER -> {
        recover(((BasicRecover) method).requeue());
        scope.send(new BasicRecoverOk());
      }
      case MethodId.BASIC_RECOVER_ASYNC -> recover(((BasicRecoverAsync) method).requeue());
      case MethodId.CONFIRM_SELECT -> onConfirmSelect((ConfirmSelect) method);
      case MethodId.TX_SELECT -> onTxSelect();
      case MethodId.TX_COMMIT -> transaction().onCommit();
      case MethodId.TX_ROLLBACK -> transaction().onRollback();
      default -> throw new AmqpFault(ReplyCode.COMMAND_INVALID, "unimplemented method");
    }
  }

  private void onFlow(ChannelFlow method) {
    if (!method.active()) {
      throw new AmqpFault(ReplyCode.NOT_IMPLEMENTED, "active=false");
    }
    scope.send(new ChannelFlowOk(true));
  }

  private void recover(boolean requeue) {
    if (!requeue) {
      throw new AmqpFault(ReplyCode.NOT_IMPLEMENTED, "requeue=false");
    }
    settlements.requeueAll();
  }

  private void onConfirmSelect(ConfirmSelect method) {
    if (transaction != null) {
      throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "cannot switch from tx to confirm mode");
    }
    publishing.useConfirms();
    scope.reply(method.noWait(), new ConfirmSelectOk());
  }

  private void onTxSelect() {
    if (publishing.confirms() != null) {
      throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "cannot switch from confirm to tx mode");
    }
    if (transaction == null) {
      transaction = new ChannelTransaction(scope, publishing, settlements);
      publishing.useTransaction(transaction);
    }
    scope.send(new TxSelectOk());
  }

  private ChannelTransaction transaction() {
    ChannelTransaction begun = transaction;
    if (begun == null) {
      throw new AmqpFault(ReplyCode.PRECONDITION_FAILED, "channel is not transactional");
    }
    return begun;
  }

  void onTransactionConfirm(boolean accepted) {
    if (transaction != null) {
      transaction.onConfirm(accepted);
    }
  }

  /** The session is closed: puts back what is unsettled. */
  void release() {
    if (transaction != null) {
      transaction.abandon();
    }
    settlements.requeueAll();
  }
}

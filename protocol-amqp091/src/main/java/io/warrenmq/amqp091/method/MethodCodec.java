package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameEncoder;
import io.warrenmq.amqp091.wire.MalformedFrame;

/**
 * Method frames to records and back, for both directions: the broker's, and a client's in tests and
 * links. Stateless.
 */
public final class MethodCodec {
  private MethodCodec() {}

  /**
   * Decodes the payload of a method frame: {@code length} octets (4 or more) from {@code index} on.
   *
   * @throws MalformedFrame FRAME_ERROR when the arguments do not fit the method, or a name is not
   *     UTF-8; SYNTAX_ERROR for a malformed field table; NOT_IMPLEMENTED for an unknown class or
   *     method. RabbitMQ cuts the connection without a word in the latter two cases.
   */
  public static Method decode(ByteBuf in, int index, int length) {
    int id = in.getInt(index);
    int arguments = FrameDecoder.METHOD_ID_BYTES;
    ArgumentReader reader = new ArgumentReader(in, index + arguments, length - arguments, id);
    Method method = read(id, reader);
    reader.finish();
    return method;
  }

  /** Appends the whole method frame. */
  public static void encode(ByteBuf out, int channel, Method method) {
    int start = FrameEncoder.beginMethod(out, channel, method.id());
    method.writeArguments(out);
    FrameEncoder.endFrame(out, start);
  }

  private static Method read(int id, ArgumentReader in) {
    return switch (id) {
      case MethodId.CONNECTION_START -> ConnectionMethod.ConnectionStart.read(in);
      case MethodId.CONNECTION_START_OK -> ConnectionMethod.ConnectionStartOk.read(in);
      case MethodId.CONNECTION_SECURE -> ConnectionMethod.ConnectionSecure.read(in);
      case MethodId.CONNECTION_SECURE_OK -> ConnectionMethod.ConnectionSecureOk.read(in);
      case MethodId.CONNECTION_TUNE -> ConnectionMethod.ConnectionTune.read(in);
      case MethodId.CONNECTION_TUNE_OK -> ConnectionMethod.ConnectionTuneOk.read(in);
      case MethodId.CONNECTION_OPEN -> ConnectionMethod.ConnectionOpen.read(in);
      case MethodId.CONNECTION_OPEN_OK -> ConnectionMethod.ConnectionOpenOk.read(in);
      case MethodId.CONNECTION_CLOSE -> ConnectionMethod.ConnectionClose.read(in);
      case MethodId.CONNECTION_CLOSE_OK -> ConnectionMethod.ConnectionCloseOk.read(in);
      case MethodId.CONNECTION_BLOCKED -> ConnectionMethod.ConnectionBlocked.read(in);
      case MethodId.CONNECTION_UNBLOCKED -> ConnectionMethod.ConnectionUnblocked.read(in);
      case MethodId.CONNECTION_UPDATE_SECRET -> ConnectionMethod.ConnectionUpdateSecret.read(in);
      case MethodId.CONNECTION_UPDATE_SECRET_OK ->
          ConnectionMethod.ConnectionUpdateSecretOk.read(in);
      case MethodId.CHANNEL_OPEN -> ChannelMethod.ChannelOpen.read(in);
      case MethodId.CHANNEL_OPEN_OK -> ChannelMethod.ChannelOpenOk.read(in);
      case MethodId.CHANNEL_FLOW -> ChannelMethod.ChannelFlow.read(in);
      case MethodId.CHANNEL_FLOW_OK -> ChannelMethod.ChannelFlowOk.read(in);
      case MethodId.CHANNEL_CLOSE -> ChannelMethod.ChannelClose.read(in);
      case MethodId.CHANNEL_CLOSE_OK -> ChannelMethod.ChannelCloseOk.read(in);
      case MethodId.ACCESS_REQUEST -> AccessMethod.AccessRequest.read(in);
      case MethodId.ACCESS_REQUEST_OK -> AccessMethod.AccessRequestOk.read(in);
      case MethodId.EXCHANGE_DECLARE -> ExchangeMethod.ExchangeDeclare.read(in);
      case MethodId.EXCHANGE_DECLARE_OK -> ExchangeMethod.ExchangeDeclareOk.read(in);
      case MethodId.EXCHANGE_DELETE -> ExchangeMethod.ExchangeDelete.read(in);
      case MethodId.EXCHANGE_DELETE_OK -> ExchangeMethod.ExchangeDeleteOk.read(in);
      case MethodId.EXCHANGE_BIND -> ExchangeMethod.ExchangeBind.read(in);
      case MethodId.EXCHANGE_BIND_OK -> ExchangeMethod.ExchangeBindOk.read(in);
      case MethodId.EXCHANGE_UNBIND -> ExchangeMethod.ExchangeUnbind.read(in);
      case MethodId.EXCHANGE_UNBIND_OK -> ExchangeMethod.ExchangeUnbindOk.read(in);
      case MethodId.QUEUE_DECLARE -> QueueMethod.QueueDeclare.read(in);
      case MethodId.QUEUE_DECLARE_OK -> QueueMethod.QueueDeclareOk.read(in);
      case MethodId.QUEUE_BIND -> QueueMethod.QueueBind.read(in);
      case MethodId.QUEUE_BIND_OK -> QueueMethod.QueueBindOk.read(in);
      case MethodId.QUEUE_PURGE -> QueueMethod.QueuePurge.read(in);
      case MethodId.QUEUE_PURGE_OK -> QueueMethod.QueuePurgeOk.read(in);
      case MethodId.QUEUE_DELETE -> QueueMethod.QueueDelete.read(in);
      case MethodId.QUEUE_DELETE_OK -> QueueMethod.QueueDeleteOk.read(in);
      case MethodId.QUEUE_UNBIND -> QueueMethod.QueueUnbind.read(in);
      case MethodId.QUEUE_UNBIND_OK -> QueueMethod.QueueUnbindOk.read(in);
      case MethodId.BASIC_QOS -> BasicMethod.BasicQos.read(in);
      case MethodId.BASIC_QOS_OK -> BasicMethod.BasicQosOk.read(in);
      case MethodId.BASIC_CONSUME -> BasicMethod.BasicConsume.read(in);
      case MethodId.BASIC_CONSUME_OK -> BasicMethod.BasicConsumeOk.read(in);
      case MethodId.BASIC_CANCEL -> BasicMethod.BasicCancel.read(in);
      case MethodId.BASIC_CANCEL_OK -> BasicMethod.BasicCancelOk.read(in);
      case MethodId.BASIC_PUBLISH -> BasicMethod.BasicPublish.read(in);
      case MethodId.BASIC_RETURN -> BasicMethod.BasicReturn.read(in);
      case MethodId.BASIC_DELIVER -> BasicMethod.BasicDeliver.read(in);
      case MethodId.BASIC_GET -> BasicMethod.BasicGet.read(in);
      case MethodId.BASIC_GET_OK -> BasicMethod.BasicGetOk.read(in);
      case MethodId.BASIC_GET_EMPTY -> BasicMethod.BasicGetEmpty.read(in);
      case MethodId.BASIC_ACK -> BasicMethod.BasicAck.read(in);
      case MethodId.BASIC_REJECT -> BasicMethod.BasicReject.read(in);
      case MethodId.BASIC_RECOVER_ASYNC -> BasicMethod.BasicRecoverAsync.read(in);
      case MethodId.BASIC_RECOVER -> BasicMethod.BasicRecover.read(in);
      case MethodId.BASIC_RECOVER_OK -> BasicMethod.BasicRecoverOk.read(in);
      case MethodId.BASIC_NACK -> BasicMethod.BasicNack.read(in);
      case MethodId.BASIC_CREDIT -> BasicMethod.BasicCredit.read(in);
      case MethodId.BASIC_CREDIT_OK -> BasicMethod.BasicCreditOk.read(in);
      case MethodId.BASIC_CREDIT_DRAINED -> BasicMethod.BasicCreditDrained.read(in);
      case MethodId.CONFIRM_SELECT -> ConfirmMethod.ConfirmSelect.read(in);
      case MethodId.CONFIRM_SELECT_OK -> ConfirmMethod.ConfirmSelectOk.read(in);
      case MethodId.TX_SELECT -> TxMethod.TxSelect.read(in);
      case MethodId.TX_SELECT_OK -> TxMethod.TxSelectOk.read(in);
      case MethodId.TX_COMMIT -> TxMethod.TxCommit.read(in);
      case MethodId.TX_COMMIT_OK -> TxMethod.TxCommitOk.read(in);
      case MethodId.TX_ROLLBACK -> TxMethod.TxRollback.read(in);
      case MethodId.TX_ROLLBACK_OK -> TxMethod.TxRollbackOk.read(in);
      default -> throw unknown(id);
    };
  }

  private static MalformedFrame unknown(int id) {
    String detail = "unknown method: class " + (id >>> 16) + ", method " + (id & 0xFFFF);
    return new MalformedFrame(ReplyCode.NOT_IMPLEMENTED, detail, id);
  }
}

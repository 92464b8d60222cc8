package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.Shortstr;

/**
 * Methods of class basic (60): content. RabbitMQ does not check the UTF-8 of the names that travel
 * with content.
 *
 * <p>A long file because the class has twenty-one methods: a record each, and nothing else.
 */
public sealed interface BasicMethod extends Method {

  /**
   * {@code basic.qos}: Limits what may be unacknowledged: octets and messages, 0 for no limit; of
   * each consumer to come, or of the channel (global). Client to server.
   */
  record BasicQos(long prefetchSize, int prefetchCount, boolean global) implements BasicMethod {
    static BasicQos read(ArgumentReader in) {
      long prefetchSize = in.unsignedInt();
      int prefetchCount = in.unsignedShort();
      boolean global = (in.octet() & 1) != 0;
      return new BasicQos(prefetchSize, prefetchCount, global);
    }

    @Override
    public int id() {
      return MethodId.BASIC_QOS;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeInt((int) prefetchSize);
      out.writeShort(prefetchCount);
      out.writeByte(global ? 1 : 0);
    }
  }

  /** {@code basic.qos-ok}: The limit is in force. Server to client. */
  record BasicQosOk() implements BasicMethod {
    static BasicQosOk read(ArgumentReader in) {
      return new BasicQosOk();
    }

    @Override
    public int id() {
      return MethodId.BASIC_QOS_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /**
   * {@code basic.consume}: Starts a consumer. An empty tag asks the broker for one. Client to
   * server.
   */
  record BasicConsume(
      String queue,
      String consumerTag,
      boolean noLocal,
      boolean noAck,
      boolean exclusive,
      boolean noWait,
      FieldTable arguments)
      implements BasicMethod {
    static BasicConsume read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      String consumerTag = in.shortstr();
      int bits = in.octet();
      FieldTable arguments = in.table();
      return new BasicConsume(
          queue,
          consumerTag,
          (bits & 1) != 0,
          (bits & 2) != 0,
          (bits & 4) != 0,
          (bits & 8) != 0,
          arguments);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CONSUME;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      Shortstr.write(out, consumerTag);
      out.writeByte((noLocal ? 1 : 0) | (noAck ? 2 : 0) | (exclusive ? 4 : 0) | (noWait ? 8 : 0));
      arguments.write(out);
    }
  }

  /** {@code basic.consume-ok}: The consumer is there. Server to client. */
  record BasicConsumeOk(String consumerTag) implements BasicMethod {
    static BasicConsumeOk read(ArgumentReader in) {
      String consumerTag = in.shortstr();
      return new BasicConsumeOk(consumerTag);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CONSUME_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, consumerTag);
    }
  }

  /**
   * {@code basic.cancel}: Ends a consumer. From the broker, an extension of RabbitMQ: its queue is
   * gone. Either way.
   */
  record BasicCancel(String consumerTag, boolean noWait) implements BasicMethod {
    static BasicCancel read(ArgumentReader in) {
      String consumerTag = in.shortstr();
      boolean noWait = (in.octet() & 1) != 0;
      return new BasicCancel(consumerTag, noWait);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CANCEL;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, consumerTag);
      out.writeByte(noWait ? 1 : 0);
    }
  }

  /** {@code basic.cancel-ok}: The consumer is gone. Either way. */
  record BasicCancelOk(String consumerTag) implements BasicMethod {
    static BasicCancelOk read(ArgumentReader in) {
      String consumerTag = in.shortstr();
      return new BasicCancelOk(consumerTag);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CANCEL_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, consumerTag);
    }
  }

  /** {@code basic.publish}: Publishes the content that follows. Client to server. */
  record BasicPublish(String exchange, String routingKey, boolean mandatory, boolean immediate)
      implements BasicMethod {
    static BasicPublish read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String exchange = in.shortstrLenient();
      String routingKey = in.shortstrLenient();
      int bits = in.octet();
      return new BasicPublish(exchange, routingKey, (bits & 1) != 0, (bits & 2) != 0);
    }

    @Override
    public int id() {
      return MethodId.BASIC_PUBLISH;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, exchange);
      Shortstr.write(out, routingKey);
      out.writeByte((mandatory ? 1 : 0) | (immediate ? 2 : 0));
    }
  }

  /** {@code basic.return}: Brings back content that could not be routed. Server to client. */
  record BasicReturn(int replyCode, String replyText, String exchange, String routingKey)
      implements BasicMethod {
    static BasicReturn read(ArgumentReader in) {
      int replyCode = in.unsignedShort();
      String replyText = in.shortstrLenient();
      String exchange = in.shortstrLenient();
      String routingKey = in.shortstrLenient();
      return new BasicReturn(replyCode, replyText, exchange, routingKey);
    }

    @Override
    public int id() {
      return MethodId.BASIC_RETURN;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(replyCode);
      Shortstr.write(out, replyText);
      Shortstr.write(out, exchange);
      Shortstr.write(out, routingKey);
    }
  }

  /** {@code basic.deliver}: Brings content to a consumer. Server to client. */
  record BasicDeliver(
      String consumerTag, long deliveryTag, boolean redelivered, String exchange, String routingKey)
      implements BasicMethod {
    static BasicDeliver read(ArgumentReader in) {
      String consumerTag = in.shortstrLenient();
      long deliveryTag = in.unsignedLong();
      boolean redelivered = (in.octet() & 1) != 0;
      String exchange = in.shortstrLenient();
      String routingKey = in.shortstrLenient();
      return new BasicDeliver(consumerTag, deliveryTag, redelivered, exchange, routingKey);
    }

    @Override
    public int id() {
      return MethodId.BASIC_DELIVER;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, consumerTag);
      out.writeLong(deliveryTag);
      out.writeByte(redelivered ? 1 : 0);
      Shortstr.write(out, exchange);
      Shortstr.write(out, routingKey);
    }
  }

  /** {@code basic.get}: Asks for one message. Client to server. */
  record BasicGet(String queue, boolean noAck) implements BasicMethod {
    static BasicGet read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      boolean noAck = (in.octet() & 1) != 0;
      return new BasicGet(queue, noAck);
    }

    @Override
    public int id() {
      return MethodId.BASIC_GET;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      out.writeByte(noAck ? 1 : 0);
    }
  }

  /**
   * {@code basic.get-ok}: Brings the message asked for; so many more are ready. Server to client.
   */
  record BasicGetOk(
      long deliveryTag, boolean redelivered, String exchange, String routingKey, long messageCount)
      implements BasicMethod {
    static BasicGetOk read(ArgumentReader in) {
      long deliveryTag = in.unsignedLong();
      boolean redelivered = (in.octet() & 1) != 0;
      String exchange = in.shortstrLenient();
      String routingKey = in.shortstrLenient();
      long messageCount = in.unsignedInt();
      return new BasicGetOk(deliveryTag, redelivered, exchange, routingKey, messageCount);
    }

    @Override
    public int id() {
      return MethodId.BASIC_GET_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeLong(deliveryTag);
      out.writeByte(redelivered ? 1 : 0);
      Shortstr.write(out, exchange);
      Shortstr.write(out, routingKey);
      out.writeInt((int) messageCount);
    }
  }

  /** {@code basic.get-empty}: There is no message. Server to client. */
  record BasicGetEmpty() implements BasicMethod {
    static BasicGetEmpty read(ArgumentReader in) {
      in.shortstr(); // reserved
      return new BasicGetEmpty();
    }

    @Override
    public int id() {
      return MethodId.BASIC_GET_EMPTY;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(0); // reserved
    }
  }

  /**
   * {@code basic.ack}: Settles a delivery, or confirms a publish; all up to the tag when multiple,
   * and tag 0 is then all there are. Either way.
   */
  record BasicAck(long deliveryTag, boolean multiple) implements BasicMethod {
    static BasicAck read(ArgumentReader in) {
      long deliveryTag = in.unsignedLong();
      boolean multiple = (in.octet() & 1) != 0;
      return new BasicAck(deliveryTag, multiple);
    }

    @Override
    public int id() {
      return MethodId.BASIC_ACK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeLong(deliveryTag);
      out.writeByte(multiple ? 1 : 0);
    }
  }

  /** {@code basic.reject}: Refuses one delivery. Client to server. */
  record BasicReject(long deliveryTag, boolean requeue) implements BasicMethod {
    static BasicReject read(ArgumentReader in) {
      long deliveryTag = in.unsignedLong();
      boolean requeue = (in.octet() & 1) != 0;
      return new BasicReject(deliveryTag, requeue);
    }

    @Override
    public int id() {
      return MethodId.BASIC_REJECT;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeLong(deliveryTag);
      out.writeByte(requeue ? 1 : 0);
    }
  }

  /**
   * {@code basic.recover-async}: Redelivers all that is unacknowledged, without an answer. Client
   * to server.
   */
  record BasicRecoverAsync(boolean requeue) implements BasicMethod {
    static BasicRecoverAsync read(ArgumentReader in) {
      boolean requeue = (in.octet() & 1) != 0;
      return new BasicRecoverAsync(requeue);
    }

    @Override
    public int id() {
      return MethodId.BASIC_RECOVER_ASYNC;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(requeue ? 1 : 0);
    }
  }

  /** {@code basic.recover}: Redelivers all that is unacknowledged. Client to server. */
  record BasicRecover(boolean requeue) implements BasicMethod {
    static BasicRecover read(ArgumentReader in) {
      boolean requeue = (in.octet() & 1) != 0;
      return new BasicRecover(requeue);
    }

    @Override
    public int id() {
      return MethodId.BASIC_RECOVER;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(requeue ? 1 : 0);
    }
  }

  /** {@code basic.recover-ok}: What was unacknowledged is being redelivered. Server to client. */
  record BasicRecoverOk() implements BasicMethod {
    static BasicRecoverOk read(ArgumentReader in) {
      return new BasicRecoverOk();
    }

    @Override
    public int id() {
      return MethodId.BASIC_RECOVER_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /**
   * {@code basic.nack}: Refuses deliveries, or tells that publishes were not taken. An extension of
   * RabbitMQ. Either way.
   */
  record BasicNack(long deliveryTag, boolean multiple, boolean requeue) implements BasicMethod {
    static BasicNack read(ArgumentReader in) {
      long deliveryTag = in.unsignedLong();
      int bits = in.octet();
      return new BasicNack(deliveryTag, (bits & 1) != 0, (bits & 2) != 0);
    }

    @Override
    public int id() {
      return MethodId.BASIC_NACK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeLong(deliveryTag);
      out.writeByte((multiple ? 1 : 0) | (requeue ? 2 : 0));
    }
  }

  /**
   * {@code basic.credit}: Grants a consumer credit. RabbitMQ parses it and refuses it as
   * unimplemented. Client to server.
   */
  record BasicCredit(String consumerTag, long credit, boolean drain) implements BasicMethod {
    static BasicCredit read(ArgumentReader in) {
      String consumerTag = in.shortstr();
      long credit = in.unsignedInt();
      boolean drain = (in.octet() & 1) != 0;
      return new BasicCredit(consumerTag, credit, drain);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CREDIT;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, consumerTag);
      out.writeInt((int) credit);
      out.writeByte(drain ? 1 : 0);
    }
  }

  /** {@code basic.credit-ok}: So many messages are available. Server to client. */
  record BasicCreditOk(long available) implements BasicMethod {
    static BasicCreditOk read(ArgumentReader in) {
      long available = in.unsignedInt();
      return new BasicCreditOk(available);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CREDIT_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeInt((int) available);
    }
  }

  /** {@code basic.credit-drained}: So much credit was given up. Server to client. */
  record BasicCreditDrained(String consumerTag, long creditDrained) implements BasicMethod {
    static BasicCreditDrained read(ArgumentReader in) {
      String consumerTag = in.shortstr();
      long creditDrained = in.unsignedInt();
      return new BasicCreditDrained(consumerTag, creditDrained);
    }

    @Override
    public int id() {
      return MethodId.BASIC_CREDIT_DRAINED;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, consumerTag);
      out.writeInt((int) creditDrained);
    }
  }
}

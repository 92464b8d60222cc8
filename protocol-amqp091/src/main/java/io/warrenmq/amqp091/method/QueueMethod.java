package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.Shortstr;

/**
 * Methods of class queue (50). An empty queue name means the one last declared on the channel. A
 * {@code noWait} method gets no answer.
 */
public sealed interface QueueMethod extends Method {

  /**
   * {@code queue.declare}: Makes a queue, or checks that it exists (passive). An empty name asks
   * the broker for one. Client to server.
   */
  record QueueDeclare(
      String queue,
      boolean passive,
      boolean durable,
      boolean exclusive,
      boolean autoDelete,
      boolean noWait,
      FieldTable arguments)
      implements QueueMethod {
    static QueueDeclare read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      int bits = in.octet();
      FieldTable arguments = in.table();
      return new QueueDeclare(
          queue,
          (bits & 1) != 0,
          (bits & 2) != 0,
          (bits & 4) != 0,
          (bits & 8) != 0,
          (bits & 16) != 0,
          arguments);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_DECLARE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      out.writeByte(
          (passive ? 1 : 0)
              | (durable ? 2 : 0)
              | (exclusive ? 4 : 0)
              | (autoDelete ? 8 : 0)
              | (noWait ? 16 : 0));
      arguments.write(out);
    }
  }

  /**
   * {@code queue.declare-ok}: The queue exists; counts of ready messages and consumers. Server to
   * client.
   */
  record QueueDeclareOk(String queue, long messageCount, long consumerCount)
      implements QueueMethod {
    static QueueDeclareOk read(ArgumentReader in) {
      String queue = in.shortstr();
      long messageCount = in.unsignedInt();
      long consumerCount = in.unsignedInt();
      return new QueueDeclareOk(queue, messageCount, consumerCount);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_DECLARE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, queue);
      out.writeInt((int) messageCount);
      out.writeInt((int) consumerCount);
    }
  }

  /** {@code queue.bind}: Binds a queue to an exchange. Client to server. */
  record QueueBind(
      String queue, String exchange, String routingKey, boolean noWait, FieldTable arguments)
      implements QueueMethod {
    static QueueBind read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      String exchange = in.shortstr();
      String routingKey = in.shortstr();
      boolean noWait = (in.octet() & 1) != 0;
      FieldTable arguments = in.table();
      return new QueueBind(queue, exchange, routingKey, noWait, arguments);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_BIND;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      Shortstr.write(out, exchange);
      Shortstr.write(out, routingKey);
      out.writeByte(noWait ? 1 : 0);
      arguments.write(out);
    }
  }

  /** {@code queue.bind-ok}: The queue is bound. Server to client. */
  record QueueBindOk() implements QueueMethod {
    static QueueBindOk read(ArgumentReader in) {
      return new QueueBindOk();
    }

    @Override
    public int id() {
      return MethodId.QUEUE_BIND_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code queue.purge}: Removes all ready messages. Client to server. */
  record QueuePurge(String queue, boolean noWait) implements QueueMethod {
    static QueuePurge read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      boolean noWait = (in.octet() & 1) != 0;
      return new QueuePurge(queue, noWait);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_PURGE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      out.writeByte(noWait ? 1 : 0);
    }
  }

  /** {@code queue.purge-ok}: So many were removed. Server to client. */
  record QueuePurgeOk(long messageCount) implements QueueMethod {
    static QueuePurgeOk read(ArgumentReader in) {
      long messageCount = in.unsignedInt();
      return new QueuePurgeOk(messageCount);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_PURGE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeInt((int) messageCount);
    }
  }

  /** {@code queue.delete}: Deletes a queue. Client to server. */
  record QueueDelete(String queue, boolean ifUnused, boolean ifEmpty, boolean noWait)
      implements QueueMethod {
    static QueueDelete read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      int bits = in.octet();
      return new QueueDelete(queue, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_DELETE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      out.writeByte((ifUnused ? 1 : 0) | (ifEmpty ? 2 : 0) | (noWait ? 4 : 0));
    }
  }

  /** {@code queue.delete-ok}: The queue is gone, and so many messages with it. Server to client. */
  record QueueDeleteOk(long messageCount) implements QueueMethod {
    static QueueDeleteOk read(ArgumentReader in) {
      long messageCount = in.unsignedInt();
      return new QueueDeleteOk(messageCount);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_DELETE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeInt((int) messageCount);
    }
  }

  /** {@code queue.unbind}: Removes a binding. Client to server. */
  record QueueUnbind(String queue, String exchange, String routingKey, FieldTable arguments)
      implements QueueMethod {
    static QueueUnbind read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String queue = in.shortstr();
      String exchange = in.shortstr();
      String routingKey = in.shortstr();
      FieldTable arguments = in.table();
      return new QueueUnbind(queue, exchange, routingKey, arguments);
    }

    @Override
    public int id() {
      return MethodId.QUEUE_UNBIND;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, queue);
      Shortstr.write(out, exchange);
      Shortstr.write(out, routingKey);
      arguments.write(out);
    }
  }

  /** {@code queue.unbind-ok}: The binding is gone. Server to client. */
  record QueueUnbindOk() implements QueueMethod {
    static QueueUnbindOk read(ArgumentReader in) {
      return new QueueUnbindOk();
    }

    @Override
    public int id() {
      return MethodId.QUEUE_UNBIND_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }
}

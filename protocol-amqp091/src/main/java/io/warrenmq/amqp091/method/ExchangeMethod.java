package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.Shortstr;

/** Methods of class exchange (40). A {@code noWait} method gets no answer. */
public sealed interface ExchangeMethod extends Method {

  /**
   * {@code exchange.declare}: Makes an exchange, or checks that it exists (passive). Client to
   * server.
   */
  record ExchangeDeclare(
      String exchange,
      String type,
      boolean passive,
      boolean durable,
      boolean autoDelete,
      boolean internal,
      boolean noWait,
      FieldTable arguments)
      implements ExchangeMethod {
    static ExchangeDeclare read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String exchange = in.shortstr();
      String type = in.shortstr();
      int bits = in.octet();
      FieldTable arguments = in.table();
      return new ExchangeDeclare(
          exchange,
          type,
          (bits & 1) != 0,
          (bits & 2) != 0,
          (bits & 4) != 0,
          (bits & 8) != 0,
          (bits & 16) != 0,
          arguments);
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_DECLARE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, exchange);
      Shortstr.write(out, type);
      out.writeByte(
          (passive ? 1 : 0)
              | (durable ? 2 : 0)
              | (autoDelete ? 4 : 0)
              | (internal ? 8 : 0)
              | (noWait ? 16 : 0));
      arguments.write(out);
    }
  }

  /** {@code exchange.declare-ok}: The exchange exists. Server to client. */
  record ExchangeDeclareOk() implements ExchangeMethod {
    static ExchangeDeclareOk read(ArgumentReader in) {
      return new ExchangeDeclareOk();
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_DECLARE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /** {@code exchange.delete}: Deletes an exchange. Client to server. */
  record ExchangeDelete(String exchange, boolean ifUnused, boolean noWait)
      implements ExchangeMethod {
    static ExchangeDelete read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String exchange = in.shortstr();
      int bits = in.octet();
      return new ExchangeDelete(exchange, (bits & 1) != 0, (bits & 2) != 0);
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_DELETE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, exchange);
      out.writeByte((ifUnused ? 1 : 0) | (noWait ? 2 : 0));
    }
  }

  /** {@code exchange.delete-ok}: The exchange is gone. Server to client. */
  record ExchangeDeleteOk() implements ExchangeMethod {
    static ExchangeDeleteOk read(ArgumentReader in) {
      return new ExchangeDeleteOk();
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_DELETE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /**
   * {@code exchange.bind}: Binds an exchange to another. An extension of RabbitMQ. Client to
   * server.
   */
  record ExchangeBind(
      String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
      implements ExchangeMethod {
    static ExchangeBind read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String destination = in.shortstr();
      String source = in.shortstr();
      String routingKey = in.shortstr();
      boolean noWait = (in.octet() & 1) != 0;
      FieldTable arguments = in.table();
      return new ExchangeBind(destination, source, routingKey, noWait, arguments);
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_BIND;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, destination);
      Shortstr.write(out, source);
      Shortstr.write(out, routingKey);
      out.writeByte(noWait ? 1 : 0);
      arguments.write(out);
    }
  }

  /** {@code exchange.bind-ok}: The exchanges are bound. Server to client. */
  record ExchangeBindOk() implements ExchangeMethod {
    static ExchangeBindOk read(ArgumentReader in) {
      return new ExchangeBindOk();
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_BIND_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }

  /**
   * {@code exchange.unbind}: Removes a binding between exchanges. An extension of RabbitMQ. Client
   * to server.
   */
  record ExchangeUnbind(
      String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
      implements ExchangeMethod {
    static ExchangeUnbind read(ArgumentReader in) {
      in.unsignedShort(); // ticket
      String destination = in.shortstr();
      String source = in.shortstr();
      String routingKey = in.shortstr();
      boolean noWait = (in.octet() & 1) != 0;
      FieldTable arguments = in.table();
      return new ExchangeUnbind(destination, source, routingKey, noWait, arguments);
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_UNBIND;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(0); // ticket
      Shortstr.write(out, destination);
      Shortstr.write(out, source);
      Shortstr.write(out, routingKey);
      out.writeByte(noWait ? 1 : 0);
      arguments.write(out);
    }
  }

  /** {@code exchange.unbind-ok}: The binding is gone. Server to client. */
  record ExchangeUnbindOk() implements ExchangeMethod {
    static ExchangeUnbindOk read(ArgumentReader in) {
      return new ExchangeUnbindOk();
    }

    @Override
    public int id() {
      return MethodId.EXCHANGE_UNBIND_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }
}

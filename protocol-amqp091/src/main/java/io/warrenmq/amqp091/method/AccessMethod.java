package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.Shortstr;

/**
 * Methods of class access (30): left over from AMQP 0-8, where clients asked for tickets. RabbitMQ
 * still answers.
 */
public sealed interface AccessMethod extends Method {

  /** {@code access.request}: Asks for an access ticket. Client to server. */
  record AccessRequest(
      String realm, boolean exclusive, boolean passive, boolean active, boolean write, boolean read)
      implements AccessMethod {
    static AccessRequest read(ArgumentReader in) {
      String realm = in.shortstr();
      int bits = in.octet();
      return new AccessRequest(
          realm,
          (bits & 1) != 0,
          (bits & 2) != 0,
          (bits & 4) != 0,
          (bits & 8) != 0,
          (bits & 16) != 0);
    }

    @Override
    public int id() {
      return MethodId.ACCESS_REQUEST;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      Shortstr.write(out, realm);
      out.writeByte(
          (exclusive ? 1 : 0)
              | (passive ? 2 : 0)
              | (active ? 4 : 0)
              | (write ? 8 : 0)
              | (read ? 16 : 0));
    }
  }

  /** {@code access.request-ok}: Grants a ticket, which nobody looks at. Server to client. */
  record AccessRequestOk(int ticket) implements AccessMethod {
    static AccessRequestOk read(ArgumentReader in) {
      int ticket = in.unsignedShort();
      return new AccessRequestOk(ticket);
    }

    @Override
    public int id() {
      return MethodId.ACCESS_REQUEST_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(ticket);
    }
  }
}

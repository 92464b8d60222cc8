package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;

/** Methods of class confirm (85): publisher confirms, an extension of RabbitMQ. */
public sealed interface ConfirmMethod extends Method {

  /**
   * {@code confirm.select}: Asks for a confirm of each publish on the channel. Client to server.
   */
  record ConfirmSelect(boolean noWait) implements ConfirmMethod {
    static ConfirmSelect read(ArgumentReader in) {
      boolean noWait = (in.octet() & 1) != 0;
      return new ConfirmSelect(noWait);
    }

    @Override
    public int id() {
      return MethodId.CONFIRM_SELECT;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(noWait ? 1 : 0);
    }
  }

  /** {@code confirm.select-ok}: Publishes will be confirmed. Server to client. */
  record ConfirmSelectOk() implements ConfirmMethod {
    static ConfirmSelectOk read(ArgumentReader in) {
      return new ConfirmSelectOk();
    }

    @Override
    public int id() {
      return MethodId.CONFIRM_SELECT_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }
}

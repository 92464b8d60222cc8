package io.warrenmq.amqp091.method;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.ArgumentReader;
import io.warrenmq.amqp091.wire.Shortstr;

/** Methods of class channel (20). */
public sealed interface ChannelMethod extends Method {

  /** {@code channel.open}: Opens the channel on which it goes. Client to server. */
  record ChannelOpen() implements ChannelMethod {
    static ChannelOpen read(ArgumentReader in) {
      in.shortstr(); // reserved
      return new ChannelOpen();
    }

    @Override
    public int id() {
      return MethodId.CHANNEL_OPEN;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(0); // reserved
    }
  }

  /** {@code channel.open-ok}: The channel is open. Server to client. */
  record ChannelOpenOk() implements ChannelMethod {
    static ChannelOpenOk read(ArgumentReader in) {
      in.longstr(); // reserved
      return new ChannelOpenOk();
    }

    @Override
    public int id() {
      return MethodId.CHANNEL_OPEN_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeInt(0); // reserved
    }
  }

  /** {@code channel.flow}: Asks the peer to stop (false) or resume sending content. Either way. */
  record ChannelFlow(boolean active) implements ChannelMethod {
    static ChannelFlow read(ArgumentReader in) {
      boolean active = (in.octet() & 1) != 0;
      return new ChannelFlow(active);
    }

    @Override
    public int id() {
      return MethodId.CHANNEL_FLOW;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(active ? 1 : 0);
    }
  }

  /** {@code channel.flow-ok}: The flow is as it was asked for. Either way. */
  record ChannelFlowOk(boolean active) implements ChannelMethod {
    static ChannelFlowOk read(ArgumentReader in) {
      boolean active = (in.octet() & 1) != 0;
      return new ChannelFlowOk(active);
    }

    @Override
    public int id() {
      return MethodId.CHANNEL_FLOW_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeByte(active ? 1 : 0);
    }
  }

  /**
   * {@code channel.close}: Closes the channel, and says why. The ids name the method to blame, or
   * are 0. Either way.
   */
  record ChannelClose(int replyCode, String replyText, int failedClassId, int failedMethodId)
      implements ChannelMethod {
    static ChannelClose read(ArgumentReader in) {
      int replyCode = in.unsignedShort();
      String replyText = in.shortstr();
      int failedClassId = in.unsignedShort();
      int failedMethodId = in.unsignedShort();
      return new ChannelClose(replyCode, replyText, failedClassId, failedMethodId);
    }

    @Override
    public int id() {
      return MethodId.CHANNEL_CLOSE;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      out.writeShort(replyCode);
      Shortstr.write(out, replyText);
      out.writeShort(failedClassId);
      out.writeShort(failedMethodId);
    }
  }

  /** {@code channel.close-ok}: The channel is closed. Either way. */
  record ChannelCloseOk() implements ChannelMethod {
    static ChannelCloseOk read(ArgumentReader in) {
      return new ChannelCloseOk();
    }

    @Override
    public int id() {
      return MethodId.CHANNEL_CLOSE_OK;
    }

    @Override
    public void writeArguments(ByteBuf out) {
      // none
    }
  }
}

package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Writes the STOMP 1.2 frames of a client; SEND is a {@link SendTemplate}'s. */
final class Frames {
  private static final byte[] ACK = "ACK\nid:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = {'\n', '\n', 0};

  private Frames() {}

  static void connect(ByteBuf out, Login login) {
    command(out, "CONNECT");
    // No host header: each broker has a virtual host for those who name none.
    header(out, "accept-version", "1.2");
    if (!login.user().isEmpty()) {
      header(out, "login", login.user());
      header(out, "passcode", login.password());
    }
    end(out);
  }

  /** ACK of the message whose id is in {@code in}, with its escapes. */
  static void ack(ByteBuf out, ByteBuf in, int idIndex, int idBytes) {
    out.writeBytes(ACK).writeBytes(in, idIndex, idBytes).writeBytes(END);
  }

  static void command(ByteBuf out, String command) {
    ByteBufUtil.writeAscii(out, command);
    out.writeByte('\n');
  }

  /** A header whose value has no character that is escaped. */
  static void header(ByteBuf out, String name, String value) {
    ByteBufUtil.writeAscii(out, name);
    out.writeByte(':');
    ByteBufUtil.writeUtf8(out, value);
    out.writeByte('\n');
  }

  /** Ends a frame without a body. */
  static void end(ByteBuf out) {
    out.writeByte('\n').writeByte(0);
  }
}

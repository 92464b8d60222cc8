package io.warrenmq.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;

/**
 * Carries a connection's bytes in binary frames of RFC 6455: upgrades first, and lets the
 * connection begin when that is done. What the broker sends is read whatever its frames are; a ping
 * is not answered, as no run is as long as a time-out.
 */
final class WebSocketFrames extends ChannelDuplexHandler {
  private static final int MASK = 0x5A17C3E9; // the broker has to unmask, as for every client
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final int BINARY = 0x82;
  private static final int CONTROL = 0x08;

  private final String subprotocol;
  private boolean upgraded;
  private String response = "";
  private long payloadLeft; // of the frame that has begun
  private boolean skips; // its payload, as it is no data
  private int headerBytes; // that have come of the next frame's
  private int headerLength = 2;
  private final byte[] header = new byte[10];

  WebSocketFrames(String subprotocol) {
    this.subprotocol = subprotocol;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    String request =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
            + KEY
            + "\r\nSec-WebSocket-Protocol: "
            + subprotocol
            + "\r\n\r\n";
    ByteBuf out = context.alloc().buffer(request.length());
    out.writeCharSequence(request, ISO_8859_1);
    context.writeAndFlush(out, context.voidPromise());
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ByteBuf packets = (ByteBuf) message;
    int bytes = packets.readableBytes();
    ByteBuf frame = context.alloc().directBuffer(14 + bytes);
    frame.writeByte(BINARY);
    if (bytes < 126) {
      frame.writeByte(0x80 | bytes);
    } else if (bytes < 0x10000) {
      frame.writeByte(0x80 | 126).writeShort(bytes);
    } else {
      frame.writeByte(0x80 | 127).writeLong(bytes);
    }
    frame.writeInt(MASK);
    int at = packets.readerIndex();
    int end = at + bytes;
    for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
      frame.writeInt(packets.getInt(at) ^ MASK);
    }
    for (int shift = 24; at < end; at++, shift -= 8) {
      frame.writeByte(packets.getByte(at) ^ MASK >> shift);
    }
    packets.release();
    context.write(frame, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!upgraded) {
        upgrade(context, in);
      }
      while (upgraded && in.isReadable()) {
        if (payloadLeft > 0) {
          readPayload(context, in);
        } else {
          readHeader(in);
        }
      }
    } finally {
      in.release();
    }
  }

  private void upgrade(ChannelHandlerContext context, ByteBuf in) {
    while (in.isReadable() && !response.endsWith("\r\n\r\n")) {
      response += (char) in.readByte();
    }
    if (response.endsWith("\r\n\r\n")) {
      if (!response.startsWith("HTTP/1.1 101 ")) {
        context.fireExceptionCaught(new IOException("no upgrade: " + response.lines().findFirst()));
        return;
      }
      upgraded = true;
      context.fireChannelActive();
    }
  }

  private void readPayload(ChannelHandlerContext context, ByteBuf in) {
    int bytes = (int) Math.min(payloadLeft, in.readableBytes());
    payloadLeft -= bytes;
    if (skips) {
      in.skipBytes(bytes);
    } else {
      context.fireChannelRead(in.readRetainedSlice(bytes));
    }
  }

  private void readHeader(ByteBuf in) {
    while (in.isReadable() && headerBytes < headerLength) {
      header[headerBytes++] = in.readByte();
      if (headerBytes == 2) {
        int length = header[1] & 0x7F;
        headerLength = length < 126 ? 2 : length == 126 ? 4 : 10;
      }
    }
    if (headerBytes == headerLength) {
      payloadLeft = header[1] & 0x7F;
      if (headerLength > 2) {
        payloadLeft = 0;
        for (int i = 2; i < headerLength; i++) {
          payloadLeft = (payloadLeft << 8) | (header[i] & 0xFF);
        }
      }
      skips = (header[0] & CONTROL) != 0;
      headerBytes = 0;
      headerLength = 2;
    }
  }
}

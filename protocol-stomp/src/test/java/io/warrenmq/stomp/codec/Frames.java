package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames as text: as a client writes them, and as they were read. */
public final class Frames {
  static final FrameLimits LIMITS = new FrameLimits(1_000, 20, 2_000);

  private Frames() {}

  /** Bytes of a text in which {@code ^} stands for NUL. */
  public static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.replace('^', '\0').getBytes(UTF_8));
  }

  /** A decoder for a client of a version that has logged in. */
  public static FrameDecoder decoder(StompVersion version) {
    FrameDecoder decoder = new FrameDecoder(LIMITS);
    decoder.version(version);
    return decoder;
  }

  /** All frames that there are, as {@link #text} has them. */
  static List<String> read(FrameDecoder decoder, ByteBuf bytes) {
    List<String> all = new ArrayList<>();
    read(decoder, bytes, all);
    return all;
  }

  static void read(FrameDecoder decoder, ByteBuf bytes, List<String> all) {
    for (StompFrame frame = decoder.decode(bytes); frame != null; frame = decoder.decode(bytes)) {
      all.add(text(frame));
    }
  }

  /** The one frame of a text. */
  public static StompFrame frame(StompVersion version, String text) {
    StompFrame frame = decoder(version).decode(bytes(text));
    if (frame == null) {
      throw new AssertionError("no whole frame");
    }
    return frame;
  }

  /** A MESSAGE as the frame that it would be as a SEND. */
  public static StompFrame ofMessage(StompVersion version, ByteBuf sent) {
    String text = sent.toString(ISO_8859_1);
    if (!text.startsWith("MESSAGE\n")) {
      throw new AssertionError(text);
    }
    FrameDecoder decoder = new FrameDecoder(FrameLimits.ofFrame(1 << 20));
    decoder.version(version);
    byte[] send = text.replaceFirst("MESSAGE", "SEND").getBytes(ISO_8859_1);
    StompFrame frame = decoder.decode(Unpooled.wrappedBuffer(send));
    if (frame == null) {
      throw new AssertionError("no whole frame: " + text);
    }
    return frame;
  }

  /** {@code COMMAND [name=value, …] body}, bytes of the body as Latin 1. */
  public static String text(StompFrame frame) {
    byte[] body = new byte[frame.bodyBytes()];
    frame.copyBody(body, 0);
    return frame.command() + " " + headers(frame) + " " + new String(body, ISO_8859_1);
  }

  /** All headers, {@code name=value}. */
  public static List<String> headers(StompFrame frame) {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < frame.headerCount(); i++) {
      headers.add(frame.name(i) + "=" + frame.value(i));
    }
    return headers;
  }

  /** A transport that has what was sent. */
  public static final class Sent implements Transport {
    /** All that was sent. */
    public final ByteBuf bytes = Unpooled.buffer();

    private @Nullable Integer promised;

    /** What was sent, as text in which {@code ^} stands for NUL. */
    public String text() {
      checkPromise();
      return bytes.toString(UTF_8).replace('\0', '^');
    }

    /** What was written is what was asked for. */
    private void checkPromise() {
      if (promised != null && promised != bytes.writerIndex()) {
        throw new AssertionError(bytes.writerIndex() + " bytes instead of " + promised);
      }
    }

    @Override
    public ByteBuf out(int count) {
      checkPromise();
      promised = bytes.writerIndex() + count;
      return bytes;
    }

    @Override
    public Loop loop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TransportInfo info() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {}
  }
}
